import {
  type EntityRecord,
  isSortableKind,
  ok,
  type Page,
  type PageQuery,
  type Refusal,
  type Result,
  type Sort,
} from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import type { Asker, QueryParams } from '../../queries.ts';
import { type ColumnValue, rowCodec } from '../../row-codec.ts';
import type { TableShape } from '../../table-shape.ts';
import { type Condition, column, type Term } from '../../where-to-sql.ts';
import { type Cursor, parseCursor, printCursor } from './cursor.ts';
import { clampLimit, type LiveRows, liveRows, type ReadContext, refusal, shapeFor, tableOf } from './read-context.ts';
import { matchExpression } from './search-match.ts';
import { titlesOf } from './titles.ts';

/**
 * A page of a list. With `after` it begins where the page before ended, at a cost that does not grow with the position.
 */
export function readPage(context: ReadContext, query: PageQuery, asker: Asker): Result<Page, Refusal> {
  const shape = shapeFor(context, query.entity);
  if (!shape.ok) return shape;
  const live = liveRows(context, shape.value, query.where, asker);
  if (!live.ok) return live;
  const order = orderOf(shape.value, query.sort);
  if (!order.ok) return order;
  const isSearch = query.search !== undefined && query.search.trim() !== '';
  const after = query.after === undefined ? undefined : parseCursor(query.after);
  if (after === null) return refusal('cursor-invalid', 'This place in the list is not known any more. Begin again.');
  const limit = clampLimit(query.limit, 500);
  const asked: Asked = {
    shape: shape.value,
    live: live.value,
    order: order.value,
    after,
    offset: Math.max(0, Math.floor(query.offset ?? 0)) || 0,
    // One more tells whether there is a next page.
    limit: limit + 1,
  };
  const match = isSearch && shape.value.searchTable !== null ? matchExpression(query.search ?? '') : null;
  const most = maxSortedMatches(context, shape.value);
  const found = match === null ? 0 : countMatches(context, shape.value, match, most + 1);
  const isSorted = found <= most;
  const rows = !isSearch
    ? sorted(context, asked)
    : match === null
      ? []
      : isSorted
        ? (walked(context, asked, match, found) ?? putInOrder(context, asked, match))
        : newest(context, asked, match);
  const codec = rowCodec(shape.value);
  const shown = rows.slice(0, limit).map(codec.decode);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next = last ? printCursor(cursorOf(last)) : null;
  return ok({ rows: shown, next, isSorted, ...titlesOf(context, shape.value, shown, asker) });
}

/** How many rows a list has; without a filter the kept number of all. */
export function readCount(
  context: ReadContext,
  { entity, where, search = '', upTo = -1 }: QueryParams<'count'>,
  asker: Asker,
): Result<number, Refusal> {
  const shape = shapeFor(context, entity);
  if (!shape.ok) return shape;
  const live = liveRows(context, shape.value, where, asker);
  if (!live.ok) return live;
  if (search.trim() === '' && live.value.isAll) return ok(countAll(context, shape.value));
  if (search.trim() === '') {
    const [row] = context.all(sql`SELECT count(*) FROM ${tableOf(shape.value)} WHERE ${live.value.rows}`);
    return ok(Number(row?.[0]));
  }
  const match = matchExpression(search);
  if (match === null || shape.value.searchTable === null) return ok(0);
  const found = live.value.isAll
    ? liveWords(shape.value, match)
    : sql`${matching(shape.value, match)} AND ${live.value.rows}`;
  const [row] = context.all(sql`SELECT count(*) FROM (SELECT 1 FROM ${found} LIMIT ${upTo})`);
  return ok(Number(row?.[0]));
}

function countAll(context: ReadContext, { table }: TableShape): number {
  const [row] = context.allOf('SELECT sum("count") FROM "_rollup" WHERE "entity" = ?', table);
  return Number(row?.[0] ?? 0);
}

