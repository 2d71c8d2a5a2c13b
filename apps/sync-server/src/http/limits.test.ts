import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer('postgres', { TRUST_PROXY: '127.0.0.1' });
}, 120_000);
afterAll(async () => await server.close());

const attacks = [
  `'; DROP TABLE "_user"; --`,
  `" OR 1=1 --`,
  `\\'; SELECT pg_sleep(10); --`,
  `{"$gt": ""}`,
  `__proto__`,
  `<script>alert(1)</script>`,
  `\u0000`,
];

test('[S3-22/S] what looks like SQL is a text like any other, in bodies, headers, paths, filters and records', async () => {
  const who = await register(server.address, 'ada@sql.example');
  const device = createDevice(who);
  await device.connect(server.address);
  await until('the first load', () => device.store.meta('generation') !== undefined);
  let place = 0;
  for (const attack of attacks) {
    place += 1;
    const headers = { 'x-forwarded-for': `10.1.0.${place}` };
    const registered = await ask(server.address, 'POST', '/api/v1/auth/register', {
      body: {
        email: `n${place}@sql.example`,
        password: 'correct horse battery',
        company_name: attack,
        first_name: attack,
      },
      headers,
    });
    // NUL is no character of a text.
    expect([attack, registered.status]).toEqual([attack, attack === '\u0000' ? 400 : 201]);
    const asks: readonly (readonly [string, string, unknown])[] = [
      ['POST', '/api/v1/auth/login', { email: attack, password: attack }],
      ['POST', '/api/v1/auth/login', { email: 'ada@sql.example', password: attack }],
      ['POST', '/api/v1/auth/refresh', { refresh_token: attack }],
      ['POST', '/api/v1/auth/reset-password', { token: attack, password: 'correct horse battery' }],
      ['GET', `/api/v1/audit/logs?entity=${encodeURIComponent(attack)}`, undefined],
      [
        'GET',
        `/api/v1/audit/logs?action=${encodeURIComponent(attack)}&before=${encodeURIComponent(attack)}`,
        undefined,
      ],
      ['DELETE', `/api/v1/devices/${encodeURIComponent(attack)}`, undefined],
      ['POST', `/api/v1/members/${encodeURIComponent(attack)}/password-link`, {}],
      ['PATCH', `/api/v1/organizations/${who.organization}/members/${encodeURIComponent(attack)}`, { name: attack }],
    ];
    for (const [method, path, body] of asks) {
      const answer = await ask(server.address, method, path, {
        token: who.token,
        headers: { ...headers, 'x-organization-id': who.organization },
        ...(body === undefined ? {} : { body }),
      });
      expect([path, answer.status < 500, answer.status === 200 && !path.startsWith('/api/v1/audit')]).toEqual([
        path,
        true,
        false,
      ]);
    }
  }
  const names = attacks.filter((attack) => attack !== '\u0000');
  const made = names.map((name) => device.make('company', { name }));
  await until('it was judged', () => device.store.outbox().length === 0);
  const other = createDevice(who);
  await other.connect(server.address);
  await until('the first load', () => other.store.meta('generation') !== undefined);
  expect(made.map((id) => other.row('company', id)?.['name'])).toEqual(names);
  await device.disconnect();
  await other.disconnect();
}, 60_000);

test('[S3-29/S] one more request than an address may make in a minute is answered 429, and says when to come again', async () => {
  const headers = { 'x-forwarded-for': '10.2.0.1' };
  const get = (from: Record<string, string>) => fetch(`${server.address}/api/v1/organizations/me`, { headers: from });
  const statuses: number[] = [];
  for (let n = 0; n < 600; n += 50) {
    statuses.push(...(await Promise.all(Array.from({ length: 50 }, () => get(headers)))).map(({ status }) => status));
  }
  expect(new Set(statuses)).toEqual(new Set([401]));
  const next = await get(headers);
  expect([next.status, Number(next.headers.get('retry-after')) > 0]).toEqual([429, true]);
  // Others are not slowed down.
  expect((await get({ 'x-forwarded-for': '10.2.0.2' })).status).toBe(401);
});

test('[S3-29/S] one user asks no more than so often, from however many addresses, and has no more than so many devices connected', async () => {
  const small = await runServer('postgres', {
    TRUST_PROXY: '127.0.0.1',
    MAX_CONNECTIONS_PER_USER: '2',
    MAX_CONNECTIONS_PER_ORGANIZATION: '3',
  });
  const who = await register(small.address, 'one@limit.example');
  const get = async (token: string, n: number) =>
    (
      await fetch(`${small.address}/api/v1/auth/profile`, {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': `10.3.${n % 250}.${Math.floor(n / 250)}` },
      })
    ).status;
  const statuses: number[] = [];
  for (let n = 0; n < 310; n += 1) statuses.push(await get(who.token, n));
  expect([statuses[0], statuses[250], statuses.at(-1)]).toEqual([200, 200, 429]);
  // Who loads a large workspace asks for pages all the same.
  const page = await ask(small.address, 'GET', '/api/v1/load/contact?epoch=none', {
    token: who.token,
    headers: { 'x-organization-id': who.organization },
  });
  expect(page.status).toBe(409);
  const other = await register(small.address, 'two@limit.example');
  expect(await get(other.token, 1)).toBe(200);

  const devices = [createDevice(other), createDevice(other), createDevice(other)];
  const [first, second, third] = devices;
  if (!first || !second || !third) throw new Error('There are three.');
  await first.connect(small.address);
  await second.connect(small.address);
  await expect(third.connect(small.address)).rejects.toThrow('4429');
  await first.disconnect();
  await until('there is room again', async () => {
    try {
      await third.connect(small.address);
      return true;
    } catch {
      return false;
    }
  });
  for (const device of devices) await device.disconnect();
  await small.close();
}, 60_000);
