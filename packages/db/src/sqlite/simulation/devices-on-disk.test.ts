import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreModel } from '@satchel/core';
import { type Disk, simulate } from '@satchel/sync/simulation';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace, testKey } from '../../../test/workspace.ts';
import type { SqliteDatabase } from '../driver.ts';
import { openDatabase } from '../open.ts';
import { createSqliteReplicaStore } from '../replica-store.ts';

let fresh: TestWorkspace;
let folder: string;
const opened = new Set<SqliteDatabase>();

beforeAll(() => {
  fresh = createWorkspace(coreModel);
  fresh.db.pragma('wal_checkpoint(TRUNCATE)');
  folder = mkdtempSync(join(tmpdir(), 'satchel-simulation-'));
});
afterAll(() => {
  for (const db of opened) db.close();
  fresh.remove();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function newPath(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

function open(path: string): SqliteDatabase {
  const result = openDatabase({ path, key: testKey });
  if (!result.ok) throw new Error(result.error.message);
  opened.add(result.value);
  // Ends of the power are not part of this: the app ends, the machine goes on.
  result.value.pragma('synchronous = OFF');
  return result.value;
}

/** A database file of a device; its copies are copies of the file. */
function createDisk(): Disk {
  let path = newPath();
  copyFileSync(fresh.path, path);
  let db = open(path);
  let store = createSqliteReplicaStore(db, coreModel);
  const now = Object.fromEntries(
    Object.keys(store).map((name) => [
      name,
      (...args: unknown[]): unknown =>
        (store as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args),
    ]),
  );
  return {
    ...(now as unknown as typeof store),
    backup: () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
      const copy = newPath();
      copyFileSync(path, copy);
      return () => {
        db.close();
        opened.delete(db);
        path = newPath();
        copyFileSync(copy, path);
        db = open(path);
        store = createSqliteReplicaStore(db, coreModel);
      };
    },
  };
}

test('devices with databases on disk end with what the invariants ask, as those in memory do', async () => {
  let accepted = 0;
  for (let seed = 1; seed <= 12; seed += 1) {
    accepted += (await simulate({ seed, steps: 120, newDisk: createDisk })).accepted;
    for (const db of opened) db.close();
    opened.clear();
  }
  expect(accepted).toBeGreaterThan(50);
}, 120_000);
