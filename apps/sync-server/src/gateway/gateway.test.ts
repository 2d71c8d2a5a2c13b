import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { encodeFrame } from '@satchel/sync';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDevice, type Device, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

describe.each(['embedded', 'postgres'] as const)('devices on a socket, database %s', (kind) => {
  let server: TestServer;
  const connected: Device[] = [];
  beforeAll(async () => {
    server = await runServer(kind);
  }, 120_000);
  afterEach(async () => {
    for (const device of connected.splice(0)) await device.disconnect();
  });
  afterAll(async () => await server.close());

  const deviceOf = async (who: Parameters<typeof createDevice>[0], address = server.address): Promise<Device> => {
    const device = createDevice(who);
    connected.push(device);
    await device.connect(address);
    await until(
      'the first load',
      () => device.store.meta('generation') !== undefined && device.row('member', device.member) !== null,
    );
    return device;
  };
  const atRest = (device: Device) => until('everything was judged', () => device.store.outbox().length === 0);

  test('[S3-06/S] two devices edit offline, connect, and hold the same rows; what one does the other shows at once', async () => {
    const who = await register(server.address, `two-${kind}@a.example`);
    const [one, two] = [await deviceOf(who), await deviceOf(who)];
    expect(one.row('member', one.member)).toMatchObject({ role: 'owner', isActive: true });
    const company = one.make('company', { name: 'Acme', city: 'Bern' });
    await until('the other device shows it', () => two.row('company', company) !== null);
    await one.disconnect();
    await two.disconnect();
    one.update('company', company, { name: 'Acme One' });
    two.update('company', company, { city: 'Basel' });
    const [ofOne, ofTwo] = [one.make('contact', { name: 'Eve' }), two.make('contact', { name: 'Bo' })];
    await one.connect(server.address);
    await two.connect(server.address);
    await atRest(one);
    await atRest(two);
    await until('both hold the same', () => one.store.meta('cursor') === two.store.meta('cursor'));
    for (const [entity, id] of [
      ['company', company],
      ['contact', ofOne],
      ['contact', ofTwo],
    ] as const) {
      expect(one.row(entity, id)).not.toBeNull();
      expect(one.row(entity, id)).toEqual(two.row(entity, id));
    }
    expect(one.row('company', company)).toMatchObject({ name: 'Acme One', city: 'Basel' });
  });

  test('a rule that two devices break together holds: the later edit is refused and kept on its device', async () => {
    const who = await register(server.address, `rule-${kind}@a.example`);
    const [one, two] = [await deviceOf(who), await deviceOf(who)];
    const deal = one.make('deal', { title: 'Big', amount: { minor: 100, currency: 'USD' } });
    await until('the other device shows it', () => two.row('deal', deal) !== null);
    await one.disconnect();
    await two.disconnect();
    one.update('deal', deal, { status: 'won' });
    const zero = two.update('deal', deal, { amount: { minor: 0, currency: 'USD' } });
    await one.connect(server.address);
    await atRest(one);
    await two.connect(server.address);
    await atRest(two);
    expect(two.store.attention()).toMatchObject([{ kind: 'refused', change: { id: zero } }]);
    await until('the deal as the server has it', () => two.row('deal', deal)?.['status'] === 'won');
    expect(two.row('deal', deal)).toMatchObject({ status: 'won', amount: { minor: 100 } });
  });

  test('a device sees nothing of another organization, and cannot connect to one', async () => {
    const [ada, bo] = [
      await register(server.address, `ada-${kind}@iso.example`),
      await register(server.address, `bo-${kind}@iso.example`),
    ];
    const [one, two] = [await deviceOf(ada), await deviceOf(bo)];
    const company = one.make('company', { name: 'Secret of Ada' });
    await atRest(one);
    // An edit of a record of another tenant is one of a record that does not exist.
    two.store.putRows([{ entity: 'company', id: company, before: null, after: one.row('company', company) }]);
    two.update('company', company, { name: 'Taken' });
    await atRest(two);
    expect(two.store.attention()).toMatchObject([{ kind: 'refused', refusals: [{ code: 'not-found' }] }]);
    expect(one.row('company', company)?.['name']).toBe('Secret of Ada');
    const stranger = createDevice({ ...bo, organization: ada.organization });
    await expect(stranger.connect(server.address)).rejects.toThrow('4403');
    const nowhere = createDevice({ ...bo, organization: randomUUID() });
    await expect(nowhere.connect(server.address)).rejects.toThrow('4403');
  });

  test('who did not sign in, or signed out, does not connect', async () => {
    const who = await register(server.address, `out-${kind}@a.example`);
    await expect(createDevice(who).connect(server.address, 'no token')).rejects.toThrow('4401');
    await ask(server.address, 'POST', '/api/v1/auth/logout', { token: who.token });
    await expect(createDevice(who).connect(server.address)).rejects.toThrow('4401');
  });

  test('one name of devices in two organizations is two devices', async () => {
    const who = await register(server.address, `name-${kind}@a.example`);
    const device = await deviceOf(who);
    const other = await register(server.address, `name2-${kind}@a.example`);
    // The same name in another organization is another device.
    const same = createDevice(other, device.name);
    connected.push(same);
    await same.connect(server.address);
  });

  test.each([
    ['text instead of bytes', 'hello', 4400],
    ['bytes that are no frame', new Uint8Array([255, 1, 2, 3]), 4400],
    ['another message before it says who it is', null, 4401],
  ])('a socket that begins with %s is closed, and others go on', async (_case, first, code) => {
    const who = await register(server.address, `bad-${kind}-${code}-${String(first).slice(0, 3)}@a.example`);
    const device = await deviceOf(who);
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync`);
    await once(socket, 'open');
    socket.send(first ?? encodeFrame({ kind: 'pull', after: 0 }));
    const [closed] = (await once(socket, 'close')) as [number];
    expect(closed).toBe(code);
    device.make('company', { name: 'Still there' });
    await atRest(device);
  });

  test('a frame that is too large closes its connection and no other', async () => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync`);
    await once(socket, 'open');
    socket.on('error', () => undefined);
    socket.send(new Uint8Array(9 * 1024 * 1024));
    const [closed] = (await once(socket, 'close')) as [number];
    expect([1009, 4401]).toContain(closed);
    expect((await ask(server.address, 'GET', '/health')).status).toBe(200);
  });
});

