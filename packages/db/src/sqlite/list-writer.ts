import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { manyInserter } from './insert-many.ts';
import type { PreparedList } from './prepare-rows.ts';

/** Keeps the tables that have one row for each element of a list. */
export interface ListsWriter {
  put(rows: readonly { readonly seq: number; readonly lists: readonly PreparedList[] }[]): void;
  /** The values of all rows after one, which are there already. */
  putMany(afterSeq: number): void;
}

export function listsWriter(db: SqliteDatabase, shape: TableShape): ListsWriter {
  const writers = shape.fields.flatMap(({ name, listTable }) =>
    listTable === null
      ? []
      : [
          {
            insert: manyInserter(db, listTable, ['value', 'record_seq'], 'IGNORE'),
            insertMany: db.prepare<[number], unknown>(
              `INSERT OR IGNORE INTO ${quoted(listTable)} ("value", "record_seq")
               SELECT j."value", t."seq" FROM ${quoted(shape.table)} t, json_each(t.${quoted(name)}) j WHERE t."seq" > ?
               ORDER BY 1, 2`,
            ),
            remove: db.prepare(`DELETE FROM ${quoted(listTable)} WHERE "value" = ? AND "record_seq" = ?`),
          },
        ],
  );
  return {
    put(rows) {
      for (const [at, { insert, remove }] of writers.entries()) {
        const added: [value: string, seq: number][] = [];
        for (const { seq, lists } of rows) {
          for (const list of lists) {
            if (list.at !== at) continue;
            for (const value of list.removed) remove.run(value, seq);
            for (const value of list.added) added.push([value, seq]);
          }
        }
        insert(added);
      }
    },
    putMany(afterSeq) {
      for (const { insertMany } of writers) insertMany.run(afterSeq);
    },
  };
}
