import type { AggregateRow, EntityRecord, Where } from '@satchel/core';
import { entityNamed } from '../data/model.ts';
import { useAggregate, useAll, useWorkspace } from '../data/queries.ts';
import { choiceLabel, locale, numberText, titleOf, wholeMoneyText } from '../format/values.ts';
import { type Bar, ChartCard } from './chart-card.tsx';
import { inPeriod, monthPeriod, type Period } from './period.ts';

interface ChartsProps {
  readonly period: Period;
  readonly whose: readonly Where[];
}

const monthFormat = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });

export function Charts({ period, whose }: ChartsProps) {
  const { currency } = useWorkspace();
  const won: readonly Where[] = [
    { field: 'status', op: 'eq', value: 'won' },
    ...inPeriod('closedOn', period),
    ...whose,
  ];
  const where: Where = { and: won };
  const base = { entity: 'deal', where, sum: 'amount' } as const;
  const byMonth = useAggregate({ ...base, groupBy: { field: 'closedOn', unit: 'month' }, orderBy: 'key', limit: 60 });
  const byOwner = useAggregate({ ...base, groupBy: { field: 'owner' }, orderBy: 'sum', limit: 10 });
  const byProduct = useAggregate({ ...base, groupBy: { field: 'product' }, orderBy: 'sum', limit: 10 });
  const funnelWhere: readonly Where[] = [...inPeriod('createdAt', period), ...whose];
  const byStage = useAggregate({ entity: 'deal', where: { and: funnelWhere }, groupBy: { field: 'stage' }, limit: 50 });
  const bySource = useAggregate({
    entity: 'lead',
    where: { and: funnelWhere },
    groupBy: { field: 'source' },
    orderBy: 'count',
  });
  const source = entityNamed('lead')?.fields['source'];
  const stages = useAll('stage', 'position').data?.rows ?? [];
  const pipelines = useAll('pipeline', 'position').data?.rows ?? [];
  const isOfDeals = (stage: EntityRecord): boolean =>
    pipelines.some(({ id, kind }) => id === stage['pipeline'] && kind === 'deal');

  const ofCurrency = (rows: readonly AggregateRow[] | undefined) =>
    rows?.filter((row) => row.currency === currency || row.currency === null);
  const moneyBars = (rows: readonly AggregateRow[] | undefined, field: string): readonly Bar[] | undefined =>
    ofCurrency(rows)?.map((row) => ({
      key: row.key ?? 'none',
      label: row.title ?? row.key ?? 'None',
      value: row.sum,
      where: { and: [...won, row.key === null ? { field, op: 'empty' } : { field, op: 'eq', value: row.key }] },
    }));
  const months: readonly Bar[] | undefined = ofCurrency(byMonth.data)?.map((row) => {
    const days = row.key === null ? null : monthPeriod(row.key);
    return {
      key: row.key ?? 'none',
      label: days ? monthFormat.format(Date.parse(days[0])) : 'No date',
      value: row.sum,
      where: {
        and: [
          { field: 'status', op: 'eq', value: 'won' },
          ...(days ? inPeriod('closedOn', { name: 'custom', from: days[0], to: days[1] }) : []),
          ...whose,
        ],
      },
    };
  });
  // A stage without deals is a step of the funnel, too.
  const steps = byStage.data && byStage.data.length > 0 ? stages.filter(isOfDeals) : [];
  const funnel: readonly Bar[] | undefined =
    byStage.data &&
    steps.map((stage) => ({
      key: stage.id,
      label: titleOf(stage, 'name'),
      value: byStage.data.find(({ key }) => key === stage.id)?.count ?? 0,
      where: { and: [{ field: 'stage', op: 'in', value: [stage.id] }, ...funnelWhere] },
    }));
  const sources: readonly Bar[] | undefined = bySource.data?.map((row) => ({
    key: row.key ?? 'none',
    label: row.key === null ? 'None' : choiceLabel(source, row.key),
    value: row.count,
    where: {
      and: [
        row.key === null ? { field: 'source', op: 'empty' } : { field: 'source', op: 'in', value: [row.key] },
        ...funnelWhere,
      ],
    },
  }));
  const money = (minor: number, isCompact: boolean) => wholeMoneyText({ minor, currency }, isCompact);
  const count = (value: number) => numberText(value);

  return (
    <section aria-label="Charts" className="grid grid-cols-1 gap-3 lg:grid-cols-2">
      <ChartCard
        title="Won value by month"
        heading="Month"
        measure="Won value"
        bars={months}
        format={money}
        entity="deal"
      />
      <ChartCard
        title="Funnel by stage"
        heading="Stage"
        measure="Deals"
        bars={funnel}
        format={count}
        entity="deal"
        isLying
      />
      <ChartCard
        title="Won value by owner, top 10"
        heading="Owner"
        measure="Won value"
        bars={moneyBars(byOwner.data, 'owner')}
        format={money}
        entity="deal"
        isLying
      />
      <ChartCard
        title="Won value by product"
        heading="Product"
        measure="Won value"
        bars={moneyBars(byProduct.data, 'product')}
        format={money}
        entity="deal"
        isLying
      />
      <ChartCard
        title="Leads by source"
        heading="Source"
        measure="Leads"
        bars={sources}
        format={count}
        entity="lead"
        isLying
      />
    </section>
  );
}
