import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { maxFrameBytes } from '@satchel/sync';
import { WebSocketServer } from 'ws';
import { type Connection, type ConnectionOptions, closeCodes, serveConnection } from './connection.ts';

export interface Gateway {
  /** A tenant's head has moved, here or on another node. */
  readonly notice: (tenant: string) => void;
  /** Tenants that have devices connected here. */
  readonly tenants: () => readonly string[];
  readonly connections: () => number;
  /** Looks again at who is connected: whose session ended is let go. */
  readonly review: () => Promise<void>;
  /** The same for the devices of one user. */
  readonly reviewUser: (user: string) => Promise<void>;
  /** Lets go of every device; what they had under way they send again. */
  readonly close: () => Promise<void>;
}

/** Where devices connect. */
export const socketPath = '/sync';

/** Takes the WebSockets of a server that listens: never compressed, and no larger than a frame. */
export function openGateway(server: Server, options: Omit<ConnectionOptions, 'onOpen' | 'onClose'>): Gateway {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  const byTenant = new Map<string, Set<Connection>>();

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Nobody else listens from here on: an error that nobody hears ends the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== socketPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) =>
      serveConnection(opened, {
        ...options,
        onOpen(tenant, connection) {
          const own = byTenant.get(tenant) ?? new Set();
          byTenant.set(tenant, own.add(connection));
        },
        onClose(tenant, connection) {
          const own = byTenant.get(tenant);
          own?.delete(connection);
          if (own?.size === 0) byTenant.delete(tenant);
        },
      }),
    );
  };
  server.on('upgrade', onUpgrade);

  return {
    notice(tenant) {
      for (const connection of byTenant.get(tenant) ?? []) connection.notice();
    },
    tenants: () => [...byTenant.keys()],
    connections: () => sockets.clients.size,
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
      server.off('upgrade', onUpgrade);
      for (const client of sockets.clients) client.close(closeCodes.goingAway, 'The server stops. Connect again.');
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

const goodbyeMs = 2000;
