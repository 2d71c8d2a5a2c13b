import {
  type EntityRecord,
  err,
  findEntity,
  type Model,
  ok,
  type Refusal,
  type Result,
  reachOf,
  resolveWhere,
  type Where,
} from '@satchel/core';
import { type RawBuilder, sql } from 'kysely';
import type { Asker } from '../../queries.ts';
import { type ColumnValue, rowCodec } from '../../row-codec.ts';
import { type TableShape, tableShape } from '../../table-shape.ts';
import { type Condition, isEverything, whereToSql } from '../../where-to-sql.ts';
import { sqliteDialect, sqliteText } from '../dialect.ts';
import type { SqliteDatabase } from '../driver.ts';
import { createHistoryReader, type HistoryReader } from '../history-table.ts';
import { createStatements } from '../statements.ts';
import { visibleRows } from './visible-rows.ts';

/** What every query of one connection works with. */
export interface ReadContext {
  readonly model: Model;
  readonly history: HistoryReader;
  all(query: RawBuilder<unknown>): readonly (readonly ColumnValue[])[];
  allOf(text: string, ...parameters: readonly ColumnValue[]): readonly (readonly ColumnValue[])[];
}

/** Statements are prepared once for each connection. */
export function createReadContext(db: SqliteDatabase, model: Model): ReadContext {
  const statements = createStatements(db);
  const allOf = (text: string, ...parameters: readonly unknown[]) =>
    statements(text)
      .raw()
      .all(...parameters) as readonly (readonly ColumnValue[])[];
  return {
    model,
    history: createHistoryReader(db),
    allOf,
    all(query) {
      const { sql: text, parameters } = sqliteText(query);
      return allOf(text, ...(parameters as readonly ColumnValue[]));
    },
  };
}

/** An entity by its name, from outside. */
export function shapeFor(context: ReadContext, name: string): Result<TableShape, Refusal> {
  const entity = context.model.entityByName.get(name) ?? findEntity(context.model, name);
  if (entity) return ok(tableShape(entity));
  return err({ code: 'entity-unknown', message: `There is no kind of record named "${name.slice(0, 60)}".` });
}

/** Rows of an entity that are not deleted, as a condition on `t`. */
export interface LiveRows {
  readonly rows: Condition;
  /** They are all rows of the entity. */
  readonly isAll: boolean;
}

/** What the filter lets through of what the asker may read. */
export function liveRows(
  { model }: ReadContext,
  shape: TableShape,
  where: Where,
  asker: Asker,
): Result<LiveRows, Refusal> {
  const resolved = resolveWhere(where, shape.entity, asker);
  if (!resolved.ok) return resolved;
  const visible = visibleRows(reachOf(asker.actor, model, shape.entity), asker);
  const conditions: Condition[] = [sql`t."deletedAt" IS NULL`];
  if (visible !== null) conditions.push(visible);
  if (!isEverything(resolved.value)) conditions.push(whereToSql(resolved.value, shape, sqliteDialect));
  return ok({ rows: sql.join(conditions, sql` AND `), isAll: visible === null && isUnfiltered(where) });
}

/** Whether the asker may read the row `t`, deleted or not. */
export const isVisible = ({ model }: ReadContext, shape: TableShape, asker: Asker): Condition =>
  visibleRows(reachOf(asker.actor, model, shape.entity), asker) ?? sql`1`;

/** The record, deleted or not; null when it is not there or not for the asker. */
export function readableRecord(context: ReadContext, shape: TableShape, id: string, asker: Asker): EntityRecord | null {
  const codec = rowCodec(shape);
  const [row] = context.all(
    sql`SELECT ${sql.raw(codec.selected)} FROM ${tableOf(shape)} WHERE t."id" = ${id} AND ${isVisible(context, shape, asker)}`,
  );
  return row ? codec.decode(row) : null;
}

/** Whether the filter lets every row through. */
const isUnfiltered = (where: Where): boolean => 'and' in where && where.and.every(isUnfiltered);

/** The entity’s table under the name that conditions use. */
export const tableOf = (shape: TableShape): RawBuilder<unknown> => sql`${sql.table(shape.table)} AS t`;

/** Idle bounds, so that no question can ask for everything at once. */
export const clampLimit = (limit: number, most: number): number =>
  Number.isFinite(limit) ? Math.max(1, Math.min(most, Math.floor(limit))) : most;

/** A question that is not understood; the field where it was. */
export const refusal = (code: string, message: string, field?: string): { ok: false; error: Refusal } =>
  err(field === undefined ? { code, message } : { code, message, field });
