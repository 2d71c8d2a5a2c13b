import { entityFor, type Model, type Need, recordIdFrom, resolveWhere, type Where } from '@satchel/core';
import { sql } from 'kysely';
import { type TableShape, tableShape } from '../table-shape.ts';
import { column, whereToSql } from '../where-to-sql.ts';
import { sqliteDialect, sqliteText } from './dialect.ts';
import type { SqliteDatabase } from './driver.ts';
import { rowCodec, type SqliteValue } from './row-codec.ts';
import { createStatements } from './statements.ts';

type QueryNeed = Extract<Need, { need: 'count' | 'first' | 'list' }>;

/** Asks what rules need of other records: of live rows, without "me" and dates relative to today. */
export interface NeedQueries {
  /** The rows of the answer. */
  ask(need: QueryNeed): readonly (readonly SqliteValue[])[];
}

/** A statement with the places in it where ids stand. */
interface Compiled {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** By parameter: which id of the question it is, or null for one that is always the same. */
  readonly ids: readonly (number | null)[];
}

/**
 * Rules ask the same question for one record after another, with another id each time: the question is compiled once,
 * with ids that stand for those to come.
 */
export function createNeedQueries(db: SqliteDatabase, model: Model): NeedQueries {
  const statements = createStatements(db);
  const compiledByShape = new Map<string, Compiled | null>();
  return {
    ask(need) {
      const ids: string[] = [];
      const where = JSON.stringify(need.where).replace(anyUuid, (id) => {
        ids.push(id);
        return placeholderId(ids.length - 1);
      });
      const shape = `${need.need} ${need.entity} ${orderOf(need)} ${where}`;
      let compiled = compiledByShape.get(shape);
      if (compiled === undefined) {
        // What was a `Where` and had ids replaced by ids still is one.
        compiled = withIds(compile(model, { ...need, where: JSON.parse(where) as Where }), ids.length);
        if (compiledByShape.size >= maxKept) compiledByShape.clear();
        compiledByShape.set(shape, compiled);
      }
      const { text, parameters, ids: places } = compiled ?? { ...compile(model, need), ids: [] };
      const values = parameters.map((value, index) => {
        const place = places[index] ?? null;
        return place === null ? value : ids[place];
      });
      return statements(text)
        .raw()
        .all(...values, ...limitOf(need)) as readonly (readonly SqliteValue[])[];
    },
  };
}

const maxKept = 200;

const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Made by nobody: a UUID of version 8 comes from a hash. */
const placeholderId = (n: number): string => `ffffffff-ffff-8fff-bfff-${String(n).padStart(12, '0')}`;

/** Null when an id stands within a longer value: such a question is compiled each time. */
function withIds({ text, parameters }: Omit<Compiled, 'ids'>, count: number): Compiled | null {
  const placeOf = new Map(Array.from({ length: count }, (_, n) => [placeholderId(n), n]));
  const ids = parameters.map((value) => (typeof value === 'string' ? (placeOf.get(value) ?? null) : null));
  return new Set(ids.filter((place) => place !== null)).size === count ? { text, parameters, ids } : null;
}

const context = {
  me: recordIdFrom('00000000-0000-7000-8000-000000000000'),
  today: '2000-01-01',
  timeZone: 'UTC',
  weekStart: 1,
} as Parameters<typeof resolveWhere>[2];

function compile(model: Model, need: QueryNeed): Omit<Compiled, 'ids'> {
  const entity = entityFor(model, need.entity);
  const resolved = resolveWhere(need.where, entity, context);
  if (!resolved.ok) throw new Error(resolved.error.message);
  const shape = tableShape(entity);
  const condition = sql`t."deletedAt" IS NULL AND ${whereToSql(resolved.value, shape, sqliteDialect)}`;
  const from = sql`FROM ${sql.table(shape.table)} AS t WHERE ${condition}`;
  const { sql: text, parameters } = sqliteText(
    need.need === 'count'
      ? sql`SELECT count(*) ${from}`
      : sql`SELECT ${sql.raw(rowCodec(shape).selected)} ${from} ORDER BY ${column(orderColumn(shape, orderOf(need)))} NULLS LAST, t."id" LIMIT ${sql.raw('?')}`,
  );
  return { text, parameters };
}

const orderOf = (need: QueryNeed): string => (need.need === 'first' ? need.orderBy : 'id');

/** The last parameter of what selects rows. */
const limitOf = (need: QueryNeed): readonly number[] =>
  need.need === 'count' ? [] : [need.need === 'list' ? need.limit : 1];

function orderColumn(shape: TableShape, orderBy: string): string {
  const by = orderBy === 'id' ? 'id' : shape.fieldByName.get(orderBy)?.comparable;
  if (by === undefined || by === null) throw new Error(`${shape.table} cannot be sorted by ${orderBy}.`);
  return by;
}
