import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { errorTrace } from '@satchel/db';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Announcement, Announcements } from '../../shared/api.ts';
import { pageFile, pageHeaders } from '../../shared/page-file.ts';
import { contentSecurityPolicy } from '../../shared/page-policy.ts';
import { type Handlers, type Served, serve } from '../../shared/rpc.ts';
import { createWsPort } from './ws-port.ts';

/** What the browser host serves, and where. */
export interface BrowserHostOptions {
  readonly handlers: Handlers;
  /** The built window. */
  readonly folder: string;
  /** 0 takes any free one. */
  readonly port: number;
}

/** The running host. */
export interface BrowserHost {
  /** With the token of this run: whoever has it is the user. */
  readonly address: string;
  readonly port: number;
  /** Tells every window. */
  announce<A extends Announcement>(name: A, announcement: Announcements[A]): void;
  close(): Promise<void>;
}

/** A frame holds at most a part of a file and its envelope. */
const maxFrameBytes = 4 * 1024 * 1024;

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=()',
} as const;

/**
 * The backend served to a browser of this machine: on 127.0.0.1 only, to whoever has the token of this run, under names
 * that no other site can point here (DNS rebinding), and for pages of its own origin.
 */
export async function startBrowserHost({ handlers, folder, port }: BrowserHostOptions): Promise<BrowserHost> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = server.address();
  const actualPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  const hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${actualPort}`));

  const windows = new Set<Served>();
  // Cookies do not tell ports apart, and several workspaces may be open.
  const cookieName = `satchel_${actualPort}`;
  const hasToken = (request: IncomingMessage): boolean => isSame(cookieOf(request, cookieName) ?? '', token);

  const answerRequest = (request: IncomingMessage, response: ServerResponse): ServerResponse => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (!hosts.has(request.headers.host ?? '')) return end(response, 403, 'This address is not Satchel’s.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'Only GET is answered here.');
    const url = addressOf(request);
    if (!url) return end(response, 400, 'This is no address of a page.');
    const given = url.searchParams.get('token');
    if (given !== null && isSame(given, token)) {
      url.searchParams.delete('token');
      response.setHeader('set-cookie', `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=/`);
      return response.writeHead(303, { location: `${url.pathname}${url.search}`, 'cache-control': 'no-store' }).end();
    }
    if (!hasToken(request)) {
      return end(
        response,
        401,
        'Open the address that Satchel printed when it started: it holds the key to this window.',
      );
    }
    const file = pageFile(url.pathname);
    const body = file && readOr(join(folder, file.path));
    if (!file || !body) return end(response, 404, 'There is nothing here.');
    return response.writeHead(200, pageHeaders(file)).end(request.method === 'HEAD' ? undefined : body);
  };

  server.on('request', (request, response) => {
    try {
      answerRequest(request, response);
    } catch (error) {
      console.error(`A request failed. ${errorTrace(error)}`);
      if (response.headersSent) response.destroy();
      else end(response, 500, 'Satchel could not answer this.');
    }
  });
  server.on('upgrade', (request, socket, head) => {
    // Node leaves this socket to us: an error without a listener would end the process.
    socket.on('error', () => socket.destroy());
    try {
      const { host = '', origin } = request.headers;
      const isOurs = hosts.has(host) && origin === `http://${host}` && request.url === '/port' && hasToken(request);
      if (isOurs) sockets.handleUpgrade(request, socket, head, (opened) => connect(opened, handlers, windows));
      else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    } catch (error) {
      console.error(`A socket failed to open. ${errorTrace(error)}`);
      socket.destroy();
    }
  });
  // Such as no file handle for one more connection: the others go on.
  server.on('error', (error) => console.error(`The server had a problem. ${errorTrace(error)}`));

  return {
    address: `http://127.0.0.1:${actualPort}/?token=${token}`,
    port: actualPort,
    announce(name, announcement) {
      for (const served of windows) served.announce(name, announcement);
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function connect(socket: WebSocket, handlers: Handlers, windows: Set<Served>): void {
  // A socket that breaks is closed by the library; its window says so.
  socket.on('error', () => socket.terminate());
  const served = serve(createWsPort(socket), handlers);
  windows.add(served);
  socket.once('close', () => windows.delete(served));
}

function isSame(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

const cookieOf = (request: IncomingMessage, cookieName: string): string | undefined =>
  request.headers.cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1);

/** Undefined for what names no path of this server: `//` would name another server in the answer to a token. */
function addressOf(request: IncomingMessage): URL | undefined {
  const { url = '/', headers } = request;
  return /^\/(?!\/)/.test(url) ? (URL.parse(`http://${headers.host}${url}`) ?? undefined) : undefined;
}

function readOr(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number, sentence: string): ServerResponse {
  return response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${sentence}\n`);
}
