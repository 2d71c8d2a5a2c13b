import { type Model, searchText, searchWordsKey } from '@satchel/core';
import type { TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { eachRecord } from './each-record.ts';
import { createSearchTable, quoted } from './schema.ts';

/** What becomes of a row's words; '' is none. */
export interface SearchChange {
  readonly seq: number;
  /** Exactly what is in the index. */
  readonly before: string;
  readonly after: string;
}

/**
 * Writes a change's new words in the order of the rows: FTS5 writes its whole memory out whenever a row number is not
 * above the one before (`sqlite3Fts5IndexBeginWrite`).
 */
export function searchWriter(db: SqliteDatabase, searchTable: string): (changes: readonly SearchChange[]) => void {
  const table = quoted(searchTable);
  const insert = db.prepare(`INSERT INTO ${table} (rowid, "words") VALUES (?, ?)`);
  const remove = db.prepare(`INSERT INTO ${table} (${table}, rowid, "words") VALUES ('delete', ?, ?)`);
  return (changes) => {
    const inOrder = changes.length > 1 ? changes.toSorted((a, b) => a.seq - b.seq) : changes;
    for (const { seq, before, after } of inOrder) {
      if (before === after) continue;
      if (before !== '') remove.run(seq, before);
      if (after !== '') insert.run(seq, after);
    }
  };
}

/**
 * What the words in an entity's index were made by. Words are taken out by making them again, so that an index made in
 * another way is made anew before it is written to.
 */
export const searchKey = (shape: TableShape): string =>
  `${searchWordsKey(shape.entity)} ${createSearchTable(shape.searchTable ?? '')}`;

/** Makes an entity's index from its rows, also when there is one. */
export function rebuildSearch(db: SqliteDatabase, model: Model, shape: TableShape): void {
  const { entity, searchTable } = shape;
  if (searchTable === null) return;
  db.exec(`DROP TABLE IF EXISTS ${quoted(searchTable)}`);
  db.exec(createSearchTable(searchTable));
  const write = searchWriter(db, searchTable);
  const seqOf = db.prepare<[string], number>(`SELECT "seq" FROM ${quoted(shape.table)} WHERE "id" = ?`).pluck();
  for (const record of eachRecord(db, model, entity.name)) {
    if (record.deletedAt !== null) continue;
    write([{ seq: Number(seqOf.get(record.id)), before: '', after: searchText(entity, record) }]);
  }
}
