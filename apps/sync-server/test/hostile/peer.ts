import { once } from 'node:events';
import { changeIdFrom, createUuidV7Generator, formatHlc, type Intention, recordIdFrom } from '@satchel/core';
import { type ClientMessage, decodeServerFrame, encodeFrame, type ServerMessage } from '@satchel/sync';
import { WebSocket } from 'ws';
import { until } from '../device.ts';

export interface Who {
  readonly token: string;
  readonly organization: string;
  readonly member: string;
}

/** Somebody at a socket who speaks the protocol, and not as our app does. */
export interface Peer {
  readonly device: string;
  readonly say: (message: ClientMessage) => void;
  /** Whatever, under the name of a message. */
  readonly sayAnything: (message: unknown) => void;
  readonly sendBytes: (bytes: Uint8Array | string) => void;
  readonly heard: () => readonly ServerMessage[];
  /** The next message of a kind, as of now or later. */
  readonly next: <Kind extends ServerMessage['kind']>(kind: Kind) => Promise<Extract<ServerMessage, { kind: Kind }>>;
  /** How it ended: the code by which the server closed it. */
  readonly closed: () => Promise<number>;
  readonly socket: WebSocket;
  readonly close: () => Promise<void>;
}

export const newId = createUuidV7Generator({
  now: Date.now,
  random: (size) => crypto.getRandomValues(new Uint8Array(size)),
});
export const newRecordId = () => recordIdFrom(newId());

let peers = 0;

export async function connectPeer(
  address: string,
  who: Who | null,
  device = `evil${String(++peers).padStart(4, '0')}`,
): Promise<Peer> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/sync`, { perMessageDeflate: false });
  socket.on('error', () => undefined);
  const heard: ServerMessage[] = [];
  let code: number | null = null;
  socket.on('close', (closed) => {
    code = closed;
  });
  socket.on('message', (data: Buffer) => {
    const message = decodeServerFrame(data);
    if (!message.ok) throw new Error(`The server said what nobody understands: ${message.error.detail}`);
    heard.push(message.value);
  });
  await once(socket, 'open');
  const say = (message: ClientMessage): void => socket.send(encodeFrame(message));
  let taken = 0;
  const peer: Peer = {
    device,
    say,
    sayAnything: (message) => socket.send(encodeFrame(message as ClientMessage)),
    sendBytes: (bytes) => socket.send(bytes),
    heard: () => heard,
    async next(kind) {
      let found: ServerMessage | undefined;
      await until(`a message ${kind}`, () => {
        if (code !== null) throw new Error(`Closed with ${code} instead of ${kind}.`);
        const place = heard.findIndex((one, index) => index >= taken && one.kind === kind);
        found = heard[place];
        if (found) taken = place + 1;
        return found !== undefined;
      });
      return found as Extract<ServerMessage, { kind: typeof kind }>;
    },
    async closed() {
      await until('the end of the connection', () => code !== null);
      return code ?? 0;
    },
    socket,
    async close() {
      if (code !== null) return;
      socket.resume();
      socket.terminate();
      await until('its end', () => code !== null);
    },
  };
  if (who) {
    say({ kind: 'auth', token: who.token, organization: who.organization, device });
    await peer.next('authorized');
  }
  return peer;
}

export const hello = (cursor: number | null = null): ClientMessage => ({
  kind: 'hello',
  protocol: 1,
  cursor,
  generation: null,
  epoch: {},
  now: Date.now(),
});

let counter = 0;

export function changeOf(who: Who, device: string, intentions: readonly Intention[], more: object = {}) {
  return {
    id: changeIdFrom(newId()),
    actor: recordIdFrom(who.member),
    device,
    at: formatHlc({ ms: Date.now(), counter: ++counter % 60_000, device }),
    intentions,
    ...more,
  };
}

export const pushOf = (changes: readonly ReturnType<typeof changeOf>[], firstNumber = 1): ClientMessage => ({
  kind: 'push',
  firstNumber,
  changes,
  now: Date.now(),
});
