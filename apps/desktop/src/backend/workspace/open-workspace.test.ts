import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace } from '../service/workspace.ts';
import { givenKey, workspaceKeys } from './keys.ts';
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
  await createWorkspace(await opened({ dir, keys: workspaceKeys(dir, 'correct horse') }), user);
  await closed();
  const wrong = await openWorkspace({ dir, keys: workspaceKeys(dir, 'wrong horse') });
  expect(!wrong.ok && wrong.error.code).toBe('wrong-key');
  expect((await opened({ dir, keys: workspaceKeys(dir, 'correct horse') })).profile().name).toBe('Orchard');
});

/** Files of the folder that this process has open (https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html). */
function openFiles(dir: string): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(dir) ? [path] : [];
    } catch {
      return [];
    }
  });
}

test.runIf(existsSync('/proc/self/fd'))(
  'what opens half-way gives everything back and can be opened again',
  async () => {
    const dir = newFolder();
    await createWorkspace(await opened({ dir }), user);
    await closed();
    const broken = join(newFolder(), 'thread.mjs');
    for (const code of ['process.exit(0);', 'throw new Error();', 'import "./not-there.mjs";']) {
      writeFileSync(broken, code);
      await expect(openWorkspace({ dir, databaseThreadUrl: pathToFileURL(broken) })).rejects.toThrow();
      expect([openFiles(dir), readdirSync(dir).filter((name) => name.startsWith('lock'))]).toEqual([[], []]);
    }
    const key = join(dir, 'workspace.key');
    const right = readFileSync(key);
    rmSync(key);
    mkdirSync(key);
    await expect(openWorkspace({ dir })).rejects.toThrow('EISDIR');
    expect(readdirSync(dir)).not.toContain('lock');
    rmSync(key, { recursive: true });
    writeFileSync(key, right);
    expect((await opened({ dir })).profile().name).toBe('Orchard');
  },
);

test('a folder that cannot be one is told in a sentence', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  for (const dir of [file, join(file, 'below')]) {
    const result = await openWorkspace({ dir });
    expect(!result.ok && result.error).toMatchObject({ code: 'not-writable' });
    expect(!result.ok && result.error.message).toContain(`The folder ${dir} cannot be made`);
  }
});

test('a workspace that is refused keeps nothing of itself', async () => {
  const workspace = await opened({ dir: newFolder() });
  const refused = await createWorkspace(workspace, { ...user, userName: 'A\0da' });
  expect(refused.ok).toBe(false);
  expect([workspace.isSetUp(), workspace.profile().name, workspace.profile().currency]).toEqual([
    false,
    'Workspace',
    'USD',
  ]);
  expect(await createWorkspace(workspace, user)).toEqual({ ok: true, value: null });
  expect(workspace.profile().name).toBe('Orchard');
});
