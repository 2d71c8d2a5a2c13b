import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { coreModel } from '@satchel/core';
import { encodeFrame } from '@satchel/sync';
import { expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { createMemoryWorkspace } from '../import/memory-workspace.ts';
import { createConnection } from './connection.ts';
import { keepServerAccount } from './server-account.ts';

test('what the server says of a slow connection is told in a sentence, and taken back; so is that it let go', async () => {
  const { store, replica, target } = createMemoryWorkspace();
  const http = createServer((_request, response) => {
    const signIn = { access_token: 'a', refresh_token: 'b', expires_in: 1800, user: { email: 'ada@a.example' } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(signIn));
  });
  const sockets = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const member = target.newRecordId();
  keepServerAccount(store, {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    email: 'ada@a.example',
    organization: crypto.randomUUID(),
    organizationName: 'Orchard',
    member,
    goesUp: false,
    refreshToken: 'token',
    deviceKey: null,
  });
  let hear: () => void = () => undefined;
  const connection = createConnection({
    workspace: {
      store,
      replica,
      model: coreModel,
      newGroup: () => crypto.randomUUID(),
      device: () => 'device01',
      setDevice: () => undefined,
    },
    onChanged: () => undefined,
    isHeld: () => null,
    looking: () => [],
    onPresence: () => undefined,
    onState: () => hear(),
    onRemoved: () => undefined,
    onNotAdopted: () => undefined,
  });
  /** What it says once somebody said something new about it. */
  const heard = async (say: () => void): Promise<readonly [string, string | null]> => {
    const next = new Promise<void>((resolve) => {
      hear = resolve;
    });
    say();
    await next;
    return [connection.state(), connection.trouble()];
  };
  const opened = once(sockets, 'connection') as Promise<[WebSocket]>;
  connection.start();
  const [socket] = await opened;
  await once(socket, 'message');
  const say = (message: Parameters<typeof encodeFrame>[0]) => heard(() => socket.send(encodeFrame(message)));
  expect(await say({ kind: 'authorized', member })).toEqual(['loading', null]);
  expect(await say({ kind: 'slow', isBehind: true })).toEqual([
    'loading',
    'The connection is slow: what others do arrives late, and what you do is sent after it. Nothing is lost.',
  ]);
  expect(await say({ kind: 'slow', isBehind: false })).toEqual(['loading', null]);
  expect(await heard(() => socket.close(4413, 'It does not read.'))).toEqual([
    'offline',
    'The connection was too slow for the server. It is tried again; nothing is lost.',
  ]);
  await connection.stop();
  sockets.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});