test('[S3-06/S] what a device sends to one node is shown by a device of another one', async () => {
  const server = await runServer('postgres');
  const node = await server.node();
  const who = await register(server.address, 'nodes@a.example');
  const [one, two] = [createDevice(who), createDevice(who)];
  await one.connect(server.address);
  await two.connect(node.address);
  await until('the first load', () => one.row('member', one.member) !== null && two.row('member', two.member) !== null);
  const company = one.make('company', { name: 'Across' });
  await until('the other node shows it', () => two.row('company', company) !== null);
  // A node that stops loses nothing: its device goes on at the other one.
  await node.close();
  const later = two.make('company', { name: 'After the node' });
  await two.disconnect();
  await two.connect(server.address);
  await until('it arrives', () => one.row('company', later) !== null);
  await one.disconnect();
  await two.disconnect();
  await server.close();
});

describe('hostile peers', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await runServer('postgres');
  }, 120_000);
  afterAll(async () => await server.close());
  const socketOf = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync`);
    socket.on('error', () => undefined);
    await once(socket, 'open');
    return socket;
  };
  const closeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

  test('an upgrade that is reset, at any path, does not end the server', async () => {
    const { hostname, port } = new URL(server.address);
    for (const path of ['/elsewhere', '/sync']) {
      for (let n = 0; n < 50; n++) {
        const socket = connectSocket(Number(port), hostname);
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
        socket.resetAndDestroy();
      }
    }
    expect((await ask(server.address, 'GET', '/health')).status).toBe(200);
  });

  test('before it is known who somebody is, a frame is as long as a token may be', async () => {
    const socket = await socketOf();
    socket.send(new Uint8Array(20 * 1024));
    expect(await closeOf(socket)).toBe(4401);
  });

  test('a socket stays whose it was: another token cannot take it over', async () => {
    const [ada, bo] = [
      await register(server.address, 'a@own.example'),
      await register(server.address, 'b@own.example'),
    ];
    const socket = await socketOf();
    const say = (who: typeof ada) =>
      socket.send(encodeFrame({ kind: 'auth', token: who.token, organization: who.organization, device: 'sametag0' }));
    say(ada);
    await once(socket, 'message');
    // A token of the same person renews it.
    say(ada);
    await once(socket, 'message');
    say(bo);
    expect(await closeOf(socket)).toBe(4403);
  });

  test('signing out ends the connections of that session', async () => {
    const who = await register(server.address, 'out@own.example');
    const device = createDevice(who);
    await device.connect(server.address);
    await ask(server.address, 'POST', '/api/v1/auth/logout', { token: who.token });
    await until('the socket is closed', () => !device.isConnected());
    await expect(device.connect(server.address)).rejects.toThrow('4401');
  });

  test('the name that the server itself uses is no device’s', async () => {
    const who = await register(server.address, 'name@own.example');
    await expect(createDevice(who, 'server00').connect(server.address)).rejects.toThrow('4403');
  });

  // The last one: afterwards this address has no tries left for a minute.
  test('one address that tries much is slowed down, whatever it tries and under both names of the way in', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 70; n++) {
      const path = n % 2 === 0 ? '/api/v1/auth/accept-invitation' : '/api/auth/accept-invitation';
      const body = { token: `guess${n}`, password: 'correct horse battery' };
      statuses.push((await ask(server.address, 'POST', path, { body })).status);
    }
    expect([statuses.at(0), statuses.at(-1)]).toEqual([404, 429]);
  });
});
