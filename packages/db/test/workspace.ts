import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@satchel/core';
import type { SqliteDatabase } from '../src/sqlite/driver.ts';
import { migrate } from '../src/sqlite/migrate.ts';
import { openDatabase } from '../src/sqlite/open.ts';

/** A temporary folder with an encrypted database; `remove` closes and deletes it. */
export interface TestWorkspace {
  readonly folder: string;
  readonly path: string;
  readonly key: Uint8Array;
  readonly db: SqliteDatabase;
  readonly remove: () => void;
}

export const testKey: Uint8Array = Uint8Array.from({ length: 32 }, (_, n) => n);

export function createWorkspace(model: Model): TestWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-db-'));
  const path = join(folder, 'workspace.db');
  const opened = openDatabase({ path, key: testKey });
  if (!opened.ok) throw new Error(opened.error.message);
  const db = opened.value;
  const migrated = migrate(db, model, { backup: null });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const remove = () => {
    if (db.open) db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, path, key: testKey, db, remove };
}
