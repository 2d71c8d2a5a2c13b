import type { Where } from '@satchel/core';
import type { AggregateRow } from '../../shared/api.ts';
import { useAggregate, useAll, useWorkspace } from '../data/queries.ts';
import { useOpenedAt } from '../data/use-opened-at.ts';
import { numberText, percentText, todayText, wholeMoneyText } from '../format/values.ts';
import { NumberCard } from './number-card.tsx';
import { inPeriod, type Period } from './period.ts';

interface CardsProps {
  readonly period: Period;
  readonly whose: readonly Where[];
}

const is = (field: string, value: string | boolean): Where => ({ field, op: 'eq', value });

export function Cards({ period, whose }: CardsProps) {
  const openedAt = useOpenedAt();
  const closed = inPeriod('closedOn', period);
  const created = inPeriod('createdAt', period);
  const open: Where = { and: [is('status', 'open'), ...whose] };
  const won: Where = { and: [is('status', 'won'), ...closed, ...whose] };
  const ended: Where = { and: [{ field: 'status', op: 'in', value: ['won', 'lost'] }, ...closed, ...whose] };
  const fresh: Where = { and: [...created, ...whose] };
  const mineTasks: readonly Where[] = whose.length > 0 ? [{ field: 'assignee', op: 'eq', value: { me: true } }] : [];
  const due: Where = {
    and: [
      { field: 'status', op: 'in', value: ['todo', 'doing'] },
      { field: 'dueOn', op: 'lte', value: todayText(new Date(openedAt)) },
      ...mineTasks,
    ],
  };
  const leads: Where = { and: [...created, ...whose] };
  const stages = useAll('stage', 'position').data?.rows ?? [];
  const qualifiedStages = stages.filter((stage) => stage['key'] === 'qualified').map((stage) => stage.id);
  const qualified: Where = { and: [{ field: 'stage', op: 'in', value: qualifiedStages }, ...created, ...whose] };
  const converted: Where = {
    and: [
      {
        or: [{ not: { field: 'deal', op: 'empty' } }, { not: { field: 'contact', op: 'empty' } }],
      },
      ...created,
      ...whose,
    ],
  };
  const customers: Where = { and: [is('isCustomer', true), ...whose] };
  const active: Where = { and: [is('isCustomer', true), is('isActive', true), ...whose] };

  const openRows = useAggregate({ entity: 'deal', where: open, sum: 'amount' }).data;
  const wonRows = useAggregate({ entity: 'deal', where: won, sum: 'amount' }).data;
  const endedRows = useAggregate({ entity: 'deal', where: ended }).data;
  const freshRows = useAggregate({ entity: 'deal', where: fresh }).data;
  const dueRows = useAggregate({ entity: 'task', where: due }).data;
  const leadRows = useAggregate({ entity: 'lead', where: leads }).data;
  const qualifiedRows = useAggregate({ entity: 'lead', where: qualified }).data;
  const convertedRows = useAggregate({ entity: 'lead', where: converted }).data;
  const customerRows = useAggregate({ entity: 'company', where: customers }).data;
  const activeRows = useAggregate({ entity: 'company', where: active }).data;
  const { currency } = useWorkspace();

  return (
    <section aria-label="Numbers" className="grid grid-cols-2 gap-3 md:grid-cols-4">
      <NumberCard
        label="Open deals"
        value={countText(openRows)}
        detail={moneyRowsText(openRows, currency)}
        entity="deal"
        where={open}
      />
      <NumberCard
        label="Won value"
        value={moneyRowsText(wonRows, currency)}
        detail={wonRows && `${countText(wonRows)} won`}
        entity="deal"
        where={won}
      />
      <NumberCard
        label="Win rate"
        value={shareText(wonRows, endedRows)}
        detail={endedRows && `of ${countText(endedRows)} closed`}
        entity="deal"
        where={ended}
      />
      <NumberCard label="New deals" value={countText(freshRows)} detail="added here" entity="deal" where={fresh} />
      <NumberCard label="Tasks due" value={countText(dueRows)} detail="today or earlier" entity="task" where={due} />
      <NumberCard
        label="Leads"
        value={countText(leadRows)}
        detail={qualifiedRows && `${countText(qualifiedRows)} qualified`}
        entity="lead"
        where={leads}
      />
      <NumberCard
        label="Lead conversion"
        value={shareText(convertedRows, leadRows)}
        detail={convertedRows && `${countText(convertedRows)} converted`}
        entity="lead"
        where={converted}
      />
      <NumberCard
        label="Customers"
        value={countText(customerRows)}
        detail={activeRows && `${countText(activeRows)} active`}
        entity="company"
        where={customers}
      />
    </section>
  );
}

type Rows = readonly AggregateRow[] | undefined;

const total = (rows: readonly AggregateRow[]): number => rows.reduce((sum, row) => sum + row.count, 0);

const countText = (rows: Rows): string | undefined => rows && numberText(total(rows));

/** One sum per currency; money of different currencies is never added. */
function moneyRowsText(rows: Rows, fallback: string): string | undefined {
  if (!rows) return undefined;
  const sums = rows.filter((row) => row.currency !== null);
  if (sums.length === 0) return wholeMoneyText({ minor: 0, currency: fallback });
  return sums.map((row) => wholeMoneyText({ minor: row.sum, currency: row.currency ?? fallback })).join(' + ');
}

function shareText(part: Rows, whole: Rows): string | undefined {
  if (!part || !whole) return undefined;
  return total(whole) === 0 ? '–' : percentText(total(part) / total(whole));
}
