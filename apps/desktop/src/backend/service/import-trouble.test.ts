import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Answer, Method, Params } from '../../shared/api.ts';
import { openWorkspace, type Workspace } from '../workspace/open-workspace.ts';
import { createHandlers } from './handlers.ts';

type Call = <M extends Method>(method: M, params: Params<M>) => Promise<Answer<M>>;

const toClose: Workspace[] = [];
const toRemove: string[] = [];
const toUnmount: string[] = [];

afterEach(async () => {
  for (const workspace of toClose.splice(0)) await workspace.close();
  for (const dir of toUnmount.splice(0)) execFileSync('umount', [dir]);
  for (const dir of toRemove.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-trouble-'));
  toRemove.push(dir);
  return dir;
}

async function open(dir: string): Promise<Call> {
  const opened = await openWorkspace({ dir });
  if (!opened.ok) throw new Error(opened.error.message);
  toClose.push(opened.value);
  const handlers = createHandlers({
    workspace: opened.value,
    host: 'browser',
    version: '0',
    announce: () => undefined,
  });
  const call: Call = async (method, params) => handlers[method](params);
  await call('workspace.create', { name: 'W', userName: 'Ada', currency: 'USD', country: 'US', withSample: false });
  return call;
}

async function importContacts(call: Call, rows: number) {
  const text = `First Name,Last Name,Email\n${Array.from({ length: rows }, (_, index) => `First${index},Last,person${index}@example.com\n`).join('')}`;
  const { job } = await call('import.begin', {});
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 1024 * 1024) {
    const part = bytes.slice(at, at + 1024 * 1024);
    await call('import.addFilePart', { job, file: 'contacts.csv', part, isLast: at + part.length >= bytes.length });
  }
  const plan = await call('import.analyse', { job });
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  return call('import.run', { job, plan: plan.value });
}

const count = (call: Call, entity: string) => call('records.count', { entity, where: { and: [] } });

/** A small disk of its own; null where this user may not make one. */
function smallDisk(): string | null {
  const dir = newFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    console.warn('The test of a full disk is left out: this user cannot mount a small one.');
    return null;
  }
  toUnmount.push(dir);
  return dir;
}

test('[S4-17/C] a disk that is full in the middle of an import leaves everything as before, says so, and work goes on', async ({
  skip,
}) => {
  const dir = smallDisk();
  if (dir === null) return skip();
  expect(await importContacts(await open(dir), 300)).toMatchObject({ ok: true });
  await toClose.pop()?.close();
  const call = await open(dir);
  const { bavail, bsize } = statfsSync(dir);
  expect(bavail * bsize).toBeGreaterThan(3_000_000);
  expect(await importContacts(call, 20_000)).toEqual({
    ok: false,
    error: [{ code: 'disk-full', message: 'The disk is full, so nothing was saved. Make room and try again.' }],
  });
  expect([await count(call, 'contact'), await count(call, 'importRun')]).toEqual([300, 1]);
  // What the import had taken of the disk is free again.
  expect(await importContacts(call, 310)).toMatchObject({ ok: true, value: { created: { contact: 10 } } });
  await toClose.pop()?.close();
  const again = await open(dir);
  expect([await count(again, 'contact'), await count(again, 'importRun')]).toEqual([310, 2]);
}, 60_000);

test('[S4-17/C] an import into a workspace whose copy finds no room is not begun', async ({ skip }) => {
  const dir = smallDisk();
  if (dir === null) return skip();
  const call = await open(dir);
  const { bavail, bsize } = statfsSync(dir);
  writeFileSync(join(dir, 'filler'), Buffer.alloc(bavail * bsize - 100_000));
  expect(await importContacts(call, 10)).toMatchObject({ ok: false, error: [{ code: 'disk-full' }] });
  expect(await count(call, 'contact')).toBe(0);
  expect(readdirSync(join(dir, 'backups'))).toEqual([]);
  rmSync(join(dir, 'filler'));
  expect(await importContacts(call, 10)).toMatchObject({ ok: true });
}, 60_000);

test('[S4-17/C] an import while another program holds the database says so, and changes nothing', async () => {
  const dir = newFolder();
  const call = await open(dir);
  const other = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { readFileSync } from 'node:fs';
       import { openDatabase } from '@satchel/db';
       const opened = openDatabase({ path: process.argv[1] + '/workspace.db', key: readFileSync(process.argv[1] + '/workspace.key') });
       opened.value.exec('BEGIN IMMEDIATE');
       console.log('held');
       setInterval(() => opened.value.open, 1000);`,
      dir,
    ],
    { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => other.once('exit', resolve));
  await new Promise((resolve) => other.stdout.once('data', resolve));
  try {
    expect(await importContacts(call, 10)).toEqual({
      ok: false,
      error: [{ code: 'locked', message: 'Another program uses this workspace. Close it and try again.' }],
    });
    expect(await count(call, 'contact')).toBe(0);
  } finally {
    other.kill('SIGKILL');
    await ended;
  }
  expect(await importContacts(call, 10)).toMatchObject({ ok: true, value: { created: { contact: 10 } } });
}, 30_000);
