import { quoted, type TableShape } from '../table-shape.ts';
import type { SqliteDatabase } from './driver.ts';
import { listIndexes } from './schema.ts';

/**
 * Takes the indexes of an entity's lists away when it has no row yet: made of all rows at once they cost a tenth. Until
 * `makeIndexes` questions are answered as they always are, only slower; when the app ends before, the next start makes
 * what is missing (`migrate`).
 */
export function dropIndexes(db: SqliteDatabase, shape: TableShape): void {
  const isEmpty = db.prepare(`SELECT 1 FROM ${quoted(shape.table)} LIMIT 1`).get() === undefined;
  if (!isEmpty) return;
  db.transaction(() => {
    for (const { name } of listIndexes(shape)) db.exec(`DROP INDEX IF EXISTS ${quoted(name)}`);
  })();
}

/** Makes those that are missing, in one transaction, as long as `isWanted`. */
export function makeIndexes(db: SqliteDatabase, shape: TableShape, isWanted: () => boolean = () => true): void {
  const exists = db.prepare<[string], number>("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?");
  db.transaction(() => {
    for (const { name, sql } of listIndexes(shape)) {
      if (isWanted() && exists.get(name) === undefined) db.exec(sql);
    }
  })();
}
