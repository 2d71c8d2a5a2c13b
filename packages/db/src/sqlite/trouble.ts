import { sqliteCode } from './driver.ts';

/** What can be wrong with a workspace's file, for code and for people. */
export interface Trouble {
  readonly code: TroubleCode;
  /** What is wrong and what to do. */
  readonly message: string;
}

export type TroubleCode =
  | 'wrong-key'
  | 'corrupt'
  | 'locked'
  | 'newer'
  | 'disk-full'
  | 'not-writable'
  | 'missing'
  | 'old-node';

const messages: Readonly<Record<TroubleCode, string>> = {
  'wrong-key':
    'The key does not open this workspace: it is another workspace’s key, or the file’s beginning is damaged.',
  corrupt: 'The workspace’s file is damaged. Restore the newest copy from its backups folder.',
  locked: 'Another program uses this workspace. Close it and try again.',
  newer: 'A newer version of Satchel has written this workspace. Update this one; nothing was changed.',
  'disk-full': 'The disk is full, so nothing was saved. Make room and try again.',
  'not-writable': 'The workspace’s folder cannot be read or written. Check its permissions.',
  missing: 'There is no workspace at this place.',
  'old-node': 'Satchel needs Node 22 or newer.',
};

export const trouble = (code: TroubleCode): Trouble => ({ code, message: messages[code] });

/** The trouble that an error of SQLite or the file system tells of; undefined for a bug, which is to be thrown on. */
export function troubleOf(error: unknown): Trouble | undefined {
  const sqlite = sqliteCode(error);
  const code =
    sqlite === undefined ? troubleOfFile(error) : troubleByPrefix.find(([prefix]) => sqlite.startsWith(prefix))?.[1];
  return code && trouble(code);
}

/** https://nodejs.org/api/errors.html#common-system-errors */
function troubleOfFile(error: unknown): TroubleCode | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? troubleByErrno.get(code) : undefined;
}

const troubleByErrno: ReadonlyMap<string, TroubleCode> = new Map([
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['EFBIG', 'disk-full'],
  ['EACCES', 'not-writable'],
  ['EPERM', 'not-writable'],
  ['EROFS', 'not-writable'],
  ['ENOTDIR', 'not-writable'],
  ['EIO', 'not-writable'],
]);

const troubleByPrefix: readonly (readonly [string, TroubleCode])[] = [
  ['SQLITE_NOTADB', 'wrong-key'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_IOERR_SHORT_READ', 'corrupt'],
  ['SQLITE_IOERR_DATA', 'corrupt'],
  ['SQLITE_IOERR_CORRUPTFS', 'corrupt'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR_WRITE', 'disk-full'],
  ['SQLITE_CANTOPEN', 'not-writable'],
  ['SQLITE_READONLY', 'not-writable'],
  ['SQLITE_PERM', 'not-writable'],
  ['SQLITE_IOERR', 'not-writable'],
];
