import type { EntityRecord, RecordId, Write } from '@satchel/core';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import type { TableShape } from '../table-shape.ts';
import { type PreparedWords, wordsPreparer } from './prepare-words.ts';
import { type RollUpTotal, rollUpTotals } from './roll-up.ts';

export type WrittenRecord = Pick<Write, 'before' | 'after' | 'changed'>;

/** Rows as the statements take them. Plain data: what is prepared on one thread may be run on another. */
export interface PreparedRows {
  /** Many, and all of them new: the values of their lists are taken from the rows once they are there. */
  readonly isBulk: boolean;
  readonly rows: readonly PreparedRow[];
  readonly totals: readonly RollUpTotal[];
}

export interface PreparedRow {
  readonly id: RecordId;
  /** Null: a new row, or one whose number is to be looked up. It may be another row's by now. */
  readonly seq: number | null;
  /** The fields that are set, with commas; null: a new row with all of them. */
  readonly fields: string | null;
  readonly values: readonly ColumnValue[];
  readonly lists: readonly PreparedList[];
  readonly words: PreparedWords | null;
}

export interface PreparedList {
  /** Which of the table's lists. */
  readonly at: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** Fields that every change touches besides those it names. */
const alwaysWritten = ['rev', 'stamps', 'updatedAt', 'updatedBy'];

/** From so many new rows on it costs less to take what is derived from the rows from their table. */
const manyRows = 50;

/** Names of the fields that have a table with one row per element, in the order by which `PreparedList` counts. */
export const listFields = (shape: TableShape): readonly string[] =>
  shape.fields.flatMap(({ name, listTable }) => (listTable === null ? [] : [name]));

export function listValues(record: EntityRecord, field: string): readonly string[] {
  const value = record[field];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Works out what writes of one change to one entity are to its tables. `seqOf`: the row's number, if it is known. */
export function rowsPreparer(
  shape: TableShape,
  seqOf: (id: RecordId) => number | null,
): (writes: readonly WrittenRecord[]) => PreparedRows {
  const codec = rowCodec(shape);
  const lists = listFields(shape);
  const wordsOf = wordsPreparer(shape);
  const totalsOf = rollUpTotals(shape);

  const prepareRow = (write: WrittenRecord, isBulk: boolean): PreparedRow => {
    const { before, after, changed } = write;
    const written: PreparedList[] = [];
    const words = wordsOf(write);
    if (before === null) {
      for (const [at, name] of lists.entries()) {
        const added = isBulk ? [] : listValues(after, name);
        if (added.length > 0) written.push({ at, removed: [], added });
      }
      return { id: after.id, seq: null, fields: null, values: codec.encode(after), lists: written, words };
    }
    const late = codec.lateFields(before);
    const own = changed.map(codec.columnField);
    const names = [...new Set([...own, ...alwaysWritten, ...late, ...(late.length > 0 ? ['custom'] : [])])];
    const values: ColumnValue[] = [];
    for (const name of names) codec.encodeField(name, after, values);
    for (const [at, name] of lists.entries()) {
      if (!changed.includes(name)) continue;
      const [old, now] = [listValues(before, name), listValues(after, name)];
      const removed = old.filter((value) => !now.includes(value));
      written.push({ at, removed, added: now.filter((value) => !old.includes(value)) });
    }
    return { id: after.id, seq: seqOf(after.id), fields: names.join(), values, lists: written, words };
  };

  return (writes) => {
    const isBulk = writes.length >= manyRows && writes.every(({ before }) => before === null);
    return { isBulk, rows: writes.map((write) => prepareRow(write, isBulk)), totals: totalsOf(writes) };
  };
}
