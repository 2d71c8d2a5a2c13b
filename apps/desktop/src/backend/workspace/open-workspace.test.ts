import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace } from '../service/workspace.ts';
import { givenKey, passphraseKeyStore } from './keys.ts';
import { openWorkspace, type Workspace } from './open-workspace.ts';

const made: string[] = [];
const open: Workspace[] = [];

afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-workspace-'));
  made.push(dir);
  return dir;
}

async function opened(options: Parameters<typeof openWorkspace>[0]): Promise<Workspace> {
  const result = await openWorkspace(options);
  if (!result.ok) throw new Error(result.error.message);
  open.push(result.value);
  return result.value;
}

async function closed(): Promise<void> {
  for (const workspace of open.splice(0)) await workspace.close();
}

const user = { name: 'Orchard', userName: 'Ada', currency: 'CHF', country: 'CH' } as const;

test('a new workspace is set up once, with its user as owner and its pipelines', async () => {
  const dir = newFolder();
  const workspace = await opened({ dir });
  expect(workspace.isSetUp()).toBe(false);
  expect(await createWorkspace(workspace, user)).toEqual({ ok: true, value: null });
  expect(await createWorkspace(workspace, { ...user, name: 'Other' })).toEqual({ ok: true, value: null });
  expect(statSync(join(dir, 'workspace.key')).mode & 0o777).toBe(0o600);
  const { me } = workspace;
  await closed();

  const again = await opened({ dir });
  expect({ isSetUp: again.isSetUp(), me: again.me, role: again.role(), ...again.profile() }).toMatchObject({
    isSetUp: true,
    me,
    role: 'owner',
    name: 'Orchard',
    currency: 'CHF',
    country: 'CH',
    weekStart: 1,
  });
  const pipelines = await again.readers.query('count', { entity: 'pipeline', where: { and: [] } }, again.asker());
  expect(pipelines.ok && pipelines.value).toBeGreaterThan(0);
});

test('a second start is told where the first one is, and a lock of an ended process is taken over', async () => {
  const dir = newFolder();
  const workspace = await opened({ dir });
  workspace.setAddress('http://127.0.0.1:4000/');
  const second = await openWorkspace({ dir });
  expect(!second.ok && second.error).toMatchObject({ code: 'in-use', address: 'http://127.0.0.1:4000/' });
  await closed();
  expect(readdirSync(dir)).not.toContain('lock');

  // No process has this id: it is above the largest that Linux gives.
  writeFileSync(join(dir, 'lock'), JSON.stringify({ pid: 2 ** 30, address: 'gone' }));
  await opened({ dir });
  await closed();
  writeFileSync(join(dir, 'lock'), '');
  await opened({ dir });
});

test('a wrong key, a lost key and a damaged file are told in sentences, and nothing is changed', async () => {
  const dir = newFolder();
  const workspace = await opened({ dir });
  await createWorkspace(workspace, user);
  expect((await workspace.backup()).ok).toBe(true);
  await closed();
  const path = join(dir, 'workspace.db');
  const before = readFileSync(path);

  const wrong = await openWorkspace({ dir, keys: givenKey(new Uint8Array(32).fill(7)) });
  expect(!wrong.ok && wrong.error.code).toBe('wrong-key');

  const key = readFileSync(join(dir, 'workspace.key'));
  rmSync(join(dir, 'workspace.key'));
  const lost = await openWorkspace({ dir });
  expect(!lost.ok && lost.error.code).toBe('missing-key');
  expect(readdirSync(dir)).not.toContain('lock');
  expect(readFileSync(path).equals(before)).toBe(true);
  writeFileSync(join(dir, 'workspace.key'), key);

  // The first page is damaged: the file's own key does not fit it any more.
  writeFileSync(path, Buffer.concat([Buffer.alloc(4096, 1), before.subarray(4096)]));
  const damaged = await openWorkspace({ dir });
  expect(!damaged.ok && damaged.error.message).toContain(join(dir, 'backups', 'satchel-'));
});

test('a passphrase opens what it made', async () => {
  const dir = newFolder();
  const salt = join(dir, 'workspace.salt');
  await createWorkspace(await opened({ dir, keys: passphraseKeyStore('correct horse', salt) }), user);
  await closed();
  const wrong = await openWorkspace({ dir, keys: passphraseKeyStore('wrong horse', salt) });
  expect(!wrong.ok && wrong.error.code).toBe('wrong-key');
  expect((await opened({ dir, keys: passphraseKeyStore('correct horse', salt) })).profile().name).toBe('Orchard');
});
