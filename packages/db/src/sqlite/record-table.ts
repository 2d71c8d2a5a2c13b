import { type EntityRecord, isSearchField, type RecordId, searchText, type Write } from '@satchel/core';
import type { FieldShape, TableShape } from '../table-shape.ts';
import type { SqliteDatabase, SqliteStatement } from './driver.ts';
import { rowCodec, type SqliteValue } from './row-codec.ts';
import { quoted } from './schema.ts';

/** Writes the rows of one entity, with their list values and search words. */
export interface RecordTable {
  get(id: RecordId): EntityRecord | null;
  write(write: Write): void;
}

/** Fields that every change touches besides those it names. */
const alwaysWritten = ['rev', 'stamps', 'updatedAt', 'updatedBy'];

export function createRecordTable(db: SqliteDatabase, shape: TableShape): RecordTable {
  const { entity } = shape;
  const codec = rowCodec(shape);
  const table = quoted(shape.table);
  const select = db.prepare<[string], SqliteValue[]>(`SELECT ${codec.selected} FROM ${table} t WHERE t."id" = ?`).raw();
  const insert = db.prepare(
    `INSERT INTO ${table} (${codec.columns.map(quoted).join(', ')}) VALUES (${codec.columns.map(() => '?').join(', ')})`,
  );
  // Asked for by itself: UPDATE … RETURNING takes three times as long.
  const seqOf = db.prepare<[string], number>(`SELECT "seq" FROM ${table} WHERE "id" = ?`).pluck();
  const updates = new Map<string, SqliteStatement<SqliteValue[], unknown>>();
  const lists = shape.fields.flatMap((field) =>
    field.listTable === null ? [] : [listWriter(db, field.listTable, field)],
  );
  const search = shape.searchTable === null ? null : searchWriter(db, shape.searchTable);

  const updateOf = (names: readonly string[]): SqliteStatement<SqliteValue[], unknown> => {
    const key = names.join();
    let statement = updates.get(key);
    if (!statement) {
      const set = names.flatMap(codec.columnsOf).map((name) => `${quoted(name)} = ?`);
      statement = db.prepare<SqliteValue[], unknown>(`UPDATE ${table} SET ${set.join(', ')} WHERE "seq" = ?`);
      updates.set(key, statement);
    }
    return statement;
  };

  const create = (record: EntityRecord): void => {
    const seq = Number(insert.run(codec.encode(record)).lastInsertRowid);
    for (const list of lists) list.put(seq, [], list.valuesOf(record));
    if (record.deletedAt === null) search?.add(seq, searchText(entity, record));
  };

  const update = (before: EntityRecord, after: EntityRecord, changed: readonly string[]): void => {
    const names = [...new Set([...changed, ...alwaysWritten])];
    const values: SqliteValue[] = [];
    for (const name of names) codec.encodeField(name, after, values);
    const seq = seqOf.get(after.id);
    if (seq === undefined) throw new Error(`${shape.table} has no record ${after.id}.`);
    updateOf(names).run(...values, seq);
    for (const list of lists) {
      if (changed.includes(list.field)) list.put(seq, list.valuesOf(before), list.valuesOf(after));
    }
    const isInSearch = before.deletedAt === null;
    const belongsInSearch = after.deletedAt === null;
    if (!search || (isInSearch === belongsInSearch && !changed.some((name) => isSearchField(entity, name)))) return;
    if (isInSearch) search.remove(seq);
    if (belongsInSearch) search.add(seq, searchText(entity, after));
  };

  return {
    get(id) {
      const row = select.get(id);
      return row ? codec.decode(row) : null;
    },
    write({ before, after, changed }) {
      if (before) update(before, after, changed);
      else create(after);
    },
  };
}

function listWriter(db: SqliteDatabase, listTable: string, { name }: FieldShape) {
  const insert = db.prepare(`INSERT OR IGNORE INTO ${quoted(listTable)} ("value", "record_seq") VALUES (?, ?)`);
  const remove = db.prepare(`DELETE FROM ${quoted(listTable)} WHERE "value" = ? AND "record_seq" = ?`);
  return {
    field: name,
    valuesOf: (record: EntityRecord): readonly string[] => {
      const value = record[name];
      return Array.isArray(value) ? (value as readonly string[]) : [];
    },
    put(seq: number, before: readonly string[], after: readonly string[]): void {
      for (const value of before) if (!after.includes(value)) remove.run(value, seq);
      for (const value of after) if (!before.includes(value)) insert.run(value, seq);
    },
  };
}

/** A record without words is not in the index; taking it out again is no error. */
function searchWriter(db: SqliteDatabase, searchTable: string) {
  const insert = db.prepare(`INSERT INTO ${quoted(searchTable)} (rowid, "words") VALUES (?, ?)`);
  const remove = db.prepare(`DELETE FROM ${quoted(searchTable)} WHERE rowid = ?`);
  return {
    add: (seq: number, words: string): void => {
      if (words !== '') insert.run(seq, words);
    },
    remove: (seq: number): void => void remove.run(seq),
  };
}
