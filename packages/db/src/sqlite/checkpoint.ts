import type { SqliteDatabase } from './driver.ts';

/** As many pages of log as SQLite itself lets come together: about 4 MB. */
const manyPages = 1000;

/**
 * Moves the log's pages into the database's file when there are many, without keeping readers or the writer from their
 * work (https://sqlite.org/pragma.html#pragma_wal_checkpoint).
 */
export function checkpoint(db: SqliteDatabase): void {
  const [state] = db.pragma('wal_checkpoint(NOOP)') as readonly { log: number; checkpointed: number }[];
  if (state && state.log - state.checkpointed >= manyPages) db.pragma('wal_checkpoint(PASSIVE)');
}
