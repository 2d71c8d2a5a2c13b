import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type StartedServer, startServer } from '../../../test/start-server.ts';
import type { Answer, Method, Params } from '../../shared/api.ts';
import { serverRequests } from '../sync/server-requests.ts';
import { workspaceKeys } from '../workspace/keys.ts';
import { type OpenDesk, openDesk } from './desk.ts';

let server: StartedServer;
const desks: OpenDesk[] = [];
const folders: string[] = [];

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
afterAll(() => server.close());

const password = 'correct horse battery';

interface Device {
  readonly home: string;
  readonly call: <M extends Method>(method: M, params: Params<M>) => Promise<Answer<M>>;
  readonly names: () => Promise<readonly (readonly [string, boolean])[]>;
  readonly heard: string[];
  readonly close: () => Promise<void>;
}

/** All workspaces of one device, as the browser's host opens them. */
async function openDevice(home = mkdtempSync(join(tmpdir(), 'satchel-desk-'))): Promise<Device> {
  folders.push(home);
  const heard: string[] = [];
  const opened = await openDesk({
    home,
    keysOf: (dir) => Promise.resolve([workspaceKeys(dir, undefined)]),
    host: 'browser',
    version: '1.2.3',
    announce: (name) => void heard.push(name),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  desks.push(opened.value);
  const { handlers, close } = opened.value;
  const call: Device['call'] = async (method, params) => await handlers[method](params);
  return {
    home,
    call,
    heard,
    close,
    names: async () =>
      (await call('workspaces.list', {})).workspaces.map(({ name, isOpen }) => [name, isOpen] as const),
  };
}

const setUp = (device: Device, name: string) =>
  device.call('workspace.create', { name, userName: 'Ada', currency: 'USD', country: 'US', withSample: false });

async function until(what: string, holds: () => Promise<boolean> | boolean, everyMs = 20): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`This never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

let ids = 0;
const make = async (device: Device, name: string): Promise<void> => {
  const id = `0199b0f0-0000-7000-8000-${String(++ids).padStart(12, '0')}`;
  const intentions = [{ kind: 'create', entity: 'company', id, fields: { name } }] as unknown;
  const made = await device.call('changes.commit', { intentions } as Params<'changes.commit'>);
  if (!made.ok) throw new Error(made.error.map(({ message }) => message).join(' '));
};
const companies = async (device: Device): Promise<readonly unknown[]> =>
  (await device.call('records.page', { entity: 'company', where: { and: [] }, limit: 50 })).rows.map(
    ({ name }) => name,
  );

const isOnline = async (device: Device): Promise<boolean> => {
  const { state, waiting } = await device.call('sync.status', {});
  return state === 'online' && waiting === 0;
};
const connect = async (device: Device, email: string, as: 'new' | 'account', secret = password): Promise<void> => {
  const asked = { address: server.address, email, password: secret, as, name: 'Ada' };
  const met = await device.call('sync.connect', asked);
  if (!met.ok) throw new Error(met.error.map(({ message }) => message).join(' '));
  await until('it is connected', () => isOnline(device));
};

/** A server answers nobody as often as it can. */
const politeMs = 500;

const tokens = new Map<string, string>();

/** Asks the server as somebody who is signed in on the web. */
async function ask(email: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const requests = serverRequests(server.address);
  if (!tokens.has(email)) {
    const signedIn = await requests.logIn(email, password);
    if (!signedIn.ok) throw new Error('Not signed in.');
    tokens.set(email, signedIn.value.accessToken);
  }
  const accessToken = tokens.get(email) ?? '';
  const found = await requests.organizations(accessToken);
  const organization = found.ok ? (found.value[0]?.id ?? '') : '';
  const response = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'x-organization-id': organization,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status === 204 ? null : await response.json();
}

test('[S2-01/C] a device keeps several workspaces, each in a file of its own, and opens the one that was open last', async () => {
  const device = await openDevice();
  await setUp(device, 'Orchard');
  await make(device, 'Acme');
  expect(await device.names()).toEqual([['Orchard', true]]);
  expect(existsSync(join(device.home, 'workspaces.json'))).toBe(false);

  device.heard.length = 0;
  expect(await device.call('workspaces.add', {})).toEqual({ ok: true, value: null });
  expect(device.heard).toContain('reopened');
  expect((await device.call('workspace.status', {})).state).toBe('new');
  await setUp(device, 'Brewery');
  await make(device, 'Bolt');
  expect([await companies(device), await device.names()]).toEqual([
    ['Bolt'],
    [
      ['Brewery', true],
      ['Orchard', false],
    ],
  ]);
  const files = readdirSync(join(device.home, 'workspaces'));
  expect(files.map((id) => existsSync(join(device.home, 'workspaces', id, 'workspace.db')))).toEqual([true]);
  await device.close();

  const again = await openDevice(device.home);
  expect(await companies(again)).toEqual(['Bolt']);
  const { workspaces } = await again.call('workspaces.list', {});
  const orchard = workspaces.find(({ name }) => name === 'Orchard')?.id ?? '';
  expect(await again.call('workspaces.open', { id: orchard })).toEqual({ ok: true, value: null });
  expect(await companies(again)).toEqual(['Acme']);
  expect(await again.call('workspaces.open', { id: 'nowhere' })).toMatchObject({ error: [{ code: 'not-found' }] });
  expect(await companies(again)).toEqual(['Acme']);
}, 60_000);

test('removing a workspace takes its file, keys and copies, and nothing else; another one opens, or a new one', async () => {
  const device = await openDevice();
  await setUp(device, 'Orchard');
  writeFileSync(join(device.home, 'note.txt'), 'Mine.');
  await device.call('workspaces.add', {});
  await setUp(device, 'Brewery');
  await device.call('workspaces.wipe', {});
  expect(await device.names()).toEqual([['Orchard', true]]);
  expect((await device.call('workspaces.list', {})).notice).toBe('Brewery was removed from this device.');
  expect(readdirSync(join(device.home, 'workspaces'))).toEqual([]);

  const key = readFileSync(join(device.home, 'workspace.key'));
  await device.call('workspaces.wipe', {});
  expect((await device.call('workspace.status', {})).state).toBe('new');
  expect(readFileSync(join(device.home, 'workspace.key')).equals(key)).toBe(false);
  expect(readFileSync(join(device.home, 'note.txt'), 'utf8')).toBe('Mine.');
  await setUp(device, 'Fresh');
  expect(await companies(device)).toEqual([]);
}, 60_000);

test('[S2-06/S] a member who is removed has the workspace wiped at the next contact, whether connected or not', async () => {
  const [one, two] = [await openDevice(), await openDevice()];
  await setUp(one, 'Orchard');
  await connect(one, 'removed@a.example', 'new');
  const { me } = await one.call('workspace.status', {});
  const id = '0199b0f0-0000-7000-8000-00000000ffff';
  const fields = { name: 'Second', role: 'owner' };
  const intentions = [{ kind: 'create', entity: 'member', id, fields }] as unknown;
  await one.call('changes.commit', { intentions } as Params<'changes.commit'>);
  await connect(two, 'removed@a.example', 'account');
  await two.close();
  const off = [{ kind: 'update', entity: 'member', id: me, fields: { isActive: false } }] as unknown;
  await one.call('changes.commit', { intentions: off } as Params<'changes.commit'>);
  await until('it is wiped', async () => (await one.call('workspace.status', {})).state === 'new');
  expect((await one.call('workspaces.list', {})).notice).toContain('no longer a member');

  const later = await openDevice(two.home);
  await until('the other one is wiped, too', async () => (await later.call('workspace.status', {})).state === 'new');
  expect(await companies(later)).toEqual([]);
}, 120_000);

test('a device that is revoked is wiped at the next contact, whether it is connected or not', async () => {
  const [one, two] = [await openDevice(), await openDevice()];
  await setUp(one, 'Orchard');
  await connect(one, 'revoked@a.example', 'new');
  await connect(two, 'revoked@a.example', 'account');
  const devicesOf = async () =>
    ((await ask('revoked@a.example', 'GET', '/devices')) as { devices: { device: string; name: string }[] }).devices;
  await until('both have a key', async () => (await devicesOf()).every(({ name }) => name !== ''), politeMs);
  await two.close();
  for (const { device } of await devicesOf()) await ask('revoked@a.example', 'DELETE', `/devices/${device}`);
  await until('it is wiped', async () => (await one.call('workspace.status', {})).state === 'new');
  expect((await one.call('workspaces.list', {})).notice).toContain('This device was removed');
  const later = await openDevice(two.home);
  await until('so is the other one', async () => (await later.call('workspace.status', {})).state === 'new');
}, 120_000);

test('[S2-04/S] what waits goes up also when the session has ended meanwhile, and then asks to sign in', async () => {
  const [one, two] = [await openDevice(), await openDevice()];
  await setUp(one, 'Orchard');
  await connect(one, 'ended@a.example', 'new');
  await connect(two, 'ended@a.example', 'account');
  await until(
    'it has a key',
    async () => {
      const { devices } = (await ask('ended@a.example', 'GET', '/devices')) as { devices: { name: string }[] };
      return devices.every(({ name }) => name !== '');
    },
    politeMs,
  );
  // Which ends every session but the one that asks.
  const changed = { current_password: password, password: 'another horse battery' };
  await ask('ended@a.example', 'POST', '/auth/change-password', changed);
  await until('it notices', async () => (await one.call('sync.status', {})).state === 'signed-out');
  await make(one, 'Made offline');
  await one.close();
  const again = await openDevice(one.home);
  await until('it was sent', async () => {
    const { state, waiting } = await again.call('sync.status', {});
    return state === 'signed-out' && waiting === 0;
  });
  expect(await companies(again)).toEqual(['Made offline']);
  await connect(two, 'ended@a.example', 'account', 'another horse battery');
  await until('the other one has it', async () => (await companies(two)).includes('Made offline'));
}, 120_000);
