import { type EntityRecord, isSearchField, type Model, searchText, searchWordsKey } from '@satchel/core';
import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { eachRecord } from './each-record.ts';
import { createLeftWords } from './left-words.ts';
import { createSearchTable } from './schema.ts';

/** A row that was written, and its number. */
export interface WrittenRow {
  readonly seq: number;
  readonly before: EntityRecord | null;
  /** Null: the row is removed. */
  readonly after: EntityRecord | null;
  readonly changed: readonly string[];
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
export function searchWriter(db: SqliteDatabase, shape: TableShape): (rows: readonly WrittenRow[]) => void {
  const { entity, searchTable } = shape;
  if (searchTable === null) return () => undefined;
  const put = wordsWriter(db, searchTable);
  const left = createLeftWords(db, shape.table);
  const hasNewWords = (changed: readonly string[]) => changed.some((name) => isSearchField(entity, name));

  const changeOf = ({ seq, before, after, changed }: WrittenRow): SearchChange | null => {
    if (after === null) {
      const isInIndex = before !== null && (before.deletedAt === null || left.remove(seq));
      return isInIndex ? { seq, before: searchText(entity, before), after: '' } : null;
    }
    if (before === null) return after.deletedAt === null ? { seq, before: '', after: searchText(entity, after) } : null;
    const isNew = hasNewWords(changed);
    if (before.deletedAt === null && after.deletedAt !== null && !isNew) {
      left.add(seq);
      return null;
    }
    if (!isNew && (before.deletedAt === null) === (after.deletedAt === null)) return null;
    const isInIndex = before.deletedAt === null || left.remove(seq);
    if (isInIndex && !isNew) return null;
    return {
      seq,
      before: isInIndex ? searchText(entity, before) : '',
      after: after.deletedAt === null ? searchText(entity, after) : '',
    };
  };

  return (rows) => {
    const changes: SearchChange[] = [];
    for (const row of rows) {
      const change = changeOf(row);
      if (change !== null) changes.push(change);
    }
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
