import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTo, type StartedServe, startServe } from '../../../test/start-serve.ts';
import { encode } from '../../shared/codec.ts';

let dir: string;
let served: StartedServe;
let host: string;
let port: number;
let cookie: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-attacks-'));
  served = await startServe({ dir });
  ({ host } = new URL(served.address));
  port = Number(new URL(served.address).port);
  const entered = await fetch(served.address, { redirect: 'manual' });
  cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(() => {
  served.child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** Whatever was sent: the process runs, has nothing to tell, and serves the next one. */
async function unharmed() {
  const page = await fetch(served.address.split('?')[0] ?? '', { headers: { cookie } });
  return { page: await page.text(), ended: served.child.exitCode ?? served.child.signalCode, told: served.problems() };
}
const asBefore = { page: 'page', ended: null, told: '' };

/** Sends bytes as they are and gives what came back until the other side, or `isReset` this one, ended it. */
function send(bytes: string | Uint8Array, isReset = false): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes, () => {
        if (isReset) socket.resetAndDestroy();
      });
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text));
    socket.setTimeout(5000, () => socket.destroy());
  });
}

const requested = (path: string, headers: readonly string[] = []): string =>
  [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers, 'Connection: close', '', ''].join('\r\n');

const statusOf = (reply: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1]);

test('a path that is no path is answered with 400, with and without the key', async () => {
  const paths = ['//', '//?token=x', '///evil.example/', '//evil.example/', 'http://[', 'http://[/', '*', '\\\\', 'x'];
  const tokens = new URL(served.address).search;
  for (const path of [...paths, `//evil.example/${tokens}`]) {
    for (const headers of [[], [`Cookie: ${cookie}`]]) {
      const reply = await send(requested(path, headers));
      expect([path, statusOf(reply)]).toEqual([path, 400]);
      expect(reply).not.toContain('evil.example');
    }
  }
  expect(await unharmed()).toEqual(asBefore);
});

test('paths with null bytes, wrong escapes and endless lengths are answered', async () => {
  const paths = [
    '/%00',
    '/\0',
    '/%',
    '/%ff%fe',
    '/?token=%',
    '/?%',
    `/${'a'.repeat(12_000)}`,
    '/assets/%00.js',
    '/a.js',
  ];
  for (const path of [...paths, '/%2e%2e/secret.js', '/..%5csecret.js', '/assets//x.js', '/.js', '/assets/.js']) {
    const reply = await send(requested(path, [`Cookie: ${cookie}`]));
    expect([path, [200, 400, 404].includes(statusOf(reply))]).toEqual([path, true]);
  }
  expect(await unharmed()).toEqual(asBefore);
});

test('wrong, doubled and missing hosts and headers that are no headers are refused', async () => {
  for (const name of ['', '[', '[::1', 'a b', '\0', `${host}, ${host}`, `${host}/`, `user@${host}`, 'é']) {
    const reply = await send(`GET / HTTP/1.1\r\nHost: ${name}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`);
    expect([name, [400, 403].includes(statusOf(reply))]).toEqual([name, true]);
  }
  expect(statusOf(await send(`GET / HTTP/1.1\r\nConnection: close\r\n\r\n`))).toBe(400);
  expect(statusOf(await send(requested('/', [`X: ${'y'.repeat(1_000_000)}`])))).toBe(431);
  expect(statusOf(await send(requested('/', [`Cookie: ${';'.repeat(10_000)}`])))).toBe(401);
  expect(statusOf(await send(requested('/', ['Content-Length: -1'])))).toBe(400);
  expect(statusOf(await send('\0\0\0\r\n\r\n'))).toBe(400);
  expect(await send(new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00]))).toContain('400');
  expect(await unharmed()).toEqual(asBefore);
});

test('connections that break off in the middle of anything harm nobody', async () => {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const withKey = [...upgrade, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
  const own = [`Cookie: ${cookie}`, `Origin: http://${host}`];
  const raw = (path: string, headers: readonly string[]): string =>
    [`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers, '', ''].join('\r\n');
  for (let round = 0; round < 20; round += 1) {
    await send(raw('/port', withKey), true);
    await send(raw('//', withKey), true);
    await send(raw('/port', [...withKey, ...own]), true);
    await send(raw('/', own), true);
    await send('GET /', true);
  }
  expect(statusOf(await send(raw('/port', withKey)))).toBe(403);
  expect(statusOf(await send(raw('http://[', withKey)))).toBe(403);
  expect(statusOf(await send(raw('/port', [...upgrade, ...own])))).toBe(400);
  expect(statusOf(await send(raw('/port', [...upgrade, ...own, 'Sec-WebSocket-Key: x'])))).toBe(400);
  expect(await unharmed()).toEqual(asBefore);
});

test('frames that are no messages close their own socket', async () => {
  const closed = async (data: Uint8Array | string): Promise<number> => {
    const { socket } = await connectTo(served.address);
    const code = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.send(data);
    return code;
  };
  expect(await closed('{"kind":')).toBe(1003);
  expect(await closed(new Uint8Array())).toBe(1003);
  expect(await closed(new Uint8Array([9, 9, 9]))).toBe(1003);
  // A list that says it has 2^40 parts, and lists in lists without end.
  expect(await closed(new Uint8Array([117, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20]))).toBe(1003);
  expect(await closed(new Uint8Array(1_000_000).map((_, index) => (index % 2 === 0 ? 117 : 1)))).toBe(1003);
  // Its sender may learn the reason (1009), or only that the connection broke while it was still sending (1006).
  expect([1009, 1006]).toContain(await closed(new Uint8Array(4 * 1024 * 1024 + 1)));
  expect(await unharmed()).toEqual(asBefore);
});

test('a frame that breaks the protocol of sockets closes its own', async () => {
  const upgrade = [
    `GET /port HTTP/1.1`,
    `Host: ${host}`,
    `Cookie: ${cookie}`,
    `Origin: http://${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    '',
    '',
  ].join('\r\n');
  // Without a mask; with reserved bits; a length of 2^63; a control frame in parts.
  for (const frame of [
    [0x82, 0x01, 0x00],
    [0xf2, 0x80, 0, 0, 0, 0],
    [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0x08, 0x80, 0, 0, 0, 0],
  ]) {
    expect(statusOf(await send(Buffer.concat([Buffer.from(upgrade), Buffer.from(frame)])))).toBe(101);
  }
  expect(await unharmed()).toEqual(asBefore);
});

test('calls that are no calls are refused one by one, and the socket goes on', async () => {
  const { client, socket } = await connectTo(served.address);
  const messages: readonly unknown[] = [
    null,
    1,
    'call',
    [],
    {},
    { kind: 'call' },
    { kind: 'call', id: 'x', method: 'settings.get' },
    { kind: 'call', id: Number.NaN, method: '__proto__', params: {} },
    { kind: 'call', id: 1e9, method: 'constructor', params: {} },
    { kind: 'call', id: 1e9, method: 'records.page', params: null },
    { kind: 'call', id: 1e9, method: 'records.page', params: { entity: 'deal', where: { and: 1 }, limit: 1 } },
    { kind: 'call', id: 1e9, method: 'import.run', params: { job: 'x', plan: {} } },
    { kind: 'answer', id: 1, value: 1 },
    { kind: 'announce', name: 'changed', value: {} },
    JSON.parse('{"kind":"call","id":1000000000,"method":"settings.get","__proto__":{"params":1}}'),
  ];
  for (const message of messages) socket.send(encode(message));
  expect(await client.call('workspace.status', {})).toMatchObject({ state: 'new' });
  socket.close();
  expect(await unharmed()).toEqual(asBefore);
});
