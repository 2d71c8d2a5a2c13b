import type { EntityRecord } from '@satchel/core';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';

/** What a roll-up's numbers were made by; another key means to make them anew. */
export const rollUpKey = (shape: TableShape): string => JSON.stringify(groupsOf(shape));

interface Groups {
  /** The column of the table that holds the board's column; null: all rows are one group. */
  readonly by: string | null;
  readonly minor: string | null;
  readonly currency: string | null;
}

function groupsOf({ entity, fieldByName }: TableShape): Groups {
  const { board } = entity.views;
  const [minor, currency] = board?.amount === undefined ? [] : (fieldByName.get(board.amount)?.columns ?? []);
  const by = board === undefined ? null : (fieldByName.get(board.by)?.comparable ?? null);
  return { by, minor: minor?.name ?? null, currency: currency?.name ?? null };
}

/** An absent value of a group's key: no id, choice or currency is empty. */
const none = '';

/** Adds up by how much rows that are written change the numbers of an entity. */
export function rollUpTotals(shape: TableShape): (rows: readonly RolledUpRow[]) => readonly RollUpTotal[] {
  const { board } = shape.entity.views;
  const codec = rowCodec(shape);
  const count = (totals: Map<string, Counted>, record: EntityRecord, sign: 1 | -1): void => {
    if (record.deletedAt !== null) return;
    const values: ColumnValue[] = [];
    if (board) codec.encodeField(board.by, record, values);
    const key = String(values[0] ?? none);
    const amountAt = values.length;
    if (board?.amount !== undefined) codec.encodeField(board.amount, record, values);
    const currency = String(values[amountAt + 1] ?? none);
    const id = `${key}\n${currency}`;
    const total = totals.get(id) ?? { key, currency, count: 0, sum: 0 };
    total.count += sign;
    total.sum += sign * Number(values[amountAt] ?? 0);
    totals.set(id, total);
  };
  return (rows) => {
    const totals = new Map<string, Counted>();
    for (const { before, after } of rows) {
      if (before) count(totals, before, -1);
      if (after) count(totals, after, 1);
    }
    return [...totals.values()].filter(({ count: by, sum }) => by !== 0 || sum !== 0);
  };
}

/**
 * Keeps how many live rows an entity has and what they are worth, by column of its board and by currency: adding up a
 * million rows takes a third of a second, and lists and boards show these numbers all the time.
 */
export function rollUpWriter(db: SqliteDatabase, { table }: TableShape): (totals: readonly RollUpTotal[]) => void {
  const add = db.prepare(
    `INSERT INTO "_rollup" ("entity", "key", "currency", "count", "sum") VALUES (?, ?, ?, ?, ?)
     ON CONFLICT ("entity", "key", "currency") DO UPDATE SET
       "count" = "count" + excluded."count", "sum" = "sum" + excluded."sum"`,
  );
  return (totals) => {
    for (const { key, currency, count, sum } of totals) add.run(table, key, currency, count, sum);
  };
}

/** A row as it was and as it is; null: it is not there. */
export interface RolledUpRow {
  readonly before: EntityRecord | null;
  readonly after: EntityRecord | null;
}

/** What is added to the numbers of one group. */
export interface RollUpTotal {
  readonly key: string;
  readonly currency: string;
  readonly count: number;
  /** Minor units. */
  readonly sum: number;
}

type Counted = { -readonly [K in keyof RollUpTotal]: RollUpTotal[K] };

/** Adds the numbers of an entity up from its rows. */
export function rebuildRollUp(db: SqliteDatabase, shape: TableShape): void {
  const { by, minor, currency } = groupsOf(shape);
  const column = (name: string | null, absent: string) =>
    name === null ? absent : `coalesce(${quoted(name)}, ${absent})`;
  db.prepare('DELETE FROM "_rollup" WHERE "entity" = ?').run(shape.table);
  db.prepare(
    `INSERT INTO "_rollup" ("entity", "key", "currency", "count", "sum")
     SELECT ?, ${column(by, `'${none}'`)}, ${column(currency, `'${none}'`)}, count(*), sum(${column(minor, '0')})
     FROM ${quoted(shape.table)} WHERE "deletedAt" IS NULL GROUP BY 2, 3`,
  ).run(shape.table);
}
