import {
  entityFor,
  type Model,
  type Need,
  type ResolvedWhere,
  recordIdFrom,
  resolveWhere,
  type Where,
} from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import { rowCodec } from './row-codec.ts';
import { type TableShape, tableShape } from './table-shape.ts';
import { column, type WhereDialect, whereToSql } from './where-to-sql.ts';

export type QueryNeed = Extract<Need, { need: 'count' | 'first' | 'list' }>;

/** A statement and the values of its parameters. */
export interface SqlText {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** How one database asks. */
export interface NeedDialect {
  readonly where: WhereDialect;
  readonly text: (query: RawBuilder<unknown>) => SqlText;
  /** Stands behind the table where an element of a list leads to the rows: few have it, whatever else they have. */
  readonly byElement: RawBuilder<unknown>;
}

/** A statement with the places in it where ids stand. */
interface Compiled extends SqlText {
  /** By parameter: which id of the question it is, or null for one that is always the same. */
  readonly ids: readonly (number | null)[];
}

/**
 * What rules need of other records as statements: of live rows, without "me" and dates relative to today. `count` gives
 * one number; the others give rows as `rowCodec` decodes them, `list` by id.
 *
 * Rules ask the same question for one record after another, with another id each time: the question is compiled once,
 * with ids that stand for those to come.
 */
export function createNeedTexts(model: Model, dialect: NeedDialect): (need: QueryNeed) => SqlText {
  const compiledByShape = new Map<string, Compiled | null>();
  return (need) => {
    const ids: string[] = [];
    const where = JSON.stringify(need.where).replace(anyUuid, (id) => {
      ids.push(id);
      return placeholderId(ids.length - 1);
    });
    const shape = `${need.need} ${need.entity} ${orderOf(need)} ${where}`;
    let compiled = compiledByShape.get(shape);
    if (compiled === undefined) {
      // What was a `Where` and had ids replaced by ids still is one.
      compiled = withIds(compile(model, dialect, { ...need, where: JSON.parse(where) as Where }), ids.length);
      if (compiledByShape.size >= maxKept) compiledByShape.clear();
      compiledByShape.set(shape, compiled);
    }
    const { sql: text, parameters, ids: places } = compiled ?? { ...compile(model, dialect, need), ids: [] };
    const values = parameters.map((value, index) => {
      const place = places[index] ?? null;
      return place === null ? value : ids[place];
    });
    return { sql: text, parameters: need.need === 'count' ? values : [...values.slice(0, -1), limitOf(need)] };
  };
}

const maxKept = 200;

const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Made by nobody: a UUID of version 8 comes from a hash. */
const placeholderId = (n: number): string => `ffffffff-ffff-8fff-bfff-${String(n).padStart(12, '0')}`;

/** Null when an id stands within a longer value: such a question is compiled each time. */
function withIds({ sql: text, parameters }: SqlText, count: number): Compiled | null {
  const placeOf = new Map(Array.from({ length: count }, (_, n) => [placeholderId(n), n]));
  const ids = parameters.map((value) => (typeof value === 'string' ? (placeOf.get(value) ?? null) : null));
  return new Set(ids.filter((place) => place !== null)).size === count ? { sql: text, parameters, ids } : null;
}

const context = {
  me: recordIdFrom('00000000-0000-7000-8000-000000000000'),
  today: '2000-01-01',
  timeZone: 'UTC',
  weekStart: 1,
} as Parameters<typeof resolveWhere>[2];

/** The limit of what selects rows is its last parameter; it is put in anew each time. */
function compile(model: Model, { where: whereDialect, text, byElement }: NeedDialect, need: QueryNeed): SqlText {
  const entity = entityFor(model, need.entity);
  const resolved = resolveWhere(need.where, entity, context);
  if (!resolved.ok) throw new Error(resolved.error.message);
  const shape = tableShape(entity);
  const condition = sql`t."deletedAt" IS NULL AND ${whereToSql(resolved.value, shape, whereDialect)}`;
  const way = namesElement(resolved.value, shape) ? byElement : sql``;
  const from = sql`FROM ${sql.table(shape.table)} AS t ${way} WHERE ${condition}`;
  return text(
    need.need === 'count'
      ? sql`SELECT count(*) ${from}`
      : sql`SELECT ${sql.raw(rowCodec(shape).selected)} ${from} ORDER BY ${column(orderColumn(shape, orderOf(need)))} NULLS LAST, t."id" LIMIT ${limitOf(need)}`,
  );
}

/** Whether every row that is asked for has one certain element in a list. */
function namesElement(where: ResolvedWhere, shape: TableShape): boolean {
  if ('leaf' in where)
    return where.leaf === 'equals' && (shape.fieldByName.get(where.field)?.listTable ?? null) !== null;
  return where.node === 'and' && where.parts.some((part) => namesElement(part, shape));
}

const orderOf = (need: QueryNeed): string => (need.need === 'first' ? need.orderBy : 'id');

const limitOf = (need: Exclude<QueryNeed, { need: 'count' }>): number => (need.need === 'list' ? need.limit : 1);

function orderColumn(shape: TableShape, orderBy: string): string {
  const by = orderBy === 'id' ? 'id' : shape.fieldByName.get(orderBy)?.comparable;
  if (by === undefined || by === null) throw new Error(`${shape.table} cannot be sorted by ${orderBy}.`);
  return by;
}
