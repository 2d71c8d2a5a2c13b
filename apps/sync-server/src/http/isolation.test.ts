import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { coreModel, recordIdFrom } from '@satchel/core';
import { type ClientMessage, decodeServerFrame, encodeFrame } from '@satchel/sync';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDevice, type Device, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

/** What stands in everything that belongs to Ada. */
const mark = 'Zq7secret';

let places = 0;
const elsewhere = (): string => {
  places += 1;
  return `10.0.0.${places}`;
};

describe('[S1-01/S] two organizations on one server', () => {
  let server: TestServer;
  let ada: Awaited<ReturnType<typeof register>>;
  let bo: Awaited<ReturnType<typeof register>>;
  let device: Device;
  let company: ReturnType<Device['make']>;
  beforeAll(async () => {
    // Each request comes from elsewhere, so that none is slowed down.
    server = await runServer('postgres', { TRUST_PROXY: '127.0.0.1' });
    ada = await register(server.address, `${mark}@ada.example`, { company_name: mark });
    bo = await register(server.address, 'bo@bo.example');
    device = createDevice(ada);
    await device.connect(server.address);
    await until('the first load', () => device.store.meta('generation') !== undefined);
    company = device.make('company', { name: mark });
    await until('it was judged', () => device.store.outbox().length === 0);
    await ask(server.address, 'PUT', `/api/v1/devices/${device.name}`, {
      token: ada.token,
      headers: { 'x-organization-id': ada.organization },
      body: { name: mark },
    });
  }, 120_000);
  afterAll(async () => {
    await device.disconnect();
    await server.close();
  });

  test('every address that the server answers at, asked by Bo with Ada’s ids, tells nothing of hers and changes nothing', async () => {
    const before = await everything();
    const told: string[] = [];
    // Signing out comes last: what follows would be asked by nobody.
    const routes = server
      .routes()
      .toSorted((a, b) => Number(a.url.endsWith('/logout')) - Number(b.url.endsWith('/logout')));
    for (const { method, url } of routes) {
      const path = url
        .replace(':organization', ada.organization)
        .replace(':member', ada.member)
        .replace(':device', device.name);
      for (const organization of [ada.organization, bo.organization]) {
        const answer = await fetch(`${server.address}${path}`, {
          method,
          headers: {
            authorization: `Bearer ${bo.token}`,
            'x-organization-id': organization,
            'content-type': 'application/json',
            'x-forwarded-for': elsewhere(),
          },
          ...(method === 'GET' || method === 'HEAD'
            ? {}
            : {
                body: JSON.stringify({
                  organization_id: ada.organization,
                  device: device.name,
                  device_key: 'guess',
                  token: 'guess',
                  refresh_token: 'guess',
                  role: 'owner',
                  is_active: false,
                }),
              }),
        });
        const text = await answer.text();
        if (answer.status >= 500 || answer.status === 429 || text.includes(mark) || text.includes(company))
          told.push(`${method} ${path}: ${answer.status}`);
      }
    }
    expect(told).toEqual([]);
    expect(routes.length).toBeGreaterThan(30);
    const login = { email: 'bo@bo.example', password: 'correct horse battery' };
    const again = await ask(server.address, 'POST', '/api/v1/auth/login', { body: login });
    bo = { ...bo, token: (again.body as unknown as { access_token: string }).access_token };
    expect(await everything()).toEqual(before);
  });

  test('every message of the protocol, sent by Bo with Ada’s ids, tells nothing of hers and changes nothing', async () => {
    const before = await everything();
    const change = (n: number, fields: Record<string, string>) => ({
      id: recordIdFrom(randomUUID().replace(/^(.{14})./, '$17')),
      actor: n % 2 === 0 ? ada.member : bo.member,
      device: n % 2 === 0 ? device.name : 'bosdevic',
      at: `01a1fcf79dcf-000${n}-bosdevic`,
      intentions: [{ kind: 'update', entity: 'company', id: company, base: 1, fields }],
    });
    const adoption = randomUUID();
    // A message that is added needs a line here: it does not compile without.
    const messages: Readonly<Record<ClientMessage['kind'], readonly unknown[]>> = {
      auth: [{ kind: 'auth', token: bo.token, organization: ada.organization, device: 'bosdevic' }],
      hello: [
        {
          kind: 'hello',
          protocol: 1,
          cursor: null,
          generation: null,
          epoch: {},
          schema: coreModel.schema,
          now: Date.now(),
        },
      ],
      push: [0, 1].map((n) => ({
        kind: 'push',
        firstNumber: n + 1,
        changes: [change(n, { name: 'Taken' })],
        now: Date.now(),
      })),
      pull: [{ kind: 'pull', after: 0 }],
      check: [{ kind: 'check', at: 1 }],
      page: coreModel.entities.map(({ name }) => ({ kind: 'page', load: 1, entity: name, afterId: null })),
      lease: [{ kind: 'lease', ask: 1, counter: 'lead.code', count: 10 }],
      past: [{ kind: 'past', ask: 1, after: 0 }],
      adopt: [{ kind: 'adopt', adoption, schema: coreModel.schema }],
      'adopt-changes': [{ kind: 'adopt-changes', adoption, after: 0, previous: null, changes: [] }],
      'adopt-end': [{ kind: 'adopt-end', adoption, upTo: 1, last: company }],
      looking: [{ kind: 'looking', at: [{ entity: 'company', id: company, isEditing: true }] }],
    };
    const heard: string[] = [];
    const kinds = new Set<string>();
    for (const said of Object.values(messages).flat()) {
      const socket = new WebSocket(`${server.address.replace('http', 'ws')}/sync`);
      await once(socket, 'open');
      socket.on('message', (data: Buffer) => {
        const decoded = decodeServerFrame(data);
        if (decoded.ok) kinds.add(decoded.value.kind);
        const text = JSON.stringify(decoded.ok ? decoded.value : '');
        if (text.includes(mark) || text.includes(company)) heard.push(text.slice(0, 200));
      });
      const say = (message: unknown): void => socket.send(encodeFrame(message as Parameters<typeof encodeFrame>[0]));
      const ended = once(socket, 'close');
      say({ kind: 'auth', token: bo.token, organization: bo.organization, device: 'bosdevic' });
      await once(socket, 'message');
      for (const one of messages.hello) say(one);
      say(said);
      // Answered after everything before it: the socket is not its own any more.
      say({ kind: 'auth', token: ada.token, organization: ada.organization, device: 'bosdevic' });
      await ended;
    }
    // What is refused names the record that Bo asked for himself, and nothing of it.
    expect(heard.filter((text) => !/"not-found"|"not-a-member"|"not-yours"/.test(text) || text.includes(mark))).toEqual(
      [],
    );
    expect([...kinds]).toEqual(expect.arrayContaining(['authorized', 'welcome', 'outcomes', 'page', 'delta']));
    expect(await everything()).toEqual(before);
  }, 60_000);

  test('[S5-21/S] what a device of each holds has nothing in common, entity by entity', async () => {
    const other = createDevice(bo);
    await other.connect(server.address);
    await until('the first load', () => other.store.meta('generation') !== undefined);
    const idsOf = (of: Device, entity: string): readonly string[] =>
      of.store.list({ need: 'list', entity, where: { and: [] }, limit: 1000 }).map(({ id }) => id);
    for (const { name } of coreModel.entities) {
      const [a, b] = [new Set(idsOf(device, name)), idsOf(other, name)];
      expect([name, b.filter((id) => a.has(id))]).toEqual([name, []]);
    }
    expect([idsOf(device, 'company').length, idsOf(device, 'stage').length > 0]).toEqual([1, true]);
    await other.disconnect();
  });

  test('[S3-01/S] somebody who was switched off is told so at every address and let in at no socket, and what is an organization’s asks which', async () => {
    const off = await register(server.address, 'off@off.example');
    const statusOf = async (method: string, url: string, organization?: string) => {
      const path = url.replace(/:\w+/g, off.organization);
      const { status, headers } = await fetch(`${server.address}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${off.token}`,
          'x-forwarded-for': elsewhere(),
          ...(organization === undefined ? {} : { 'x-organization-id': organization }),
        },
      });
      return headers.get('content-type')?.includes('html') === true ? 'a page' : status;
    };
    const ofOrganization = server
      .routes()
      .filter(({ url }) => /^\/api\/v1\/(?!auth|organizations)/.test(url) || url.startsWith('/api/audit'));
    expect(ofOrganization.length).toBeGreaterThan(5);
    for (const { method, url } of ofOrganization) {
      expect([method, url, await statusOf(method, url)]).toEqual([method, url, 400]);
    }
    const client = await connected();
    await client.query('UPDATE "_user" SET "is_active" = false WHERE "id" = $1', [off.user]);
    await client.end();
    for (const { method, url } of server.routes()) {
      expect([method, url, await statusOf(method, url, off.organization)]).toEqual([method, url, 403]);
    }
    await expect(createDevice(off).connect(server.address)).rejects.toThrow('4401');
    const login = { email: 'off@off.example', password: 'correct horse battery' };
    const again = await ask(server.address, 'POST', '/api/v1/auth/login', {
      body: login,
      headers: { 'x-forwarded-for': elsewhere() },
    });
    expect(again).toMatchObject({ status: 403, body: { error: { code: 'inactive' } } });
  });

  test('[S5-18/S] SQL by the role of the server without a tenant finds no row, and with one only its own', async () => {
    const client = await connected();
    const tables = await tablesOf(client);
    expect(tables.length).toBeGreaterThan(30);
    const counts = async (setup: string): Promise<readonly unknown[]> => {
      await client.query(`BEGIN; SET LOCAL ROLE satchel_app; ${setup}`);
      const found = [];
      for (const table of tables) {
        const { rows } = await client.query<{ tenant: string }>(
          `SELECT DISTINCT "tenant_id" AS tenant FROM "${table}"`,
        );
        found.push(...rows.map(({ tenant }) => tenant));
      }
      await client.query('ROLLBACK');
      return [...new Set(found)];
    };
    expect(await counts('')).toEqual([]);
    expect(await counts(`SELECT set_config('satchel.tenant_id', '${bo.organization}', true)`)).toEqual([
      bo.organization,
    ]);
    await client.end();
  });

  async function connected(): Promise<pg.Client> {
    const { database } = server.config;
    if (database.kind !== 'postgres') throw new Error('It is one.');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return client;
  }

  const tablesOf = async (client: pg.Client): Promise<readonly string[]> =>
    (
      await client.query<{ name: string }>(
        `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          WHERE a.attname = 'tenant_id' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
      )
    ).rows.map(({ name }) => name);

  /** Every row of Ada's, by a superuser. */
  async function everything(): Promise<readonly unknown[]> {
    const client = await connected();
    const rows = [];
    for (const table of await tablesOf(client)) {
      rows.push(
        (await client.query(`SELECT * FROM "${table}" WHERE "tenant_id" = $1 ORDER BY 1, 2`, [ada.organization])).rows,
      );
    }
    for (const [table, column] of [
      ['_organization', 'id'],
      ['_membership', 'organization_id'],
      ['_registered_device', 'organization_id'],
    ] as const) {
      rows.push(
        (await client.query(`SELECT * FROM "${table}" WHERE "${column}" = $1 ORDER BY 1, 2`, [ada.organization])).rows,
      );
    }
    rows.push((await client.query('SELECT * FROM "_user" WHERE "id" = $1', [ada.user])).rows);
    rows.push((await client.query('SELECT * FROM "_session" WHERE "user_id" = $1', [ada.user])).rows);
    await client.end();
    return rows;
  }
});
