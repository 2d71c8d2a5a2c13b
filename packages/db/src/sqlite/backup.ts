import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@satchel/core';
import type { SqliteDatabase } from './driver.ts';
import { type Trouble, trouble, troubleOf } from './trouble.ts';

export interface BackupOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** Goes into the file's name, such as `2026-11-20T21-29-03`; names sort by time. */
  readonly timestamp: string;
  /** Older copies beyond this many are removed; 5 by default. */
  readonly keep?: number;
}

/**
 * Copies the whole database, as of now, into a file of its own with the same key; gives its path. A copy that was not
 * finished is removed.
 */
export function backupDatabase(db: SqliteDatabase, options: BackupOptions): Result<string, Trouble> {
  const { folder, timestamp, keep = 5 } = options;
  const path = join(folder, `satchel-${timestamp.replaceAll(':', '-')}.db`);
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(path, { force: true });
    db.prepare('VACUUM INTO ?').run(path);
  } catch (error) {
    const known = troubleOf(error) ?? folderTrouble(error);
    if (!known) throw error;
    if (known.code !== 'not-writable') rmSync(path, { force: true });
    return err(known);
  }
  const old = readdirSync(folder)
    .filter((name) => /^satchel-.*\.db$/.test(name))
    .sort()
    .slice(0, -keep);
  for (const name of old) rmSync(join(folder, name), { force: true });
  return ok(path);
}

/** The file system's own words (https://nodejs.org/api/errors.html#common-system-errors). */
function folderTrouble(error: unknown): Trouble | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return trouble('disk-full');
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? trouble('not-writable') : undefined;
}
