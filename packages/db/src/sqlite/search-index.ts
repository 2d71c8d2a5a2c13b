import { type Model, searchText, searchWordsKey } from '@satchel/core';
import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { eachRecord } from './each-record.ts';
import { createLeftWords } from './left-words.ts';
import type { PreparedWords } from './prepare-words.ts';
import { createSearchTable } from './schema.ts';

/** The words of a row that was written or removed, and its number. */
interface RowWords {
  readonly seq: number;
  readonly words: PreparedWords | null;
}

interface SearchChange {
  readonly seq: number;
  /** Exactly what is in the index; '' is nothing. */
  readonly before: string;
  readonly after: string;
}

/**
 * Keeps the index of an entity's words true for live rows. The words of a row that is deleted are left, since taking
 * them out costs more than all else of a deletion, and readers look at live rows only: they go when the row comes back,
 * or with the next sweep (`createLeftWords`).
 */
export function searchWriter(db: SqliteDatabase, shape: TableShape): (rows: readonly RowWords[]) => void {
  if (shape.searchTable === null) return () => undefined;
  const put = wordsWriter(db, shape.searchTable);
  const left = createLeftWords(db, shape.table);
  return (rows) => {
    const changes: SearchChange[] = [];
    const leaving: number[] = [];
    for (const { seq, words } of rows) {
      if (words === null) continue;
      if (words.kind === 'leave') leaving.push(seq);
      else if (words.kind === 'put') changes.push({ seq, before: words.before, after: words.after });
      else {
        const isInIndex = left.remove(seq);
        if (!isInIndex || words.isNew) changes.push({ seq, before: isInIndex ? words.before : '', after: words.after });
      }
    }
    left.add(leaving);
    put(changes);
  };
}

/**
 * Writes words in the order of the rows: FTS5 writes its whole memory out whenever a row number is not above the one
 * before (`sqlite3Fts5IndexBeginWrite`).
 */
export function wordsWriter(db: SqliteDatabase, searchTable: string): (changes: readonly SearchChange[]) => void {
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

/** Makes an entity's index from its live rows, also when there is one. */
export function rebuildSearch(db: SqliteDatabase, model: Model, shape: TableShape): void {
  const { entity, searchTable } = shape;
  if (searchTable === null) return;
  db.exec(`DROP TABLE IF EXISTS ${quoted(searchTable)}`);
  db.exec(createSearchTable(searchTable));
  createLeftWords(db, shape.table).clear();
  const put = wordsWriter(db, searchTable);
  const seqOf = db.prepare<[string], number>(`SELECT "seq" FROM ${quoted(shape.table)} WHERE "id" = ?`).pluck();
  for (const record of eachRecord(db, model, entity.name)) {
    if (record.deletedAt !== null) continue;
    put([{ seq: Number(seqOf.get(record.id)), before: '', after: searchText(entity, record) }]);
  }
}
