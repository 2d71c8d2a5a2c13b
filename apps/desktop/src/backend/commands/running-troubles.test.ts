import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordId, recordIdFrom } from '@satchel/core';
import { openDatabase } from '@satchel/db';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectTo, type StartedServe, startServe } from '../../../test/start-serve.ts';
import type { Client } from '../../shared/rpc.ts';

let dir: string;
const started: StartedServe[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-running-'));
});
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

const database = (): string => join(dir, 'workspace/workspace.db');
const everything = { and: [] } as const;
const count = (client: Client, entity = 'contact') => client.call('records.count', { entity, where: everything });

async function serve(
  under: readonly string[] = [],
): Promise<{ readonly served: StartedServe; readonly client: Client }> {
  const served = await startServe({ dir, under });
  started.push(served);
  const { client } = await connectTo(served.address);
  const user = { name: 'Orchard', userName: 'Ada', currency: 'USD', country: 'US', withSample: false };
  await client.call('workspace.create', user);
  return { served, client };
}

async function stop(served: StartedServe): Promise<void> {
  served.child.kill('SIGTERM');
  expect(await served.ended).toBe(0);
}

async function importContacts(client: Client, rows: number, name = 'First') {
  const { job } = await client.call('import.begin', {});
  const lines = Array.from({ length: rows }, (_, index) => `${name}${index},Last,${name}${index}@example.com\n`);
  const bytes = new TextEncoder().encode(`First Name,Last Name,Email\n${lines.join('')}`);
  for (let at = 0; at < bytes.length; at += 1024 * 1024) {
    const part = bytes.slice(at, at + 1024 * 1024);
    await client.call('import.addFilePart', {
      job,
      file: 'contacts.csv',
      part,
      isLast: at + part.length >= bytes.length,
    });
  }
  const plan = await client.call('import.analyse', { job });
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  return client.call('import.run', { job, plan: plan.value });
}

const addCompany = (client: Client, name: string) =>
  client.call('changes.commit', {
    intentions: [{ kind: 'create', entity: 'company', id: newId(), fields: { name } }],
  });

let made = 0;
function newId(): RecordId {
  made += 1;
  return recordIdFrom(`00000000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`);
}

const sentenceOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    (answer) => (typeof answer === 'object' && answer !== null ? JSON.stringify(answer) : String(answer)),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

test('[S4-17/C] a file that is damaged while it is open is told with its newest copy, which can be put back', async () => {
  const first = await serve();
  await importContacts(first.client, 3000);
  await importContacts(first.client, 10, 'Second');
  await stop(first.served);
  const { served, client } = await serve();
  const size = statSync(database()).size;
  const file = openSync(database(), 'r+');
  writeSync(file, Buffer.alloc(size - 4096 * 8, 1), 0, size - 4096 * 8, 4096 * 8);
  closeSync(file);

  const told = await sentenceOf(client.call('export.csv', { entity: 'contact', where: everything, fields: ['name'] }));
  const folder = join(dir, 'workspace/backups');
  const newest = join(folder, readdirSync(folder).toSorted().at(-1) ?? '');
  expect(told).toContain(`The workspace’s file is damaged. The newest copy is ${newest}: close Satchel, move`);
  // Whatever is asked is answered, with words for people.
  expect(await sentenceOf(importContacts(client, 20, 'Third'))).toContain('file is damaged');
  expect(await sentenceOf(client.call('workspace.rename', { name: 'Other' }))).not.toMatch(/SQLITE|database disk/);
  expect([served.child.exitCode, served.problems()]).toEqual([null, '']);
  served.child.kill('SIGTERM');
  await served.ended;

  for (const end of ['', '-wal', '-shm']) rmSync(`${database()}${end}`, { force: true });
  copyFileSync(newest, database());
  const again = await serve();
  expect(await count(again.client)).toBe(3000);
  await stop(again.served);
}, 60_000);

test('[S4-17/C] while another program writes to the file, lists go on, and edits say what to do', async () => {
  const { served, client } = await serve();
  const other = openDatabase({
    path: database(),
    key: new Uint8Array(readFileSync(join(dir, 'workspace/workspace.key'))),
  });
  if (!other.ok) throw new Error(other.error.message);
  other.value.exec('BEGIN IMMEDIATE');
  const sentence = 'Another program uses this workspace. Close it and try again.';
  const edited = addCompany(client, 'Acme');
  expect(await count(client, 'stage')).toBeGreaterThan(0);
  expect(await edited).toMatchObject({ ok: false, error: [{ code: 'locked', message: sentence }] });
  expect(await sentenceOf(client.call('settings.set', { key: 'theme', value: 'dark' }))).toBe(sentence);
  other.value.exec('ROLLBACK');
  other.value.close();
  expect((await addCompany(client, 'Acme')).ok).toBe(true);
  expect(await client.call('settings.set', { key: 'theme', value: 'dark' })).toBe(null);
  expect(await count(client, 'company')).toBe(1);
  await stop(served);
}, 30_000);

test('[S4-17/C] a disk that fills up in the middle of an import leaves everything as before, and work goes on', async () => {
  // No file may grow beyond this: the operating system refuses to write, as on a full disk.
  const { served, client } = await serve(['prlimit', '--fsize=8000000', '--']);
  await importContacts(client, 100);
  const full = await importContacts(client, 60_000, 'Many');
  expect(full).toMatchObject({
    ok: false,
    error: [{ code: 'disk-full', message: 'The disk is full, so nothing was saved. Make room and try again.' }],
  });
  expect(await count(client)).toBe(100);
  expect((await addCompany(client, 'Acme')).ok).toBe(true);
  await stop(served);
  const again = await serve();
  expect([await count(again.client), await count(again.client, 'company')]).toEqual([100, 1]);
  expect((await importContacts(again.client, 200)).ok).toBe(true);
  await stop(again.served);
}, 90_000);

test('[S4-17/C] an import whose copy finds no room is not begun', async () => {
  const first = await serve();
  await importContacts(first.client, 5000);
  await stop(first.served);
  const { size } = statSync(database());
  const { served, client } = await serve(['prlimit', `--fsize=${Math.floor(size / 2)}`, '--']);
  const copies = readdirSync(join(dir, 'workspace/backups'));
  expect(await sentenceOf(importContacts(client, 10, 'More'))).toContain(
    'The disk is full: there is no room for a copy of the workspace, so nothing was begun. Make room and try again.',
  );
  expect(await count(client)).toBe(5000);
  expect(readdirSync(join(dir, 'workspace/backups'))).toEqual(copies);
  await stop(served);
}, 60_000);

test('[S4-17/C] a service that was killed leaves nothing that keeps the next one from starting', async () => {
  const first = await serve();
  await addCompany(first.client, 'Acme');
  first.served.child.kill('SIGKILL');
  await first.served.ended;
  // Whoever has the number of the killed process now is another program.
  writeFileSync(join(dir, 'workspace/lock'), JSON.stringify({ pid: process.pid, address: 'http://127.0.0.1:1/' }));
  const second = await serve();
  expect(second.served.address).not.toContain(':1/');
  expect(await count(second.client, 'company')).toBe(1);
  await stop(second.served);
}, 30_000);
