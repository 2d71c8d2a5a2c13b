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
import { clampLimit, liveRows, type ReadContext, refusal, shapeFor, tableOf } from './read-context.ts';
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
    live: live.value.rows,
    order: order.value,
    after,
    offset: Math.max(0, Math.floor(query.offset ?? 0)) || 0,
    // One more tells whether there is a next page.
    limit: limit + 1,
  };
  const match = isSearch ? matchExpression(query.search ?? '') : null;
  const isSorted = match === null || isFew(context, shape.value, match);
  const rows = isSearch ? searched(context, asked, match, isSorted) : sorted(context, asked);
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
  if (search.trim() === '' && live.value.isAll) {
    const [row] = context.allOf('SELECT sum("count") FROM "_rollup" WHERE "entity" = ?', shape.value.table);
    return ok(Number(row?.[0] ?? 0));
  }
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

interface Asked {
  readonly shape: TableShape;
  readonly live: Condition;
  readonly order: Order;
  readonly after: Cursor | undefined;
  readonly offset: number;
  readonly limit: number;
}

interface Order {
  readonly by: Term;
  readonly isDescending: boolean;
}

function orderOf(shape: TableShape, sort: Sort | undefined): Result<Order, Refusal> {
  const { field, direction } = sort ?? shape.entity.views.sort ?? { field: 'createdAt', direction: 'desc' };
  const isDescending = direction === 'desc';
  if (field === 'id') return ok({ by: column('id'), isDescending });
  const found = shape.fieldByName.get(field);
  if (!found?.comparable || !isSortableKind[found.kind]) {
    return refusal('sort-invalid', `${shape.entity.labelPlural} cannot be sorted by "${field.slice(0, 60)}".`, field);
  }
  return ok({ by: column(found.comparable), isDescending });
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
  const select = sql`SELECT ${selected(shape, by)} FROM ${tableOf(shape)} WHERE ${live}`;
  if (after === undefined) {
    return context.all(
      sql`${select} ORDER BY ${by} ${direction} NULLS LAST, t."seq" ${direction} LIMIT ${limit} OFFSET ${offset}`,
    );
  }
  const beyond = isDescending ? sql`<` : sql`>`;
  const filled =
    after.value === null
      ? []
      : context.all(
          sql`${select} AND ${by} IS NOT NULL AND (${by}, t."seq") ${beyond} (${after.value}, ${after.seq}) ORDER BY ${by} ${direction}, t."seq" ${direction} LIMIT ${limit}`,
        );
  if (filled.length >= limit) return filled;
  const from = after.value === null ? sql`AND t."seq" ${beyond} ${after.seq}` : sql``;
  const empty = context.all(
    sql`${select} AND ${by} IS NULL ${from} ORDER BY t."seq" ${direction} LIMIT ${limit - filled.length}`,
  );
  return [...filled, ...empty];
}

/**
 * Few enough are looked up and put in order; of more the newest come first, since putting them in order would cost every
 * key of who types a look at all of them.
 */
function searched(context: ReadContext, asked: Asked, match: string | null, isSorted: boolean): Rows {
  const { shape, live, order, after, offset, limit } = asked;
  if (match === null || shape.searchTable === null) return [];
  const found = sql`FROM ${matching(shape, match)} AND ${live}`;
  const rowid = sql.ref(`${shape.searchTable}.rowid`);
  if (!isSorted) {
    const older = after === undefined ? sql`` : sql`AND ${rowid} < ${after.seq}`;
    return context.all(
      sql`SELECT ${selected(shape, sql`NULL`)} ${found} ${older} ORDER BY ${rowid} DESC LIMIT ${limit} OFFSET ${offset}`,
    );
  }
  const { by, isDescending } = order;
  const direction = isDescending ? sql`DESC` : sql`ASC`;
  const beyond = isDescending ? sql`<` : sql`>`;
  const rest =
    after === undefined
      ? sql``
      : after.value === null
        ? sql`AND ${by} IS NULL AND t."seq" ${beyond} ${after.seq}`
        : sql`AND (${by} IS NULL OR (${by}, t."seq") ${beyond} (${after.value}, ${after.seq}))`;
  return context.all(
    sql`SELECT ${selected(shape, by)} ${found} ${rest} ORDER BY ${by} ${direction} NULLS LAST, t."seq" ${direction} LIMIT ${limit} OFFSET ${offset}`,
  );
}

/** How many matches of a search are put in the order that was asked for. */
const maxSortedMatches = 2000;

function isFew(context: ReadContext, { searchTable }: TableShape, match: string): boolean {
  if (searchTable === null) return true;
  const words = sql.table(searchTable);
  const [row] = context.all(
    sql`SELECT count(*) FROM (SELECT 1 FROM ${words} WHERE ${words} MATCH ${match} LIMIT ${maxSortedMatches + 1})`,
  );
  return Number(row?.[0]) <= maxSortedMatches;
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
