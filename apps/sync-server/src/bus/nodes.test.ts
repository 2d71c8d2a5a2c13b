import { once } from 'node:events';
import { recordIdFrom } from '@satchel/core';
import { encodeFrame } from '@satchel/sync';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDevice, type Device, until } from '../../test/device.ts';
import { connectPeer } from '../../test/hostile/peer.ts';
import { hasRedis, startRedis } from '../../test/redis.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

const loaded = async (device: Device, address: string, token?: string): Promise<void> => {
  await device.connect(address, token);
  await until(
    'the first load',
    () => device.store.meta('generation') !== undefined && device.row('member', device.member) !== null,
  );
};

describe.each([
  { way: 'LISTEN', hasBus: true, looks: 'never' },
  { way: 'Redis', hasBus: true, looks: 'never' },
  { way: 'polling alone', hasBus: false, looks: 'often' },
] as const)('two nodes, by $way', ({ way, hasBus, looks }) => {
  const isLeftOut = way === 'Redis' && !hasRedis;
  let server: TestServer;
  let node: Awaited<ReturnType<TestServer['node']>>;
  let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
  beforeAll(async () => {
    if (isLeftOut) return;
    redis = way === 'Redis' ? await startRedis() : undefined;
    const env = { HINT_BUS: hasBus ? 'on' : 'off', ...(redis ? { REDIS_URL: redis.url } : {}) };
    server = await runServer('postgres', env, Date.now, looks);
    node = await server.node();
  }, 120_000);
  afterAll(async () => {
    if (isLeftOut) return;
    await node.close();
    await server.close();
    await redis?.stop();
  });

  test.skipIf(isLeftOut)(
    '[S3-06/S] what one accepts devices of the other one show, each change and in both directions',
    async () => {
      const who = await register(server.address, `bus-${looks}@a.example`);
      const [one, two] = [createDevice(who), createDevice(who)];
      await loaded(one, server.address);
      await loaded(two, node.address);
      for (let n = 0; n < 5; n++) {
        const [from, to] = n % 2 === 0 ? [one, two] : [two, one];
        const company = from.make('company', { name: `Number ${n}` });
        await until('the other node shows it', () => to.row('company', company) !== null);
      }
      await one.disconnect();
      await two.disconnect();
    },
  );

  test.skipIf(isLeftOut)(
    `[B-21/S] who looks at a record on one node ${hasBus ? 'is shown on the other one, and no longer when they are gone' : 'is shown there alone, since nobody carries it'}`,
    async () => {
      const who = await register(server.address, `looks-${looks}-${hasBus}-${way.length}@a.example`);
      const invited = await ask(server.address, 'POST', `/api/v1/organizations/${who.organization}/members`, {
        token: who.token,
        body: { email: `other-${way.length}@a.example`, role: 'admin' },
      });
      const { invitation, member_id } = invited.body as unknown as { invitation: { token: string }; member_id: string };
      const accepted = await ask(server.address, 'POST', '/api/v1/auth/accept-invitation', {
        body: { token: invitation.token, password: 'correct horse battery' },
      });
      const { access_token: token } = accepted.body as unknown as { access_token: string };
      const other = { token, organization: who.organization, member: member_id };
      const [one, two] = [await connectPeer(server.address, who), await connectPeer(node.address, other)];
      const here = await connectPeer(server.address, other);
      const at = [{ entity: 'member', id: recordIdFrom(who.member), isEditing: false }];
      two.say({ kind: 'looking', at: at.map((place) => ({ ...place, isEditing: true })) });
      one.say({ kind: 'looking', at });
      const others = () => one.heard().findLast((message) => message.kind === 'presence');
      if (!hasBus) here.say({ kind: 'looking', at });
      await until('the other one is shown', () => others()?.others.length === 1);
      expect(others()).toMatchObject({ others: [{ member: member_id, isEditing: hasBus }] });
      await two.close();
      await here.close();
      await until('they are gone', () => others()?.others.length === 0);
      await one.close();
    },
  );

  test.skipIf(isLeftOut || !hasBus)('a session that one node ends is cut off by the other at once', async () => {
    const who = await register(server.address, `end-${way}@a.example`);
    const device = createDevice(who);
    await loaded(device, node.address);
    await ask(server.address, 'POST', '/api/v1/auth/logout', { token: who.token });
    await until('it is cut off', () => !device.isConnected());
  });
});