interface Asked {
  readonly shape: TableShape;
  readonly live: LiveRows;
  readonly order: Order;
  readonly after: Cursor | undefined;
  readonly offset: number;
  readonly limit: number;
}

interface Order {
  readonly column: string;
  readonly by: Term;
  readonly isDescending: boolean;
}

function orderOf(shape: TableShape, sort: Sort | undefined): Result<Order, Refusal> {
  const { field, direction } = sort ?? shape.entity.views.sort ?? { field: 'createdAt', direction: 'desc' };
  const isDescending = direction === 'desc';
  if (field === 'id') return ok({ column: 'id', by: column('id'), isDescending });
  const found = shape.fieldByName.get(field);
  if (!found?.comparable || !isSortableKind[found.kind]) {
    return refusal('sort-invalid', `${shape.entity.labelPlural} cannot be sorted by "${field.slice(0, 60)}".`, field);
  }
  return ok({ column: found.comparable, by: column(found.comparable), isDescending });
}

type Rows = readonly (readonly ColumnValue[])[];

/** Behind what `decode` reads stand the place in the order and the row's number. */
const selected = (shape: TableShape, by: Term): RawBuilder<unknown> =>
  sql`${sql.raw(rowCodec(shape).selected)}, ${by}, t."seq"`;

const cursorOf = (row: readonly ColumnValue[]): Cursor => ({ value: row.at(-2) ?? null, seq: Number(row.at(-1)) });

/**
 * Empty values come last: they are a second, separate walk, since each is then a range of the index. Of equal values the
 * one that this database learnt of first comes first: its number is in every index, and an id would make each half as
 * large again.
 */
function sorted(context: ReadContext, { shape, live, order, after, offset, limit }: Asked): Rows {
  const { by, isDescending } = order;
  const direction = isDescending ? sql`DESC` : sql`ASC`;
  const select = sql`SELECT ${selected(shape, by)} FROM ${tableOf(shape)} WHERE ${live.rows}`;
  if (after === undefined) {
    return context.all(sql`${select} ORDER BY ${inOrder(order)} LIMIT ${limit} OFFSET ${offset}`);
  }
  const comes = isDescending ? sql`<` : sql`>`;
  const filled =
    after.value === null
      ? []
      : context.all(
          sql`${select} AND ${by} IS NOT NULL AND (${by}, t."seq") ${comes} (${after.value}, ${after.seq}) ORDER BY ${by} ${direction}, t."seq" ${direction} LIMIT ${limit}`,
        );
  if (filled.length >= limit) return filled;
  const from = after.value === null ? sql`AND t."seq" ${comes} ${after.seq}` : sql``;
  const empty = context.all(
    sql`${select} AND ${by} IS NULL ${from} ORDER BY t."seq" ${direction} LIMIT ${limit - filled.length}`,
  );
  return [...filled, ...empty];
}

/** Of many matches the newest: to put them in order would cost every key of who types a look at all of them. */
function newest(context: ReadContext, { shape, live, after, offset, limit }: Asked, match: string): Rows {
  const rowid = sql.ref(`${shape.searchTable}.rowid`);
  const older = after === undefined ? sql`` : sql`AND ${rowid} < ${after.seq}`;
  return context.all(
    sql`SELECT ${selected(shape, sql`NULL`)} FROM ${matching(shape, match)} AND ${live.rows} ${older} ORDER BY ${rowid} DESC LIMIT ${limit} OFFSET ${offset}`,
  );
}

/** Few enough are looked up and put in order. */
function putInOrder(context: ReadContext, asked: Asked, match: string): Rows {
  const { shape, live, order, offset, limit } = asked;
  return context.all(
    sql`SELECT ${selected(shape, order.by)} FROM ${matching(shape, match)} AND ${live.rows} ${beyond(asked)} ORDER BY ${inOrder(order)} LIMIT ${limit} OFFSET ${offset}`,
  );
}

/** How many entries of an index are walked through, at most: they take less time than a hundred rows from the disk. */
const maxWalked = 10_000;

