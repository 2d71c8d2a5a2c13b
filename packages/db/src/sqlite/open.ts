import { existsSync } from 'node:fs';
import { err, ok, type Result } from '@satchel/core';
import { connect, type SqliteDatabase } from './driver.ts';
import { type Trouble, trouble, troubleOf } from './trouble.ts';

export interface OpenOptions {
  /** Path of the file; its folder must exist. */
  readonly path: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  /** A reader: the file must exist. */
  readonly isReadOnly?: boolean;
  /** How long to wait for another writer; 2,000 by default. */
  readonly busyTimeoutMs?: number;
}

/** How long the log grows before it is copied, 32 MB: pages that many transactions write are copied once for all. */
export const checkpointPages = 8192;

/**
 * Opens or makes an encrypted database. Every page is encrypted and authenticated with AEGIS-256 (a changed bit is
 * found when its page is read), of the ciphers of SQLite3 Multiple Ciphers the one that costs least. The tables are
 * made and brought up to date by `migrate`.
 */
export function openDatabase(options: OpenOptions): Result<SqliteDatabase, Trouble> {
  // The driver ends an older Node without a word.
  if (Number(process.versions.node.split('.')[0]) < 22) return err(trouble('old-node'));
  if (options.key.length !== 32) throw new Error('The key must have 32 bytes.');
  const isReadOnly = options.isReadOnly ?? false;
  if (isReadOnly && !existsSync(options.path)) return err(trouble('missing'));
  let db: SqliteDatabase | undefined;
  try {
    db = connect(options.path, { readonly: isReadOnly, timeout: options.busyTimeoutMs ?? 2000 });
    db.pragma(`cipher = 'aegis'`);
    db.pragma(`key = "raw:${Buffer.from(options.key).toString('hex')}"`);
    // The first read tells whether the key fits.
    db.pragma('user_version');
    configure(db, isReadOnly);
    return ok(db);
  } catch (error) {
    db?.close();
    const known = troubleOf(error) ?? folderTrouble(error);
    if (known) return err(known);
    throw error;
  }
}

function configure(db: SqliteDatabase, isReadOnly: boolean): void {
  // Temporary files would be in plain text.
  db.pragma('temp_store = memory');
  db.pragma('foreign_keys = off');
  db.pragma(`cache_size = ${isReadOnly ? -16_000 : -64_000}`);
  if (isReadOnly) {
    db.pragma('query_only = on');
    return;
  }
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.pragma(`wal_autocheckpoint = ${checkpointPages}`);
  db.pragma('secure_delete = on');
  // After a large import the file shrinks back to this.
  db.pragma('journal_size_limit = 67108864');
}

/** The driver itself says this when the folder is missing. */
function folderTrouble(error: unknown): Trouble | undefined {
  return error instanceof TypeError && error.message.includes('directory') ? trouble('not-writable') : undefined;
}