test('without its bus a server goes on: lost hints and a lost connection cost only the time to the next look', async () => {
  const server = await runServer('postgres');
  const node = await server.node();
  const who = await register(server.address, 'lost@a.example');
  const [one, two] = [createDevice(who), createDevice(who)];
  await loaded(one, server.address);
  await loaded(two, node.address);
  const { database } = server.config;
  if (database.kind !== 'postgres') throw new Error('It is one.');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const listening =
    "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%satchel_hints%' AND pid <> pg_backend_pid()";
  const count = async () =>
    Number((await client.query<{ count: string }>(`SELECT count(*) ${listening}`)).rows[0]?.count);
  await client.query(`SELECT pg_terminate_backend(pid) ${listening}`);
  const company = one.make('company', { name: 'Without hints' });
  await until('the other node shows it', () => two.row('company', company) !== null);
  // Hints of a stranger, or of tomorrow, are no harm.
  for (const text of ['hello', '{"from":"x","heads":{"y":"z"}}', '{"from":"x","heads":{"y":1},"ended":["z"]}']) {
    await client.query('SELECT pg_notify($1, $2)', ['satchel_hints', text]);
  }
  await until('both listen again', async () => (await count()) === 2);
  await client.end();
  await one.disconnect();
  await two.disconnect();
  await node.close();
  await server.close();
});

test('a node that is stopped while devices work finishes what it took, sends them elsewhere, and loses nothing', async () => {
  const server = await runServer('postgres');
  const node = await server.node();
  const who = await register(server.address, 'drain@a.example');
  const devices = [createDevice(who), createDevice(who), createDevice(who)];
  for (const device of devices) await loaded(device, node.address);
  const made = devices.flatMap((device) =>
    Array.from({ length: 40 }, (_, n) => device.make('company', { name: `${device.name} ${n}` })),
  );
  const stopping = node.close();
  expect((await fetch(`${node.address}/ready`).catch(() => ({ status: 503 }))).status).toBe(503);
  const late = new WebSocket(`${node.address.replace('http', 'ws')}/sync`);
  const refused = await new Promise<string>((resolve) => {
    late.on('error', (error) => resolve(error.message));
    late.on('open', () => resolve('taken in'));
  });
  expect(refused).toMatch(/503|ECONNREFUSED|ECONNRESET/);
  await stopping;
  expect(devices.map((device) => device.closedBy())).toEqual([1001, 1001, 1001]);
  for (const device of devices) {
    await device.disconnect();
    await device.connect(server.address);
  }
  await until('everything was judged', () => devices.every((device) => device.store.outbox().length === 0));
  const witness = createDevice(who);
  await loaded(witness, server.address);
  await until('it has all', () => made.every((company) => witness.row('company', company) !== null));
  expect(devices.flatMap((device) => device.store.attention())).toEqual([]);
  for (const device of [...devices, witness]) await device.disconnect();
  await server.close();
});

test('[S5-20/S] 500 sockets share at most 20 connections to the database', async () => {
  const server = await runServer('postgres', { MAX_CONNECTIONS_PER_USER: '500' });
  const who = await register(server.address, 'many@a.example');
  const { database } = server.config;
  if (database.kind !== 'postgres') throw new Error('It is one.');
  const client = new pg.Client({ connectionString: database.url, application_name: 'witness' });
  await client.connect();
  const others =
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'witness'";
  let most = 0;
  let isOver = false;
  const counting = (async () => {
    while (!isOver) {
      const { rows } = await client.query<{ count: string }>(others);
      most = Math.max(most, Number(rows[0]?.count));
    }
  })();
  const sockets = await Promise.all(
    Array.from({ length: 500 }, async (_, n) => {
      const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync`);
      await once(socket, 'open');
      const device = `many${String(n).padStart(4, '0')}`;
      socket.send(encodeFrame({ kind: 'auth', token: who.token, organization: who.organization, device }));
      // It is told who it is: it was let in.
      await once(socket, 'message');
      return socket;
    }),
  );
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  expect(metrics).toContain('satchel_connections 500');
  isOver = true;
  await counting;
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(20);
  await client.end();
  for (const socket of sockets) socket.terminate();
  await server.close();
}, 60_000);
