import { statSync } from 'node:fs';
import { join } from 'node:path';
import { coreModel } from '@satchel/core';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace } from '../../test/workspace.ts';
import { createMaintenance } from './maintenance.ts';
import { checkpointPages, openDatabase } from './open.ts';
import { createTransactions } from './transactions.ts';

let workspace: TestWorkspace;
afterEach(() => workspace.remove());

const fill = (rows: number): void => {
  const insert = workspace.db.prepare('INSERT INTO "_meta" ("key", "value") VALUES (?, ?)');
  for (let n = 0; n < rows; n++) insert.run(`filled ${n}`, 'x'.repeat(3000));
};
const pages = () => {
  const [state] = workspace.db.pragma('wal_checkpoint(NOOP)') as readonly { log: number; checkpointed: number }[];
  return state ?? { log: 0, checkpointed: 0 };
};

test('a long log is moved into the file by the thread, not by the commit', async () => {
  workspace = createWorkspace(coreModel);
  const maintenance = createMaintenance(workspace);
  const { transaction } = createTransactions(workspace.db, maintenance.noteCommit);
  transaction(() => fill(3000));
  expect(pages().checkpointed).toBe(0);
  expect(statSync(workspace.path).size).toBeLessThan(1_000_000);
  await expect.poll(() => pages().checkpointed, { timeout: 10_000 }).toBeGreaterThan(2000);
  expect(statSync(workspace.path).size).toBeGreaterThan(8_000_000);
  await maintenance.close();
  expect(workspace.db.pragma('wal_autocheckpoint', { simple: true })).toBe(checkpointPages);
});

test('a copy is whole and is made while the writer goes on in a transaction of its own', async () => {
  workspace = createWorkspace(coreModel);
  const maintenance = createMaintenance(workspace);
  fill(10);
  workspace.db.exec('BEGIN IMMEDIATE');
  workspace.db.exec(`DELETE FROM "_meta" WHERE "key" LIKE 'filled%'`);
  const made = await maintenance.backup({
    folder: join(workspace.folder, 'backups'),
    timestamp: '2026-01-01T10:00:00',
  });
  workspace.db.exec('COMMIT');
  await maintenance.close();
  const opened = made.ok ? openDatabase({ path: made.value, key: workspace.key }) : made;
  if (!opened.ok) throw new Error(opened.error.message);
  const count = opened.value.prepare(`SELECT count(*) FROM "_meta" WHERE "key" LIKE 'filled%'`).pluck().get();
  opened.value.close();
  expect(count).toBe(10);
});
