import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, createClient } from '../../shared/rpc.ts';
import { createHandlers } from '../service/handlers.ts';
import { openWorkspace, type Workspace } from '../workspace/open-workspace.ts';
import { type BrowserHost, startBrowserHost } from './browser-host.ts';
import { createWsPort } from './ws-port.ts';

let dir: string;
let workspace: Workspace;
let host: BrowserHost;
let cookie: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-host-'));
  const folder = join(dir, 'window');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>page');
  writeFileSync(join(folder, 'assets/index-1.js'), '1;');
  writeFileSync(join(dir, 'secret.js'), 'secret');
  const opened = await openWorkspace({ dir: join(dir, 'workspace') });
  if (!opened.ok) throw new Error(opened.error.message);
  workspace = opened.value;
  const handlers = createHandlers({
    workspace,
    host: 'browser',
    version: '1.2.3',
    announce: (name, announcement) => host.announce(name, announcement),
  });
  host = await startBrowserHost({ handlers, folder, port: 0 });
  const entered = await fetch(host.address, { redirect: 'manual' });
  cookie = entered.headers.get('set-cookie') ?? '';
});

afterAll(async () => {
  await host.close();
  await workspace.close();
  rmSync(dir, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Paths and headers go out as they are given, which `fetch` would not do. */
function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: host.port, path, method, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

const pair = (): string => cookie.split(';')[0] ?? '';

test('the token of the run opens the page and becomes a cookie that scripts and other sites cannot use', async () => {
  const entered = await fetch(host.address, { redirect: 'manual' });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/']);
  expect(entered.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
  const page = await get('/', { cookie: pair() });
  expect([page.status, page.body]).toEqual([200, '<!doctype html>page']);
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  const asset = await get('/assets/index-1.js', { cookie: pair() });
  expect([asset.status, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
});

test('without the token nothing is told', async () => {
  for (const headers of [{}, { cookie: `${pair().split('=')[0]}=wrong` }]) {
    const refused = await get('/', headers);
    expect(refused.status).toBe(401);
    expect(refused.body).not.toContain('page');
  }
  expect((await get('/?token=wrong')).status).toBe(401);
});

test('another name for this machine is refused, also with the cookie (DNS rebinding)', async () => {
  for (const name of ['evil.example', `evil.example:${host.port}`, '127.0.0.1', `0.0.0.0:${host.port}`]) {
    expect((await get('/', { host: name, cookie: pair() })).status).not.toBe(200);
  }
  expect((await get('/', { host: `localhost:${host.port}`, cookie: pair() })).status).toBe(200);
});

test('a path never leads out of the window’s folder', async () => {
  const ways = [
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/%2e%2e%5csecret.js',
  ];
  for (const way of [...ways, '//secret.js', '/\0secret.js', '/%00/../../secret.js', '/%']) {
    const reply = await raw(way);
    expect(reply).not.toContain('secret\n');
    expect(reply.endsWith('secret')).toBe(false);
  }
});

test('only GET and HEAD are answered', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await get('/', { cookie: pair() }, method)).status).toBe(405);
  }
});

test('a socket needs the cookie and a page of this origin', async () => {
  const own = `http://127.0.0.1:${host.port}`;
  const tries: readonly Readonly<Record<string, string>>[] = [
    { origin: own },
    { cookie: pair() },
    { cookie: pair(), origin: 'https://evil.example' },
    { cookie: pair(), origin: 'null' },
    { cookie: pair(), origin: `http://localhost:${host.port}` },
    { cookie: pair(), origin: own, host: 'evil.example' },
  ];
  for (const headers of tries) await expect(socketWith(headers)).rejects.toThrow('403');
  const { client, socket } = await socketWith({ cookie: pair(), origin: own });
  expect(await client.call('workspace.status', {})).toMatchObject({ state: 'new', host: 'browser', version: '1.2.3' });
  socket.close();
});

test('bytes that are no message close their own socket and nothing else', async () => {
  const own = `http://127.0.0.1:${host.port}`;
  const bad = await socketWith({ cookie: pair(), origin: own });
  const good = await socketWith({ cookie: pair(), origin: own });
  const ended = new Promise<number>((resolve) => bad.socket.once('close', resolve));
  bad.socket.send(new Uint8Array([9, 9, 9]));
  expect(await ended).toBe(1003);
  await expect(bad.client.call('settings.get', {})).rejects.toThrow('has closed');
  expect(await good.client.call('settings.get', {})).toEqual({});
  good.socket.close();
});

function socketWith(
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly client: Client; readonly socket: WebSocket }> {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/port`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => resolve({ client: createClient(createWsPort(socket)), socket }));
  });
}

/** A request line that no client library would send. */
function raw(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(host.port, '127.0.0.1', () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nCookie: ${pair()}\r\nConnection: close\r\n\r\n`,
      );
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}
