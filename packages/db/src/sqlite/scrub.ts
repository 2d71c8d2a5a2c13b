import { entityFor, type Model } from '@satchel/core';
import { quoted, tableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { troubleOf } from './trouble.ts';

/**
 * Takes out of the file what was taken out of rows before: words that the index of an entity holds as deleted, and the
 * log's older pages (`secure_delete` overwrites what is freed in the file itself). False: somebody reads, so that the log
 * stays for now. Costs a pass over each of these indexes.
 */
export function scrub(db: SqliteDatabase, model: Model, entities: readonly string[]): boolean {
  for (const name of entities) {
    const entity = model.entityByName.get(name);
    const { searchTable } = entity ? tableShape(entityFor(model, name)) : { searchTable: null };
    if (searchTable === null) continue;
    db.exec(`INSERT INTO ${quoted(searchTable)} (${quoted(searchTable)}) VALUES ('optimize')`);
  }
  const timeoutMs = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma('busy_timeout = 0');
  try {
    const [state] = db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    return state?.busy === 0;
  } catch (error) {
    if (!troubleOf(error)) throw error;
    return false;
  } finally {
    db.pragma(`busy_timeout = ${timeoutMs}`);
  }
}
