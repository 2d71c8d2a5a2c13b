import { type EntityRecord, entityFor, type Model } from '@satchel/core';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { quoted, tableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';

const pageRows = 500;

/**
 * Every record of an entity, deleted ones too, in the order in which they were made. Reads in pages, so that the
 * connection may be used, also to write, between two records; records made meanwhile are included.
 */
export function* eachRecord(db: SqliteDatabase, model: Model, entity: string): Generator<EntityRecord> {
  const shape = tableShape(entityFor(model, entity));
  const codec = rowCodec(shape);
  const table = quoted(shape.table);
  const page = db
    .prepare<[number], ColumnValue[]>(
      `SELECT ${codec.selected}, t."seq" FROM ${table} t WHERE t."seq" > ? ORDER BY t."seq" LIMIT ${pageRows}`,
    )
    .raw();
  let after = 0;
  for (;;) {
    const rows = page.all(after);
    for (const row of rows) {
      after = Number(row.at(-1));
      yield codec.decode(row);
    }
    if (rows.length < pageRows) return;
  }
}
