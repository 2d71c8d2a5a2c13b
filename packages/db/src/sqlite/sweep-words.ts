import { type Model, searchText } from '@satchel/core';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { quoted, type TableShape, tableShapes } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { createLeftWords } from './left-words.ts';
import { wordsWriter } from './search-index.ts';

/**
 * Takes the words of at most `limit` deleted rows out of the search indexes, in the caller's transaction; tells how
 * many rows it did, 0 when none is left. Nobody sees a difference: it keeps the indexes small, and what was deleted out
 * of them.
 */
export function createWordSweep(db: SqliteDatabase, model: Model): (limit: number) => number {
  const sweeps = tableShapes(model).map((shape) => tableSweep(db, shape));
  return (limit) => {
    let done = 0;
    for (const sweep of sweeps) if (done < limit) done += sweep(limit - done);
    return done;
  };
}

function tableSweep(db: SqliteDatabase, shape: TableShape): (limit: number) => number {
  const { searchTable } = shape;
  if (searchTable === null) return () => 0;
  const left = createLeftWords(db, shape.table);
  const put = wordsWriter(db, searchTable);
  const codec = rowCodec(shape);
  const select = db
    .prepare<[number], ColumnValue[]>(`SELECT ${codec.selected} FROM ${quoted(shape.table)} t WHERE t."seq" = ?`)
    .raw();
  return (limit) => {
    const seqs = left.some(limit);
    put(
      seqs.map((seq) => {
        const row = select.get(seq);
        if (row === undefined) throw new Error(`${shape.table} has no row ${seq}, but words of it.`);
        return { seq, before: searchText(shape.entity, codec.decode(row)), after: '' };
      }),
    );
    for (const seq of seqs) left.remove(seq);
    return seqs.length;
  };
}
