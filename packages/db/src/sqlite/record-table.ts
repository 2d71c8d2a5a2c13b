import type { EntityRecord, RecordId, Write } from '@satchel/core';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { type FieldShape, quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';
import { manyInserter } from './insert-many.ts';
import { rollUpWriter } from './roll-up.ts';
import { searchWriter, type WrittenRow } from './search-index.ts';

/** Writes the rows of one entity, with their list values, search words and roll-up. */
export interface RecordTable {
  get(id: RecordId): EntityRecord | null;
  /** All writes of one change to this entity. */
  write(writes: readonly WrittenRecord[]): void;
  /** Removes rows with everything that is derived from them. */
  remove(records: readonly EntityRecord[]): void;
  ids(): readonly RecordId[];
  /** Those from one to another, both included. */
  idsBetween(from: RecordId, to: RecordId): readonly RecordId[];
}

export type WrittenRecord = Pick<Write, 'before' | 'after' | 'changed'>;

/** From so many new rows on they are put by `manyInserter`. */
const manyRows = 50;

/** Fields that every change touches besides those it names. */
const alwaysWritten = ['rev', 'stamps', 'updatedAt', 'updatedBy'];

export function createRecordTable(db: SqliteDatabase, shape: TableShape): RecordTable {
  const codec = rowCodec(shape);
  const table = quoted(shape.table);
  const select = db
    .prepare<[string], ColumnValue[]>(`SELECT ${codec.selected}, t."seq" FROM ${table} t WHERE t."id" = ?`)
    .raw();
  const insert = db.prepare(
    `INSERT INTO ${table} (${codec.columns.map(({ name }) => quoted(name)).join(', ')}) VALUES (${codec.columns.map(() => '?').join(', ')})`,
  );
  const insertMany = manyInserter(db, shape.table, [...codec.columns.map(({ name }) => name), 'seq']);
  const lastSeq = db.prepare<[], number>(`SELECT coalesce(max("seq"), 0) FROM ${table}`).pluck();
  // Asked for by itself: UPDATE … RETURNING takes three times as long.
  const seqOf = db.prepare<[string], number>(`SELECT "seq" FROM ${table} WHERE "id" = ?`).pluck();
  // Of rows that were read here, so that a record which is read, judged and written is looked up once.
  const seqByRecord = new WeakMap<EntityRecord, number>();
  const updates = new Map<string, SqliteStatement<ColumnValue[], unknown>>();
  const lists = shape.fields.flatMap((field) =>
    field.listTable === null ? [] : [listWriter(db, shape.table, field.listTable, field)],
  );
  const writeSearch = searchWriter(db, shape);
  const writeRollUp = rollUpWriter(db, shape);

  const removeRow = db.prepare(`DELETE FROM ${table} WHERE "seq" = ?`);
  const ids = db.prepare<[], RecordId>(`SELECT "id" FROM ${table}`).pluck();
  const idsBetween = db
    .prepare<[string, string], RecordId>(`SELECT "id" FROM ${table} WHERE "id" BETWEEN ? AND ?`)
    .pluck();

  const updateOf = (names: readonly string[]): SqliteStatement<ColumnValue[], unknown> => {
    const key = names.join();
    let statement = updates.get(key);
    if (!statement) {
      const set = names.flatMap(codec.columnsOf).map((name) => `${quoted(name)} = ?`);
      statement = db.prepare<ColumnValue[], unknown>(`UPDATE ${table} SET ${set.join(', ')} WHERE "seq" = ?`);
      updates.set(key, statement);
    }
    return statement;
  };

  const create = (record: EntityRecord): number => {
    const seq = Number(insert.run(codec.encode(record)).lastInsertRowid);
    for (const list of lists) list.put(seq, [], list.valuesOf(record));
    return seq;
  };

  const update = (before: EntityRecord, after: EntityRecord, changed: readonly string[]): number => {
    const late = codec.lateFields(before);
    const own = changed.map(codec.columnField);
    const names = [...new Set([...own, ...alwaysWritten, ...late, ...(late.length > 0 ? ['custom'] : [])])];
    const values: ColumnValue[] = [];
    for (const name of names) codec.encodeField(name, after, values);
    const seq = seqByRecord.get(before) ?? seqOf.get(after.id);
    if (seq === undefined) throw new Error(`${shape.table} has no record ${after.id}.`);
    updateOf(names).run(...values, seq);
    for (const list of lists) {
      if (changed.includes(list.field)) list.put(seq, list.valuesOf(before), list.valuesOf(after));
    }
    return seq;
  };

  const createMany = (writes: readonly WrittenRecord[]): readonly WrittenRow[] => {
    const last = lastSeq.get() ?? 0;
    insertMany(writes.length, (index, values) => {
      const { after } = writes[index] ?? {};
      if (after) codec.encodeInto(after, values);
      values.push(last + 1 + index);
    });
    for (const list of lists) list.putMany(last);
    return writes.map(({ after, changed }, index) => ({ seq: last + 1 + index, before: null, after, changed }));
  };

  return {
    get(id) {
      const row = select.get(id);
      if (!row) return null;
      const record = codec.decode(row);
      seqByRecord.set(record, Number(row.at(-1)));
      return record;
    },
    write(writes) {
      const isBulk = writes.length >= manyRows && writes.every(({ before }) => before === null);
      const rows = isBulk
        ? createMany(writes)
        : writes.map(({ before, after, changed }) => ({
            seq: before ? update(before, after, changed) : create(after),
            before,
            after,
            changed,
          }));
      writeSearch(rows);
      writeRollUp(writes);
    },
    remove(records) {
      // As deleted rows they are in no list and no roll-up, and their words go with them.
      const gone: WrittenRow[] = [];
      for (const record of records) {
        const seq = seqByRecord.get(record) ?? seqOf.get(record.id);
        if (seq === undefined) continue;
        for (const list of lists) list.put(seq, list.valuesOf(record), []);
        gone.push({ seq, before: record, after: null, changed: [] });
        removeRow.run(seq);
      }
      writeSearch(gone);
      writeRollUp(gone);
    },
    ids: () => ids.all(),
    idsBetween: (from, to) => idsBetween.all(from, to),
  };
}

function listWriter(db: SqliteDatabase, table: string, listTable: string, { name }: FieldShape) {
  const insert = db.prepare(`INSERT OR IGNORE INTO ${quoted(listTable)} ("value", "record_seq") VALUES (?, ?)`);
  const putMany = db.prepare<[number], unknown>(
    `INSERT OR IGNORE INTO ${quoted(listTable)} ("value", "record_seq")
     SELECT j."value", t."seq" FROM ${quoted(table)} t, json_each(t.${quoted(name)}) j WHERE t."seq" > ? ORDER BY 1, 2`,
  );
  const remove = db.prepare(`DELETE FROM ${quoted(listTable)} WHERE "value" = ? AND "record_seq" = ?`);
  return {
    field: name,
    valuesOf: (record: EntityRecord): readonly string[] => {
      const value = record[name];
      return Array.isArray(value) ? (value as readonly string[]) : [];
    },
    /** The values of all rows after one, which are there already. */
    putMany: (afterSeq: number) => void putMany.run(afterSeq),
    put(seq: number, before: readonly string[], after: readonly string[]): void {
      for (const value of before) if (!after.includes(value)) remove.run(value, seq);
      for (const value of after) if (!before.includes(value)) insert.run(value, seq);
    },
  };
}
