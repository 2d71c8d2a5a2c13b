import { join } from 'node:path';
import { openDatabase, type SqliteDatabase } from '@satchel/db';
import { fileKeyStore } from '../src/backend/workspace/keys.ts';

/** A read-only connection to a workspace's file, for floors: prepared statements and nothing else. */
export function openBare(dir: string): SqliteDatabase {
  const key = fileKeyStore(join(dir, 'workspace.key')).key(false);
  if (!key.ok) throw new Error(key.error.message);
  const opened = openDatabase({ path: join(dir, 'workspace.db'), key: key.value, isReadOnly: true });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
