import type { SqliteDatabase } from './driver.ts';
import { manyInserter } from './insert-many.ts';

/** The deleted rows of one table whose words are still in the index, as the row has them now. */
export interface LeftWords {
  add(seqs: readonly number[]): void;
  /** Whether it was there. */
  remove(seq: number): boolean;
  /** The numbers of some, lowest first. */
  some(limit: number): readonly number[];
  clear(): void;
}

export function createLeftWords(db: SqliteDatabase, table: string): LeftWords {
  const insert = manyInserter(db, '_left_words', ['entity', 'seq']);
  const remove = db.prepare('DELETE FROM "_left_words" WHERE "entity" = ? AND "seq" = ?');
  const some = db
    .prepare<[string, number], number>('SELECT "seq" FROM "_left_words" WHERE "entity" = ? ORDER BY "seq" LIMIT ?')
    .pluck();
  const clear = db.prepare('DELETE FROM "_left_words" WHERE "entity" = ?');
  return {
    add: (seqs) => insert(seqs.map((seq) => [table, seq])),
    remove: (seq) => remove.run(table, seq).changes > 0,
    some: (limit) => some.all(table, limit),
    clear: () => void clear.run(table),
  };
}
