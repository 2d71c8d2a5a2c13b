import {
  type Board,
  type BoardColumn,
  type BoardQuery,
  type EntityRecord,
  entityFor,
  ok,
  type Refusal,
  type Result,
  type Where,
} from '@satchel/core';
import { sql } from 'kysely';
import { type Asker, unavailableTitle } from '../../queries.ts';
import { type ColumnValue, rowCodec } from '../../row-codec.ts';
import { type TableShape, tableShape } from '../../table-shape.ts';
import { type Condition, column } from '../../where-to-sql.ts';
import { sqliteText } from '../dialect.ts';
import { decodeRows } from './page.ts';
import {
  clampLimit,
  isVisible,
  type LiveRows,
  liveRows,
  type ReadContext,
  refusal,
  shapeFor,
  tableOf,
} from './read-context.ts';
import { titleColumn, titlesOf } from './titles.ts';

/** Columns with their totals and first cards. */
export function readBoard(context: ReadContext, query: BoardQuery, asker: Asker): Result<Board, Refusal> {
  const shape = shapeFor(context, query.entity);
  if (!shape.ok) return shape;
  const board = boardOf(shape.value);
  if (!board) return refusal('no-board', `${shape.value.entity.labelPlural} have no board.`);
  const live = liveRows(context, shape.value, query.where, asker);
  if (!live.ok) return live;
  const limit = clampLimit(query.limit, 500);
  const { column: only } = query;
  const keys = columnKeys(context, shape.value, board, query.where, asker).filter(
    ({ key }) => !only || key === only.key,
  );
  const totals = columnTotals(context, shape.value, board, live.value, only?.key);
  // One statement for all columns.
  const cardsOf = sqliteText(
    sql`SELECT ${sql.raw(rowCodec(shape.value).selected)} FROM ${tableOf(shape.value)} WHERE ${column(board.by)} = ${anyKey} AND ${live.value.rows} ORDER BY ${column(board.order)} NULLS LAST, t."seq" LIMIT ${limit} OFFSET ${Math.max(0, only?.offset ?? 0)}`,
  );
  const columns = keys.map(({ key, title }): BoardColumn => {
    const [, ...others] = cardsOf.parameters;
    const cards = context.allOf(cardsOf.sql, key, ...(others as readonly ColumnValue[]));
    const total = totals.get(key);
    return {
      key,
      title,
      count: total?.count ?? 0,
      sums: total?.sums ?? {},
      cards: decodeRows(shape.value, cards),
    };
  });
  const rows: readonly EntityRecord[] = columns.flatMap(({ cards }) => cards);
  return ok({ columns, titles: titlesOf(context, shape.value, rows, asker).titles });
}

/** Stands for the column's key, as the statement's first parameter. */
const anyKey = '';

interface BoardShape {
  readonly field: string;
  readonly by: string;
  readonly order: string;
  readonly minor: string | null;
  readonly currency: string | null;
}

function boardOf(shape: TableShape): BoardShape | undefined {
  const view = shape.entity.views.board;
  const by = view && shape.fieldByName.get(view.by)?.comparable;
  const order = view && shape.fieldByName.get(view.order)?.comparable;
  if (!view || !by || !order) return undefined;
  const [minor, currency] = view.amount ? (shape.fieldByName.get(view.amount)?.columns ?? []) : [];
  return { field: view.by, by, order, minor: minor?.name ?? null, currency: currency?.name ?? null };
}

/**
 * All choices, or all records of the target; when the filter asks for one value of a field that the target has as well
 * (a pipeline, and its stages), those of that value.
 */
function columnKeys(
  context: ReadContext,
  shape: TableShape,
  board: BoardShape,
  where: Where,
  asker: Asker,
): readonly { readonly key: string; readonly title: string }[] {
  const field = shape.entity.fields[board.field];
  if (field?.kind === 'choice') {
    return field.choices.map((key) => ({ key, title: field.choiceLabels?.[key] ?? key }));
  }
  if (field?.kind !== 'reference') return [];
  const target = tableShape(entityFor(context.model, field.target));
  const conditions = requiredEquals(where).flatMap(([name, value]): Condition[] => {
    const own = shape.entity.fields[name];
    const theirs = target.entity.fields[name];
    const isShared = own?.kind === 'reference' && theirs?.kind === 'reference' && own.target === theirs.target;
    return isShared && name !== 'owner' ? [sql`${column(name)} = ${value}`] : [];
  });
  const sort = target.fieldByName.get(target.entity.views.sort?.field ?? '')?.comparable ?? 'createdAt';
  const rows = context.all(
    sql`SELECT t."id", t.${sql.raw(titleColumn(target))}, ${isVisible(context, target, asker)} FROM ${tableOf(target)} WHERE ${sql.join([sql`t."deletedAt" IS NULL`, ...conditions], sql` AND `)} ORDER BY ${column(sort)}, t."seq"`,
  );
  return rows.map(([id, title, visible]) => ({
    key: String(id),
    title: visible === 1 ? String(title ?? '') : unavailableTitle,
  }));
}

/** Fields that a record must have at one value to pass. */
function requiredEquals(where: Where): readonly (readonly [string, string])[] {
  if ('and' in where) return where.and.flatMap(requiredEquals);
  if ('field' in where && where.op === 'eq' && typeof where.value === 'string') return [[where.field, where.value]];
  return [];
}

interface Total {
  count: number;
  readonly sums: Record<string, number>;
}

function columnTotals(
  context: ReadContext,
  shape: TableShape,
  board: BoardShape,
  { rows: live, isAll }: LiveRows,
  only: string | undefined,
): ReadonlyMap<string, Total> {
  const by = column(board.by);
  const currency = board.currency === null ? sql`NULL` : column(board.currency);
  const sum = board.minor === null ? sql`NULL` : sql`sum(${column(board.minor)})`;
  const inColumn = only === undefined ? sql`` : sql`AND ${by} = ${only}`;
  const rows = isAll
    ? context.allOf(
        'SELECT "key", nullif("currency", \'\'), "count", "sum" FROM "_rollup" WHERE "entity" = ?',
        shape.table,
      )
    : context.all(
        sql`SELECT ${by}, ${currency}, count(*), ${sum} FROM ${tableOf(shape)} WHERE ${live} ${inColumn} GROUP BY 1, 2`,
      );
  const totals = new Map<string, Total>();
  for (const [key, code, count, minor] of rows) {
    const total = totals.get(String(key)) ?? { count: 0, sums: {} };
    total.count += Number(count);
    if (typeof code === 'string') total.sums[code] = Number(minor);
    totals.set(String(key), total);
  }
  return totals;
}
