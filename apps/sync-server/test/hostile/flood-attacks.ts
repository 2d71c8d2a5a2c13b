import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { until } from '../device.ts';
import type { Attack } from './attack.ts';
import { connectPeer, hello } from './peer.ts';

/** Another address of this machine, so that what is counted by address is not the neighbours'. */
const from = '127.0.0.77';

const upgrade = (path: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

const rawSocket = async (address: string) => {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};

const statusOf = (address: string, agent: Agent, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(
      `${address}/api/v1/auth/login`,
      { method: 'POST', agent, localAddress: from, headers },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });

/** Much of what would be nothing once. */
export const floodAttacks: readonly Attack[] = [
  {
    name: 'a client that asks and never reads',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      peer.say(hello());
      await peer.next('welcome');
      peer.socket.pause();
      for (let round = 0; round < 20; round++) {
        for (let n = 0; n < 10; n++) peer.say({ kind: 'pull', after: 0 });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      peer.socket.resume();
      // Its frames pile up, or the answers do.
      const end = await Promise.race([peer.closed(), peer.next('slow').catch(() => peer.closed())]);
      await peer.close();
      return end === 4429 || (typeof end === 'object' && end.isBehind);
    },
    ends: true,
  },
  {
    name: 'thousands of sockets that never say who they are, and more that say a megabyte',
    async run({ address }) {
      const sockets = await Promise.all(Array.from({ length: 600 }, () => rawSocket(address)));
      for (const [index, socket] of sockets.entries()) {
        socket.write(upgrade('/sync'));
        // A binary frame of a megabyte, masked.
        const head = Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 1, 2, 3, 4]);
        if (index % 2 === 0) socket.write(Buffer.concat([head, Buffer.alloc(1024 * 1024 - 1)]));
      }
      const ended = () =>
        sockets.filter((socket) => socket.destroyed || socket.readableEnded || !socket.writable).length;
      await until('half of them are cut off', () => ended() >= 300);
      for (const socket of sockets) socket.destroy();
      return 'cut off';
    },
    ends: 'cut off',
  },
  {
    name: 'pings without end',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      for (let round = 0; round < 50; round++) {
        for (let n = 0; n < 400; n++) peer.socket.ping(Buffer.alloc(100));
        await new Promise((resolve) => setImmediate(resolve));
      }
      const isOpen = peer.socket.readyState === peer.socket.OPEN;
      if (isOpen) peer.say(hello());
      // Some are answered, and who sends them faster is cut off.
      const end = await peer.next('welcome').then(
        ({ kind }) => kind,
        () => peer.closed(),
      );
      await peer.close();
      return end === 'welcome' || end === 1006;
    },
    ends: true,
  },
  {
    name: 'a frame in sixteen thousand parts and one',
    async run({ address, attacker }) {
      const peer = await connectPeer(address, attacker);
      for (let n = 0; n < 16_500; n++) peer.socket.send(Buffer.from([0]), { fin: false, binary: true });
      return await peer.closed();
    },
    ends: 1008,
  },
  {
    name: 'requests that are begun and not ended',
    async run({ address }) {
      const sockets = await Promise.all(Array.from({ length: 200 }, () => rawSocket(address)));
      for (const socket of sockets)
        socket.write('POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n{');
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const socket of sockets) socket.destroy();
      return 'ended';
    },
    ends: 'ended',
  },
  {
    name: 'bodies that are no JSON, too long, or deep',
    async run({ address }) {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const codes = [];
      for (const body of [
        '{',
        `"${'x'.repeat(64 * 1024)}"`,
        '['.repeat(60_000),
        `{"email":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}`,
      ]) {
        codes.push(await statusOf(address, agent, body));
      }
      agent.destroy();
      return codes;
    },
    ends: [400, 413, 400, 400],
  },
  {
    name: '10,000 tries to sign in',
    async run({ address, victim }) {
      const agent = new Agent({ keepAlive: true, maxSockets: 20 });
      const counts = new Map<number, number>();
      let left = 10_000;
      const tryOn = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const body = JSON.stringify({ email: 'victim@a.example', password: `${victim.organization} ${left}` });
          const status = await statusOf(address, agent, body);
          counts.set(status, (counts.get(status) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: 20 }, tryOn));
      agent.destroy();
      await until('all were answered', () => [...counts.values()].reduce((sum, count) => sum + count, 0) === 10_000);
      return [(counts.get(401) ?? 0) <= 20, [...counts.keys()].toSorted((a, b) => a - b)];
    },
    ends: [true, [401, 429]],
  },
];
