import { encodeFrame } from '@satchel/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDevice, type Device, until } from '../../test/device.ts';
import { register, runServer, type TestServer } from '../../test/running-server.ts';

let server: TestServer;
let node: Awaited<ReturnType<TestServer['node']>>;
beforeAll(async () => {
  server = await runServer('postgres', {}, Date.now, 'often', { slowReaderMs: 120_000 });
  node = await server.node({ slowReaderMs: 1000 });
}, 120_000);
afterAll(async () => {
  await node.close();
  await server.close();
});

const loaded = async (device: Device, address = server.address): Promise<Device> => {
  await device.connect(address);
  await until('the first load', () => device.row('member', device.member) !== null);
  return device;
};

const metric = async (name: string, address = server.address): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
};

test('a slow device is told, one that never reads is let go and comes back, both have everything, and nobody waits for them', async () => {
  const who = await register(server.address, 'slow@a.example');
  const sockets: WebSocket[] = [];
  const open = (address: string): WebSocket => {
    const socket = new WebSocket(address, { perMessageDeflate: false });
    sockets.push(socket);
    return socket;
  };
  const writer = await loaded(createDevice(who));
  const reader = await loaded(createDevice(who));
  const slow = await loaded(createDevice(who, 'slow0000', open));
  const silent = await loaded(createDevice(who, 'silent00', open), node.address);
  const first = writer.make('company', { name: 'First' });
  await until('they listen', () => slow.row('company', first) !== null && silent.row('company', first) !== null);
  for (const socket of sockets) socket.pause();
  const own = silent.make('company', { name: 'Of one that does not read' });
  const notes = 'ä'.repeat(9000);
  const rows = Array.from({ length: 200 }, (_, n) => writer.make('company', { name: `Number ${n}`, notes }));
  await until('it was judged', () => writer.store.outbox().length === 0);
  let most = 0;
  const isOver = async (): Promise<boolean> => {
    most = Math.max(most, await metric('satchel_unread_bytes'));
    const silentOnes = await metric('satchel_connections', node.address);
    return silentOnes === 0 && (await metric('satchel_slow_connections')) === 1;
  };
  // The system itself takes many megabytes for somebody who does not read: they ask for everything again and again.
  while (!(await isOver())) {
    for (const socket of sockets) {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame({ kind: 'pull', after: 0 }));
    }
  }
  // One answer may come on top of what makes a device slow.
  expect(most).toBeGreaterThan(4 * 1024 * 1024);
  expect(most).toBeLessThan(12 * 1024 * 1024);
  const last = rows.at(-1) ?? own;
  await until('the others have it', () => reader.row('company', last) !== null);

  sockets[0]?.resume();
  await until('it has caught up', () => slow.row('company', last) !== null && slow.toldSlow().at(-1) === false);
  expect([slow.toldSlow().slice(-2), slow.isConnected()]).toEqual([[true, false], true]);

  // The silent one was let go.
  expect(await metric('satchel_unread_bytes', node.address)).toBe(0);
  sockets[1]?.resume();
  await until('it knows', () => !silent.isConnected());
  await silent.disconnect();
  await silent.connect(node.address);
  await until('it has everything', () => silent.row('company', last) !== null && silent.store.outbox().length === 0);
  await until('its own edit arrived', () => reader.row('company', own) !== null);
  for (const device of [slow, silent]) {
    expect(rows.every((id) => device.row('company', id)?.['notes'] === notes)).toBe(true);
  }
  for (const device of [writer, reader, slow, silent]) await device.disconnect();
}, 120_000);
