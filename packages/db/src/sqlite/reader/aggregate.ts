import {
  type AggregateQuery,
  type AggregateRow,
  entityFor,
  ok,
  type Period,
  type Refusal,
  type Result,
  unreachable,
} from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import { type Asker, unavailableTitle } from '../../queries.ts';
import { type FieldShape, type TableShape, tableShape } from '../../table-shape.ts';
import { column } from '../../where-to-sql.ts';
import { clampLimit, liveRows, type ReadContext, refusal, shapeFor, tableOf } from './read-context.ts';
import { titlesById } from './titles.ts';

/** Counts and sums by group, in one pass over the rows that the filter lets through. */
export function readAggregate(
  context: ReadContext,
  query: AggregateQuery,
  asker: Asker,
): Result<readonly AggregateRow[], Refusal> {
  const found = shapeFor(context, query.entity);
  if (!found.ok) return found;
  const shape = found.value;
  const live = liveRows(context, shape, query.where, asker);
  if (!live.ok) return live;
  const key = keyOf(shape, query.groupBy, asker);
  if (!key.ok) return key;
  const sum = sumOf(shape, query.sum);
  if (!sum.ok) return sum;
  const order = orders[query.orderBy ?? 'key'];
  const rows = context.all(
    sql`SELECT ${key.value.value}, ${sum.value.currency}, count(*), ${sum.value.total}, ${key.value.shown} FROM ${tableOf(shape)} WHERE ${live.value.rows} GROUP BY 1, 2 ORDER BY ${order} LIMIT ${clampLimit(query.limit ?? 10_000, 10_000)}`,
  );
  if (!query.groupBy && rows.length === 0) {
    return ok([{ key: null, title: null, count: 0, sum: 0, currency: null }]);
  }
  const titleOf = titlesOfKeys(context, shape, query, rows, asker);
  return ok(
    rows.map(([, currency, count, total, shown]): AggregateRow => {
      const text = shown === null || shown === undefined ? null : String(shown);
      return {
        key: text,
        title: text === null ? null : titleOf(text),
        count: Number(count),
        sum: Number(total ?? 0),
        currency: typeof currency === 'string' ? currency : null,
      };
    }),
  );
}

const orders: Readonly<Record<NonNullable<AggregateQuery['orderBy']>, RawBuilder<unknown>>> = {
  key: sql`1 NULLS LAST, 2`,
  count: sql`3 DESC, 1`,
  sum: sql`4 DESC, 1`,
};

interface Key {
  readonly value: RawBuilder<unknown>;
  /** What stands for the group: of texts that differ by case only, one. */
  readonly shown: RawBuilder<unknown>;
}

function keyOf(shape: TableShape, groupBy: AggregateQuery['groupBy'], asker: Asker): Result<Key, Refusal> {
  if (!groupBy) return ok({ value: sql`NULL`, shown: sql`NULL` });
  const field = shape.fieldByName.get(groupBy.field);
  const name = groupBy.field.slice(0, 60);
  if (!field || field.comparable === null || field.kind === 'money') {
    return refusal('group-invalid', `${shape.entity.labelPlural} cannot be grouped by "${name}".`, groupBy.field);
  }
  if (field.kind === 'date' || field.kind === 'instant') {
    const value = period(dayOf(field, asker), groupBy.unit ?? 'month', asker);
    return ok({ value, shown: sql`min(${value})` });
  }
  if (groupBy.unit !== undefined) {
    return refusal('group-invalid', `"${name}" is not a date and has no ${groupBy.unit}s.`, groupBy.field);
  }
  const value = column(field.comparable);
  return ok({ value, shown: sql`min(${column(field.columns[0].name)})` });
}

/** `local_day` is a function of the reader's connection. */
const dayOf = (field: FieldShape, { timeZone }: Asker): RawBuilder<unknown> =>
  field.kind === 'instant' ? sql`local_day(${column(field.name)}, ${timeZone})` : column(field.name);

function period(day: RawBuilder<unknown>, unit: Period, { weekStart }: Asker): RawBuilder<unknown> {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return sql`date(${day}, printf('-%d days', (strftime('%w', ${day}) - ${weekStart} + 7) % 7))`;
    case 'month':
      return sql`substr(${day}, 1, 7)`;
    case 'quarter':
      return sql`substr(${day}, 1, 4) || '-Q' || ((CAST(substr(${day}, 6, 2) AS INTEGER) + 2) / 3)`;
    case 'year':
      return sql`substr(${day}, 1, 4)`;
    default:
      return unreachable(unit);
  }
}

function sumOf(
  shape: TableShape,
  name: string | undefined,
): Result<{ readonly total: RawBuilder<unknown>; readonly currency: RawBuilder<unknown> }, Refusal> {
  if (name === undefined) return ok({ total: sql`0`, currency: sql`NULL` });
  const field = shape.fieldByName.get(name);
  if (field?.kind === 'number') return ok({ total: sql`sum(${column(name)})`, currency: sql`NULL` });
  const [minor, currency] = field?.kind === 'money' ? field.columns : [];
  if (!minor || !currency) {
    return refusal('sum-invalid', `${shape.entity.labelPlural} have no amount "${name.slice(0, 60)}" to add up.`, name);
  }
  return ok({ total: sql`sum(${column(minor.name)})`, currency: column(currency.name) });
}

function titlesOfKeys(
  context: ReadContext,
  shape: TableShape,
  { groupBy }: AggregateQuery,
  rows: readonly (readonly unknown[])[],
  asker: Asker,
): (key: string) => string {
  const field = groupBy && shape.entity.fields[groupBy.field];
  if (field?.kind === 'choice') {
    const labels: Readonly<Partial<Record<string, string>>> = field.choiceLabels ?? {};
    return (key) => labels[key] ?? key;
  }
  if (field?.kind !== 'reference') return (key) => key;
  const ids = rows.flatMap(([key]) => (typeof key === 'string' ? [key] : []));
  const { titles } = titlesById(context, tableShape(entityFor(context.model, field.target)), ids, asker);
  return (key) => titles[key] ?? unavailableTitle;
}
