import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { maxFrameBytes } from '@satchel/sync';
import { createSharedDeltas } from '@satchel/sync/server';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeCodes } from './close-codes.ts';
import { type Connection, type ConnectionOptions, serveConnection } from './connection.ts';
import { createPresence, type NodeLook, type Presence } from './presence.ts';
import { sharedReads } from './shared-reads.ts';

export interface Gateway {
  /** This node has accepted something in a tenant, whose head is there now. */
  readonly accepted: (tenant: string, head: number) => void;
  /** A tenant's head is there now, says somebody; one that is known is no news. */
  readonly notice: (tenant: string, head: number) => void;
  /** Who looks at what on another node. */
  readonly takeLook: Presence['take'];
  /** Tenants that have devices connected here. */
  readonly tenants: () => readonly string[];
  readonly connections: () => number;
  /** Bytes that devices have not read, and how many of them are so far behind that nothing more is made for them. */
  readonly unread: () => { readonly bytes: number; readonly behind: number };
  /** Looks again at who is connected: whose session ended is let go. */
  readonly review: () => Promise<void>;
  /** The same for the devices of one user. */
  readonly reviewUser: (user: string) => Promise<void>;
  /** No device comes in any more. */
  readonly isClosing: () => boolean;
  /**
   * Takes nobody in any more, finishes what it was asked for already, and lets go of every device by a code that makes
   * them connect again, elsewhere. What was not answered they send again there.
   */
  readonly close: () => Promise<void>;
}

export interface GatewayOptions
  extends Omit<ConnectionOptions, 'presence' | 'readDelta' | 'mayOpen' | 'onOpen' | 'onClose'> {
  /** Connections that one user, and one tenant, may have open here. */
  readonly maxPerUser: number;
  readonly maxPerTenant: number;
  /** Tells the other nodes who looks at what here; it may get lost. */
  readonly tellNodes: (look: NodeLook) => void;
}

/** Where devices connect. */
export const socketPath = '/sync';

/** Sockets of which nobody has said whose they are; one more is asked to come back. They are cut off after ten seconds. */
const maxUnknown = 2000;

/** What one of them may send: a frame with a token, and what the protocol puts around it. */
const maxUnknownBytes = 32 * 1024;

/** Takes the WebSockets of a server that listens: never compressed, and no larger than a frame. */
export function openGateway(server: Server, options: GatewayOptions): Gateway {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  const all = new Set<Connection>();
  const byTenant = new Map<string, Set<Connection>>();
  const headByTenant = new Map<string, number>();
  const countByUser = new Map<string, number>();
  const count = (user: string | null, by: 1 | -1): void => {
    const next = (countByUser.get(user ?? '') ?? 0) + by;
    if (next > 0) countByUser.set(user ?? '', next);
    else countByUser.delete(user ?? '');
  };
  let isClosing = false;
  const presence = createPresence(options.now, options.tellNodes);
  const store = sharedReads(options.store);
  const readDelta = createSharedDeltas();

  /** Sockets of which nobody has said whose they are. */
  const unknown = new Set<WebSocket>();
  const guard = (opened: WebSocket, socket: Duplex): (() => void) => {
    unknown.add(opened);
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= maxUnknownBytes) return;
      socket.off('data', count);
      opened.pause();
      opened.close(closeCodes.notSignedIn, 'The first message says who this is.');
      setTimeout(() => opened.terminate(), goodbyeMs).unref();
    };
    const known = (): void => {
      socket.off('data', count);
      unknown.delete(opened);
    };
    socket.on('data', count);
    opened.on('close', known);
    return known;
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Nobody else listens from here on: an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== socketPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    if (isClosing || unknown.size >= maxUnknown) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const known = guard(opened, socket);
      const connection = serveConnection(opened, {
        ...options,
        store,
        readDelta,
        presence,
        mayOpen: (tenant, user) =>
          (countByUser.get(user) ?? 0) < options.maxPerUser && (byTenant.get(tenant)?.size ?? 0) < options.maxPerTenant,
        onOpen(tenant, connection) {
          known();
          count(connection.user(), 1);
          const own = byTenant.get(tenant) ?? new Set();
          byTenant.set(tenant, own.add(connection));
        },
        onClose(tenant, connection) {
          count(connection.user(), -1);
          const own = byTenant.get(tenant);
          own?.delete(connection);
          if (own?.size !== 0) return;
          byTenant.delete(tenant);
          headByTenant.delete(tenant);
        },
      });
      all.add(connection);
      opened.on('close', () => all.delete(connection));
    });
  };
  server.on('upgrade', onUpgrade);

  const accepted = (tenant: string, head: number): void => {
    const connections = byTenant.get(tenant);
    if (!connections) return;
    headByTenant.set(tenant, head);
    for (const connection of connections) connection.notice();
  };

  return {
    accepted,
    notice(tenant, head) {
      if (headByTenant.get(tenant) !== head) accepted(tenant, head);
    },
    takeLook: (node, look) => presence.take(node, look),
    isClosing: () => isClosing,
    tenants: () => [...byTenant.keys()],
    connections: () => sockets.clients.size,
    unread: () => {
      let bytes = 0;
      let behind = 0;
      for (const connection of all) {
        bytes += connection.waitingBytes();
        if (connection.isBehind()) behind += 1;
      }
      return { bytes, behind };
    },
    async review() {
      for (const [tenant, connections] of byTenant) {
        const organization = await options.accounts.organization(tenant);
        if (organization) options.profiles.note(organization);
        for (const connection of connections) await connection.review();
      }
    },
    async reviewUser(user) {
      for (const connection of [...byTenant.values()].flatMap((own) => [...own])) {
        if (connection.user() === user) await connection.review();
      }
    },
    async close() {
      isClosing = true;
      const drained = Promise.all([...all].map((connection) => connection.drain()));
      await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
      for (const connection of all) connection.close(closeCodes.goingAway, 'The server stops. Connect again.');
      await new Promise<void>((resolve) => {
        // Who does not say goodbye in time is let go.
        const end = setTimeout(() => {
          for (const client of sockets.clients) client.terminate();
        }, goodbyeMs);
        sockets.close(() => {
          clearTimeout(end);
          resolve();
        });
      });
    },
  };
}

/** How long what was asked for already may take when the server stops. */
const drainMs = 10_000;

const goodbyeMs = 2000;
