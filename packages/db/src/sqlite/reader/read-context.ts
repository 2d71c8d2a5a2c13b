import {
  err,
  findEntity,
  type Model,
  ok,
  type Refusal,
  type Result,
  resolveWhere,
  type Where,
  type WhereContext,
} from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import { type TableShape, tableShape } from '../../table-shape.ts';
import { type Condition, isEverything, whereToSql } from '../../where-to-sql.ts';
import { sqliteDialect, sqliteText } from '../dialect.ts';
import type { SqliteDatabase } from '../driver.ts';
import { createHistoryReader, type HistoryReader } from '../history-table.ts';
import type { SqliteValue } from '../row-codec.ts';
import { createStatements } from '../statements.ts';

/** What every query of one connection works with. */
export interface ReadContext {
  readonly model: Model;
  readonly history: HistoryReader;
  all(query: RawBuilder<unknown>): readonly (readonly SqliteValue[])[];
  allOf(text: string, ...parameters: readonly SqliteValue[]): readonly (readonly SqliteValue[])[];
}

export function createReadContext(db: SqliteDatabase, model: Model): ReadContext {
  const statements = createStatements(db);
  const allOf = (text: string, ...parameters: readonly unknown[]) =>
    statements(text)
      .raw()
      .all(...parameters) as readonly (readonly SqliteValue[])[];
  return {
    model,
    history: createHistoryReader(db),
    allOf,
    all(query) {
      const { sql: text, parameters } = sqliteText(query);
      return allOf(text, ...(parameters as readonly SqliteValue[]));
    },
  };
}

/** An entity by its name, from outside. */
export function shapeFor(context: ReadContext, name: string): Result<TableShape, Refusal> {
  const entity = context.model.entityByName.get(name) ?? findEntity(context.model, name);
  if (entity) return ok(tableShape(entity));
  return err({ code: 'entity-unknown', message: `There is no kind of record named "${name.slice(0, 60)}".` });
}

/** The filter as a condition on `t`, without deleted rows. */
export function liveRows(shape: TableShape, where: Where, asker: WhereContext): Result<Condition, Refusal> {
  const resolved = resolveWhere(where, shape.entity, asker);
  if (!resolved.ok) return resolved;
  const live: Condition = sql`t."deletedAt" IS NULL`;
  if (isEverything(resolved.value)) return ok(live);
  return ok(sql`${live} AND ${whereToSql(resolved.value, shape, sqliteDialect)}`);
}

/** Whether the filter lets every row through. */
export const isUnfiltered = (where: Where): boolean => 'and' in where && where.and.every(isUnfiltered);

export const tableOf = (shape: TableShape): RawBuilder<unknown> => sql`${sql.table(shape.table)} AS t`;

/** Idle bounds, so that no question can ask for everything at once. */
export const clampLimit = (limit: number, most: number): number =>
  Number.isFinite(limit) ? Math.max(1, Math.min(most, Math.floor(limit))) : most;

export const refusal = (code: string, message: string, field?: string): { ok: false; error: Refusal } =>
  err(field === undefined ? { code, message } : { code, message, field });
