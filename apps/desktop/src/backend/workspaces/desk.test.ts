import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Device, startDevices } from '../../../test/start-devices.ts';
import type { Params } from '../../shared/api.ts';
import { serverRequests } from '../sync/server-requests.ts';

const devices = startDevices();
beforeAll(devices.start, 120_000);
afterEach(devices.close);
afterAll(devices.stop);

const { openDevice, setUp, companies, connect, until, password } = devices;
const make = (device: Device, name: string) => devices.make(device, 'company', { name });

/** A server answers nobody as often as it can. */
const politeMs = 500;

const tokens = new Map<string, string>();

/** Asks the server as somebody who is signed in on the web. */
async function ask(email: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const requests = serverRequests(devices.address());
  if (!tokens.has(email)) {
    const signedIn = await requests.logIn(email, password);
    if (!signedIn.ok) throw new Error('Not signed in.');
    tokens.set(email, signedIn.value.accessToken);
  }
  const accessToken = tokens.get(email) ?? '';
  const found = await requests.organizations(accessToken);
  const organization = found.ok ? (found.value[0]?.id ?? '') : '';
  const response = await fetch(`${devices.address()}/api/v1${path}`, {
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

test('[B-22/S] a workspace made alone is brought into an organization with data: seen before, decided, broken off, given up, done', async () => {
  const [one, two] = [await openDevice(), await openDevice()];
  await setUp(one, 'Orchard');
  await devices.make(one, 'company', { name: 'Acme', city: 'Bern' });
  const [ann] = await devices.make(one, 'contact', { name: 'Ann', emails: ['ann@acme.example'], jobTitle: 'Buyer' });
  await connect(one, 'merge@a.example', 'new');

  await setUp(two, 'Brewery');
  const names = Array.from({ length: 300 }, (_, index) => ({ name: `Pub ${String(index).padStart(4, '0')}` }));
  for (let at = 0; at < names.length; at += 300) await devices.make(two, 'company', ...names.slice(at, at + 300));
  await devices.make(two, 'company', { name: 'ACME', industry: 'retail' });
  const [contact] = await devices.make(two, 'contact', {
    name: 'Ann',
    emails: ['ann@acme.example'],
    phones: ['+41446681800'],
    jobTitle: 'Head of buying',
  });

  const asked = {
    address: devices.address(),
    email: 'merge@a.example',
    password: devices.password,
    as: 'account',
  } as const;
  const offered = await two.call('sync.connect', asked);
  expect(offered).toMatchObject({ ok: true, value: { choose: [{ name: 'Orchard' }], canBeNew: true } });
  expect(await two.names()).toEqual([['Brewery', true]]);
  const organization = offered.ok ? (offered.value.choose[0]?.id ?? '') : '';
  expect(await two.call('sync.connect', { ...asked, organization })).toMatchObject({ ok: true });
  expect(await two.names()).toEqual([
    ['Brewery', false],
    ['Orchard', true],
  ]);
  const phase = async (device = two) => (await device.call('merge.status', {}))?.phase;
  await until('it can be compared', async () => (await phase()) === 'deciding');
  const plan = await two.call('merge.plan', { limit: 10 });
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  const { pairs, entities, decisions } = plan.value;
  expect(entities.find(({ entity }) => entity === 'company')).toMatchObject({ there: 301, here: 1 });
  expect(pairs.map(({ entity, count, shown }) => [entity, count, shown[0]?.by, shown[0]?.differences])).toEqual([
    ['contact', 1, 'E-mail', [{ field: 'jobTitle', label: 'Job title', there: 'Head of buying', here: 'Buyer' }]],
    ['company', 1, 'Name', [{ field: 'name', label: 'Name', there: 'ACME', here: 'Acme' }]],
  ]);
  await two.call('merge.decide', { decisions: { ...decisions, ours: { [`contact/${contact}`]: ['jobTitle'] } } });

  // The app ends in the middle: nothing was sent, and nothing is before somebody decides.
  const running = two.call('merge.run', {});
  await until('some of it is written', async () => ((await two.call('merge.status', {}))?.done ?? 0) > 0, 1);
  await two.close();
  expect(await running).toMatchObject({ ok: false });
  const again = await openDevice(two.home);
  expect([await phase(again), (await again.call('sync.status', {})).state]).toEqual(['interrupted', 'paused']);
  expect((await again.call('sync.status', {})).waiting).toBeGreaterThan(0);
  await again.call('sync.pause', { isPaused: false });
  expect((await again.call('sync.status', {})).state).toBe('paused');
  expect(await again.call('merge.cancel', {})).toEqual({ ok: true, value: null });
  expect([await again.call('merge.status', {}), await companies(again)]).toEqual([null, ['Acme']]);
  await until('it is in step again', () => devices.isOnline(again));
  expect(await companies(one)).toEqual(['Acme']);

  const brewery = (await again.call('workspaces.list', {})).workspaces.find(({ isOpen }) => !isOpen);
  expect(await again.call('merge.begin', { id: brewery?.id ?? '' })).toEqual({ ok: true, value: null });
  await again.call('merge.decide', { decisions: { ...decisions, ours: { [`contact/${contact}`]: ['jobTitle'] } } });
  const merged = await again.call('merge.run', {});
  expect(merged).toMatchObject({ ok: true, value: { filled: 2, refused: 0 } });
  await until('the other device has it', async () => (await devices.count(one, 'company')) === 301);
  await until('all of it was sent', () => devices.isOnline(again));
  expect(await devices.count(one, 'contact')).toBe(1);
  const got = (await one.call('records.get', { entity: 'contact', id: ann ?? '' }))?.record;
  expect(got).toMatchObject({ jobTitle: 'Head of buying', phones: ['+41446681800'] });

  expect(await again.call('workspaces.remove', { id: brewery?.id ?? '' })).toEqual({ ok: true, value: null });
  expect(await again.names()).toEqual([['Orchard', true]]);
}, 120_000);
