import { rmSync, statSync, writeFileSync } from 'node:fs';
import { err, ok, type Result } from '@satchel/core';
import { connect, type SqliteDatabase } from './driver.ts';
import { type Trouble, trouble, troubleOf } from './trouble.ts';

/** A file that one process of the machine holds at a time. */
export interface HeldFile {
  /** Removes the file. Later calls do nothing. */
  release(): void;
}

/** Of several that begin at the same moment all would step back at once. */
const waitMs = 300;

/**
 * Holds a file by the operating system's own lock, which SQLite knows on each of them
 * (https://sqlite.org/lockingv3.html): it ends with the process, however that ends, and nobody's number or clock is
 * asked. The trouble is `locked` while somebody else holds it. Nobody else may open the file in this process: closing
 * it would end the lock.
 */
export function holdFile(path: string): Result<HeldFile, Trouble> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    let db: SqliteDatabase | undefined;
    try {
      writeFileSync(path, '', { flag: 'a', mode: 0o600 });
      const before = identityOf(path);
      db = connect(path, { readonly: false, timeout: waitMs });
      // Nothing is written, so that there is nothing to take back.
      db.pragma('journal_mode = memory');
      db.exec('BEGIN EXCLUSIVE');
      // Whoever held it may have removed it meanwhile; then this is the lock of a file that nobody finds.
      if (before !== undefined && before === identityOf(path)) return ok(heldBy(db, path));
      db.close();
    } catch (error) {
      db?.close();
      const known = troubleOf(error);
      if (!known) throw error;
      return err(known);
    }
  }
  return err(trouble('locked'));
}

/** A connection that nobody refers to any more would be collected, and its lock with it. */
const held = new Set<SqliteDatabase>();

function heldBy(db: SqliteDatabase, path: string): HeldFile {
  held.add(db);
  return {
    release() {
      if (!db.open) return;
      try {
        rmSync(path, { force: true });
      } catch {
        // Windows removes no open file: it stays, and is held by the next one.
      } finally {
        held.delete(db);
        db.close();
      }
    },
  };
}

function identityOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
}
