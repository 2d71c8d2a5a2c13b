import {
  type Change,
  changeIdFrom,
  coreModel,
  createClock,
  createUuidV7Generator,
  type Intention,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import { decodeServerFrame, encodeFrame, type Outcome, type ServerMessage } from '@satchel/sync';
import { WebSocket } from 'ws';

/** Whom a device belongs to, as `register` answers. */
export interface Person {
  readonly token: string;
  readonly organization: string;
  readonly member: string;
}

/** A device as the server sees it: one that keeps no rows, so that many of them cost whoever measures little. */
export interface LightDevice {
  readonly change: (intentions: readonly Intention[]) => Change;
  /** Sends them; what waits while a push is under way goes together with the next one, as in the app. */
  readonly send: (changes: readonly Change[]) => void;
  /** Resolves when everything that was sent has its outcome. */
  readonly settled: () => Promise<void>;
  readonly close: () => void;
}

export interface LightOptions {
  readonly name: string;
  /** How many changes one push carries. Default: as in `sync-client.ts`. */
  readonly pushChanges?: number;
}

const newUuid = createUuidV7Generator({
  now: Date.now,
  random: (size) => crypto.getRandomValues(new Uint8Array(size)),
});

export const newRecordId = (): RecordId => recordIdFrom(newUuid());

export async function openLightDevice(
  address: string,
  { token, organization, member }: Person,
  { name, pushChanges = 100 }: LightOptions,
): Promise<LightDevice> {
  const clock = createClock({ now: Date.now, device: name });
  const socket = new WebSocket(`${address.replace('http', 'ws')}/sync`, { perMessageDeflate: false });
  const waiting: Change[] = [];
  let underWay = 0;
  let lastNumber = 0;
  let whenSettled: (() => void) | null = null;
  let isClosed = false;

  const push = (): void => {
    if (underWay > 0) return;
    const changes = waiting.splice(0, pushChanges);
    if (changes.length === 0) {
      whenSettled?.();
      return;
    }
    underWay = changes.length;
    socket.send(encodeFrame({ kind: 'push', firstNumber: lastNumber + 1, changes, now: Date.now() }));
    lastNumber += changes.length;
  };
  const takeOutcomes = (outcomes: readonly Outcome[]): void => {
    const refused = outcomes.find(({ kind }) => kind === 'refused');
    if (refused || outcomes.length !== underWay) throw new Error(`Not accepted: ${JSON.stringify(refused)}`);
    underWay = 0;
    push();
  };

  await new Promise<void>((resolve, reject) => {
    const take = (message: ServerMessage): void => {
      if (message.kind === 'authorized') {
        socket.send(
          encodeFrame({
            kind: 'hello',
            protocol: 1,
            cursor: null,
            generation: null,
            epoch: {},
            schema: coreModel.schema,
            now: Date.now(),
          }),
        );
      } else if (message.kind === 'welcome') {
        // From here on it is told what changes, as every device is.
        socket.send(encodeFrame({ kind: 'pull', after: message.snapshot }));
      } else if (message.kind === 'outcomes') takeOutcomes(message.outcomes);
      else throw new Error(`The server says ${message.kind}.`);
    };
    socket.on('message', (data: Buffer) => {
      // What others did is not looked at: only the device that is measured keeps it.
      if (isDelta(data)) {
        resolve();
        return;
      }
      const message = decodeServerFrame(data);
      if (!message.ok) throw new Error(message.error.detail);
      take(message.value);
    });
    socket.on('open', () => socket.send(encodeFrame({ kind: 'auth', token, organization, device: name })));
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`Closed: ${code}`)));
  });
  socket.on('close', (code, reason) => {
    if (!isClosed) throw new Error(`The server has closed ${name}: ${code} ${reason.toString()}`);
  });
  return {
    change: (intentions) => ({
      id: changeIdFrom(newUuid()),
      actor: recordIdFrom(member),
      device: name,
      at: clock.tick(),
      intentions,
    }),
    send(changes) {
      waiting.push(...changes);
      push();
    },
    settled: () =>
      new Promise((resolve) => {
        whenSettled = resolve;
        push();
      }),
    close() {
      isClosed = true;
      socket.terminate();
    },
  };
}

/** A frame begins with the names of what its message has: `kind` and `delta`. */
const deltaStart = Buffer.from(encodeFrame({ kind: 'delta', delta: { from: 0, to: 0, changes: [] } })).subarray(0, 14);

const isDelta = (data: Buffer): boolean => data.subarray(0, deltaStart.length).equals(deltaStart);
