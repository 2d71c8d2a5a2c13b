import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding';
import { WebSocket } from 'ws';
import { applyUpdate, Doc } from 'yjs';

/** `@hocuspocus/server` in a process of its own, run like our server. */
export interface Relay {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  const child = fork(join(import.meta.dirname, 'relay.ts'), { execArgv: ['--max-semi-space-size=64'] });
  const [port] = (await once(child, 'message')) as [number];
  return {
    port,
    async stop() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** One that writes to the relay's document, or one that holds it. */
export interface RelayClient {
  /** Sets a key of the document's map, and sends that. */
  readonly set: (key: string, bytes: Uint8Array) => void;
  readonly close: () => void;
}

const name = 'tenant';
const map = 'records';

/** Of the protocol of Hocuspocus, and of that of Yjs within it. */
const type = { sync: 0, auth: 2 } as const;
const token = 0;
const update = 2;

/** @param onKeys when given, the document is kept, and told are the keys that have changed in it */
export async function openRelayClient(port: number, onKeys?: (keys: Iterable<string>) => void): Promise<RelayClient> {
  const doc = new Doc();
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(socket, 'open');
  const authenticated = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const decoder = createDecoder(data);
      readVarString(decoder);
      const kind = readVarUint(decoder);
      if (kind === type.auth) resolve();
      else if (kind === type.sync && onKeys && readVarUint(decoder) === update) {
        applyUpdate(doc, readVarUint8Array(decoder), socket);
      }
    });
  });
  const auth = message(type.auth);
  writeVarUint(auth, token);
  writeVarString(auth, 'anybody');
  socket.send(toUint8Array(auth));
  await authenticated;
  doc.on('update', (bytes: Uint8Array, origin: unknown) => {
    if (origin === socket) return;
    const encoder = message(type.sync);
    writeVarUint(encoder, update);
    writeVarUint8Array(encoder, bytes);
    socket.send(toUint8Array(encoder));
  });
  if (onKeys) doc.getMap(map).observe(({ keysChanged }) => onKeys(keysChanged as Set<string>));
  return {
    set: (key, bytes) => void doc.getMap(map).set(key, bytes),
    close: () => socket.terminate(),
  };
}

function message(kind: number) {
  const encoder = createEncoder();
  writeVarString(encoder, name);
  writeVarUint(encoder, kind);
  return encoder;
}
