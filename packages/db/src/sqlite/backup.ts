import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '@satchel/core';
import type { SqliteDatabase } from './driver.ts';
import { type Trouble, trouble, troubleOf } from './trouble.ts';

export interface BackupOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** Goes into the file's name, such as `2026-11-20T21-29-03`: a day and more, so that names sort by time. */
  readonly timestamp: string;
}

/** How many of the newest copies are kept; beside them the last one of each day is, for `keptDays`. */
const keptNewest = 5;
const keptDays = 7;

/**
 * Copies the whole database, as of now, into a file of its own with the same key; gives its path. Where nothing was
 * changed since the newest copy, that one is given instead: work that changes nothing must not push out the copies that
 * matter. A copy has its name only when it is whole and on the disk.
 */
export function backupDatabase(db: SqliteDatabase, { folder, timestamp }: BackupOptions): Result<string, Trouble> {
  const end = `${lastChangeOf(db)}.db`;
  const path = join(folder, `satchel-${timestamp.replaceAll(':', '-')}${end}`);
  const part = `${path}.part`;
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith('.db.part')) rmSync(join(folder, name), { force: true });
    const newest = copiesIn(folder).at(-1);
    if (newest !== undefined && end !== '.db' && newest.endsWith(end)) return ok(join(folder, newest));
    db.prepare('VACUUM INTO ?').run(part);
    keepOnDisk(part);
    renameSync(part, path);
    removeOld(folder, timestamp);
    return ok(path);
  } catch (error) {
    const known = troubleOf(error) ?? folderTrouble(error);
    if (!known) throw error;
    if (known.code !== 'not-writable') rmSync(part, { force: true });
    return err(known.code === 'disk-full' ? noRoom : known);
  }
}

const noRoom: Trouble = {
  code: 'disk-full',
  message:
    'The disk is full: there is no room for a copy of the workspace, so nothing was begun. Make room and try again.',
};

/** Tells copies of different states apart, also after an older one was put back; empty before the first change. */
function lastChangeOf(db: SqliteDatabase): string {
  const id = db.prepare<[], string>('SELECT "id" FROM "_change" ORDER BY "seq" DESC LIMIT 1').pluck().get();
  return id === undefined ? '' : `-${id.replaceAll('-', '').slice(-12)}`;
}

const copiesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /^satchel-.*\.db$/.test(name))
    .sort();

function removeOld(folder: string, timestamp: string): void {
  const copies = copiesIn(folder);
  const kept = new Set(copies.slice(-keptNewest));
  const firstDay = dayBefore(timestamp, keptDays - 1);
  // The last one of a day takes the place of those before it.
  const lastByDay = new Map(copies.map((name) => [name.slice('satchel-'.length).slice(0, 10), name]));
  for (const [day, name] of lastByDay) if (day >= firstDay) kept.add(name);
  for (const name of copies) if (!kept.has(name)) rmSync(join(folder, name), { force: true });
}

function dayBefore(timestamp: string, days: number): string {
  const ms = Date.parse(`${timestamp.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(ms) ? '' : new Date(ms - days * 86_400_000).toISOString().slice(0, 10);
}

function keepOnDisk(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The file system's own words (https://nodejs.org/api/errors.html#common-system-errors). */
function folderTrouble(error: unknown): Trouble | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? trouble('not-writable') : undefined;
}
