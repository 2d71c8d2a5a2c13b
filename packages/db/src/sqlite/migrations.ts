import type { SqliteDatabase } from './driver.ts';

/** A step that is not additive: from version `to - 1` to `to`, and back. Each runs in the transaction of `migrate`. */
export interface Migration {
  readonly to: number;
  readonly up: (db: SqliteDatabase) => void;
  readonly down: (db: SqliteDatabase) => void;
}

/** Version 1 is the tables that are derived from the model; they come and grow without a step. */
export const migrations: readonly Migration[] = [];