/**
 * Where many of all rows match, a page of them stands near its beginning in the index of the order: that is walked, and
 * rows are read for the page only. Null: they are not near, or there is no such index.
 */
function walked(context: ReadContext, asked: Asked, match: string, found: number): Rows | null {
  const { shape, live, order, offset, limit } = asked;
  const isIndexed = shape.indexes.some(({ columns, isSparse }) => columns[0] === order.column && isSparse !== true);
  if (!live.isAll || !isIndexed || (offset + limit) * countAll(context, shape) * 1.5 > maxWalked * found) return null;
  const words = sql.table(shape.searchTable ?? '');
  const near = sql`SELECT ${order.by} AS "place", t."seq" AS "seq" FROM ${tableOf(shape)} WHERE ${live.rows} ${beyond(asked)} ORDER BY ${inOrder(order)} LIMIT ${maxWalked}`;
  const page = sql`SELECT near."seq" FROM (${near}) AS near WHERE near."seq" IN (SELECT rowid FROM ${words} WHERE ${words} MATCH ${match}) ORDER BY ${inOrder({ ...order, by: sql`near."place"` }, sql`near."seq"`)} LIMIT ${limit} OFFSET ${offset}`;
  const rows = context.all(
    sql`SELECT ${selected(shape, order.by)} FROM (${page}) AS page CROSS JOIN ${tableOf(shape)} ON t."seq" = page."seq" ORDER BY ${inOrder(order)}`,
  );
  return rows.length === limit ? rows : null;
}

/** What comes after the page before. */
function beyond({ after, order: { by, isDescending } }: Asked): Condition {
  if (after === undefined) return sql``;
  const comes = isDescending ? sql`<` : sql`>`;
  return after.value === null
    ? sql`AND ${by} IS NULL AND t."seq" ${comes} ${after.seq}`
    : sql`AND (${by} IS NULL OR (${by}, t."seq") ${comes} (${after.value}, ${after.seq}))`;
}

function inOrder({ by, isDescending }: Order, seq: Term = sql`t."seq"`): Condition {
  const direction = isDescending ? sql`DESC` : sql`ASC`;
  return sql`${by} ${direction} NULLS LAST, ${seq} ${direction}`;
}

/**
 * How many matches of a search are put in the order that was asked for. Of a large table each is read from a place of its
 * own, 60 to 100 µs; of a small one many stand together.
 */
const maxSortedMatches = (context: ReadContext, shape: TableShape): number =>
  countAll(context, shape) <= 250_000 ? 2000 : 500;

function countMatches(context: ReadContext, { searchTable }: TableShape, match: string, upTo: number): number {
  if (searchTable === null) return 0;
  const words = sql.table(searchTable);
  const [row] = context.all(
    sql`SELECT count(*) FROM (SELECT 1 FROM ${words} WHERE ${words} MATCH ${match} LIMIT ${upTo})`,
  );
  return Number(row?.[0]);
}

/** The index of words leads, newest first; each row is then looked up by its number. */
export function matching(shape: TableShape, match: string): RawBuilder<unknown> {
  const words = sql.table(shape.searchTable ?? '');
  return sql`${words} CROSS JOIN ${tableOf(shape)} ON t."seq" = ${words}.rowid WHERE ${words} MATCH ${match}`;
}

/**
 * The matches that are live rows, without a look at the rows: the index holds the words of all live rows, and of deleted
 * ones those that were left.
 */
function liveWords({ table, searchTable }: TableShape, match: string): RawBuilder<unknown> {
  const words = sql.table(searchTable ?? '');
  const left = sql`SELECT "seq" FROM "_left_words" WHERE "entity" = ${table}`;
  return sql`${words} WHERE ${words} MATCH ${match} AND ${words}.rowid NOT IN (${left})`;
}

/** Rows of `rowCodec(shape).selected` as records. */
export const decodeRows = (shape: TableShape, rows: Rows): readonly EntityRecord[] => rows.map(rowCodec(shape).decode);
