import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreModel } from '@satchel/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace, testKey } from '../../test/workspace.ts';
import { backupDatabase } from './backup.ts';
import { openDatabase } from './open.ts';

let workspace: TestWorkspace;
let folder: string;
let changes = 0;
beforeEach(() => {
  workspace = createWorkspace(coreModel);
  folder = join(workspace.folder, 'backups');
});
afterEach(() => workspace.remove());

/** What every change leaves behind, whatever it changes. */
function change(): void {
  changes += 1;
  workspace.db
    .prepare<(string | number)[]>(
      `INSERT INTO "_change" ("id", "sequence", "actor", "device", "at", "ms", "first_entry", "last_entry")
       VALUES (?, ?, '', '', '', 0, 1, 0)`,
    )
    .run(`00000000-0000-7000-8000-${changes.toString(16).padStart(12, '0')}`, changes);
}

const copy = (timestamp: string): string => {
  const made = backupDatabase(workspace.db, { folder, timestamp });
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
};
const days = (): readonly string[] =>
  readdirSync(folder)
    .map((name) => name.slice(8, 24))
    .toSorted();

test('copies are encrypted and whole, and only whole ones have the name of a copy', () => {
  workspace.db.prepare(`INSERT INTO "_meta" ("key", "value") VALUES ('hidden', 'words')`).run();
  change();
  mkdirSync(folder);
  writeFileSync(join(folder, 'satchel-2026-01-01T00-00-00.db.part'), 'half');
  const path = copy('2026-01-01T10:00:00');
  expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([path]);
  expect(readFileSync(path).includes('hidden')).toBe(false);
  const restored = openDatabase({ path, key: testKey });
  if (!restored.ok) throw new Error(restored.error.message);
  expect(restored.value.prepare(`SELECT "value" FROM "_meta" WHERE "key" = 'hidden'`).all()).toEqual([
    { value: 'words' },
  ]);
  restored.value.close();
  const below = backupDatabase(workspace.db, { folder: join(path, 'below'), timestamp: 'x' });
  expect(!below.ok && below.error.code).toBe('not-writable');
});

test('what changes nothing pushes no copy out: the newest one is given again', () => {
  change();
  const first = copy('2026-01-01T10:00:00');
  expect([copy('2026-01-01T11:00:00'), copy('2026-01-02T10:00:00')]).toEqual([first, first]);
  change();
  const second = copy('2026-01-02T11:00:00');
  expect(second).not.toBe(first);
  // An older state that was put back is another one, however many changes it has.
  workspace.db.exec(`DELETE FROM "_change" WHERE "sequence" = ${changes}`);
  expect(copy('2026-01-02T12:00:00')).not.toBe(second);
  expect(readdirSync(folder)).toHaveLength(3);
});

test('the newest five are kept, and the last of each day for seven days', () => {
  for (let day = 1; day <= 9; day += 1) {
    for (const hour of ['09', '10']) {
      change();
      copy(`2026-01-0${day}T${hour}:00:00`);
    }
  }
  for (const hour of ['11', '12', '13', '14', '15']) {
    change();
    copy(`2026-01-09T${hour}:00:00`);
  }
  expect(days()).toEqual([
    ...[3, 4, 5, 6, 7, 8].map((day) => `2026-01-0${day}T10-00`),
    ...['11', '12', '13', '14', '15'].map((hour) => `2026-01-09T${hour}-00`),
  ]);
});

test('[S4-17/C] a copy that has no room is told, leaves nothing behind and pushes nothing out', ({ skip }) => {
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    console.warn('The test of a full disk is left out: this user cannot mount a small one.');
    return skip();
  }
  try {
    change();
    const first = copy('2026-01-01T10:00:00');
    workspace.db.prepare(`INSERT INTO "_meta" ("key", "value") VALUES ('much', ?)`).run('x'.repeat(4_000_000));
    change();
    expect(backupDatabase(workspace.db, { folder, timestamp: '2026-01-01T11:00:00' })).toEqual({
      ok: false,
      error: {
        code: 'disk-full',
        message:
          'The disk is full: there is no room for a copy of the workspace, so nothing was begun. Make room and try again.',
      },
    });
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual([first]);
  } finally {
    execFileSync('umount', [folder]);
  }
});
