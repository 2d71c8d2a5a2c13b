import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@satchel/db';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace } from '../service/workspace.ts';
import { openWorkspace, type Workspace } from './open-workspace.ts';

const dir = mkdtempSync(join(tmpdir(), 'satchel-sweep-'));
let workspace: Workspace | undefined;
afterEach(async () => {
  await workspace?.close();
  rmSync(dir, { recursive: true, force: true });
});

async function open(): Promise<Workspace> {
  const opened = await openWorkspace({ dir });
  if (!opened.ok) throw new Error(opened.error.message);
  workspace = opened.value;
  return workspace;
}

test('words of what a group deleted leave the index soon, also after a restart, and come back with the record', async () => {
  const first = await open();
  await createWorkspace(first, { name: 'Orchard', userName: 'Ada', currency: 'CHF', country: 'CH' });
  const group = first.replica.group({ kind: 'import' });
  const ids = Array.from({ length: 450 }, () => first.newRecordId());
  group.commit(ids.map((id) => ({ kind: 'create', entity: 'contact', id, fields: { name: 'Quillfeather' } })));
  group.finish();
  expect((await first.replica.undo(group.id)).ok).toBe(true);
  // Closed before the sweep begins.
  expect(leftWords()).toBe(ids.length);
  await first.close();

  const second = await open();
  await expect.poll(leftWords, { timeout: 10_000 }).toBe(0);
  const search = () => second.readers.query('search', { text: 'quillf', limit: 10 }, second.asker());
  expect(await search()).toEqual({ ok: true, value: [] });
  const [id] = ids;
  expect(second.replica.commit([{ kind: 'restore', entity: 'contact', id: id ?? second.me }]).ok).toBe(true);
  expect(await search()).toMatchObject({ ok: true, value: [{ id, title: 'Quillfeather' }] });
});

function leftWords(): number {
  const key = readFileSync(join(dir, 'workspace.key'));
  const opened = openDatabase({ path: join(dir, 'workspace.db'), key, isReadOnly: true });
  if (!opened.ok) throw new Error(opened.error.code);
  const count = opened.value.prepare<[], number>('SELECT count(*) FROM "_left_words"').pluck().get();
  opened.value.close();
  return Number(count);
}
