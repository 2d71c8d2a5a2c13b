import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDevice, until } from '../../test/device.ts';
import { ask, register, runServer, type TestServer } from '../../test/running-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await runServer('postgres');
}, 120_000);
afterAll(async () => await server.close());

const metricsOf = async (headers: Record<string, string> = {}, address = server.address) => {
  const response = await fetch(`${address}/metrics`, { headers });
  return { status: response.status, text: await response.text(), requestId: response.headers.get('x-request-id') };
};
const numberOf = (text: string, line: string): number => {
  const found = text.split('\n').find((one) => one.startsWith(`${line} `));
  return Number(found?.slice(line.length + 1) ?? Number.NaN);
};

test('[S1-31/S] what is connected, judged and waited for is counted, and nobody is named', async () => {
  const who = await register(server.address, 'ada@metrics.example');
  const device = createDevice(who);
  await device.connect(server.address);
  await until('the first load', () => device.row('member', device.member) !== null);
  device.make('company', { name: 'Counted' });
  await until('it was judged', () => device.store.outbox().length === 0);
  // An edit of what is no record there.
  device.store.putRows([
    { entity: 'company', id: device.member, before: null, after: device.row('member', device.member) },
  ]);
  device.update('company', device.member, { name: 'Nobody' });
  await until('it was judged', () => device.store.outbox().length === 0);
  const bad = new WebSocket(`${server.address.replace('http', 'ws')}/sync`);
  await once(bad, 'open');
  bad.send('hello');
  await once(bad, 'close');
  await ask(server.address, 'GET', '/api/v1/nothing');
  const { text } = await metricsOf();
  expect(numberOf(text, 'satchel_connections')).toBe(1);
  expect(numberOf(text, 'satchel_connected_tenants')).toBe(1);
  expect(numberOf(text, 'satchel_changes_total{outcome="accepted"}')).toBe(1);
  expect(numberOf(text, 'satchel_changes_total{outcome="refused"}')).toBe(1);
  expect(numberOf(text, 'satchel_pushes_total{result="judged"}')).toBe(2);
  expect(numberOf(text, 'satchel_push_seconds_count')).toBe(2);
  expect(numberOf(text, 'satchel_sockets_closed_total{code="4400"}')).toBe(1);
  expect(numberOf(text, 'satchel_http_request_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
  expect(numberOf(text, 'satchel_pool_connections{state="total"}')).toBeGreaterThan(0);
  expect(numberOf(text, 'satchel_pool_connections{state="total"}')).toBeLessThanOrEqual(20);
  expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  for (const hidden of ['metrics.example', who.organization, who.user, who.member, 'Counted']) {
    expect(text).not.toContain(hidden);
  }
  await device.disconnect();
});

test('numbers are for this machine, or for who shows the token; each answer says its request id', async () => {
  expect((await metricsOf({ 'x-forwarded-for': '203.0.113.7' })).status).toBe(404);
  const token = 'atokenoftwentyfourcharacters';
  const open = await runServer('postgres', { METRICS_TOKEN: token });
  expect((await metricsOf({}, open.address)).status).toBe(404);
  expect((await metricsOf({ authorization: 'Bearer wrong' }, open.address)).status).toBe(404);
  const answer = await metricsOf({ authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.7' }, open.address);
  expect([answer.status, answer.requestId]).toEqual([200, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  const other = await ask(open.address, 'GET', '/api/v1/auth/me');
  const id = other.headers.get('x-request-id') ?? '';
  expect(open.log()).toContain(`"reqId":"${id}"`);
  await open.close();
});
