import { once } from 'node:events';
import {
  actorOf,
  type ChangeId,
  changeIdFrom,
  coreModel,
  createUuidV7Generator,
  type FieldValue,
  type Intention,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import {
  type ClientMessage,
  createMemoryReplicaStore,
  createReplica,
  createSyncClient,
  decodeServerFrame,
  encodeFrame,
  type ReplicaStore,
  type ServerMessage,
} from '@satchel/sync';
import { WebSocket } from 'ws';

let devices = 0;

/** A device as the app is one: its replica, its client of the protocol, and a real socket. */
/** What a test sees of a device. */
export interface Device {
  readonly store: ReplicaStore;
  readonly isWiped: () => boolean;
  readonly isConnected: () => boolean;
  /** The code by which its last connection ended; null: it has none that did. */
  readonly closedBy: () => number | null;
  /** Whether it was behind, each time the server said so. */
  readonly toldSlow: () => readonly boolean[];
  readonly name: string;
  readonly member: RecordId;
  readonly row: ReplicaStore['record'];
  readonly commit: (intentions: readonly Intention[]) => ChangeId;
  readonly make: (entity: string, fields: Readonly<Record<string, FieldValue>>) => RecordId;
  readonly update: (entity: string, id: RecordId, fields: Readonly<Record<string, FieldValue>>) => ChangeId;
  /** Resolves when the server has taken it in; rejects with the code when it has not. */
  readonly connect: (address: string, token?: string) => Promise<void>;
  readonly disconnect: () => Promise<void>;
}

/** What a device may have of another kind. */
export interface DeviceParts {
  readonly store?: ReplicaStore;
  /** Answers what the device says before the socket does; null: the socket is asked. */
  readonly answer?: (said: ClientMessage) => Promise<ServerMessage | null>;
  /** A message was taken in, and what it says is kept. */
  readonly onTaken?: (message: ServerMessage) => void;
}

export function createDevice(
  who: { token: string; organization: string; member: string },
  name = `dev${String(++devices).padStart(5, '0')}`,
  open: (address: string) => WebSocket = (address) => new WebSocket(address, { perMessageDeflate: false }),
  { store = createMemoryReplicaStore(coreModel), answer, onTaken }: DeviceParts = {},
): Device {
  const newId = createUuidV7Generator({
    now: Date.now,
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
  });
  const member = recordIdFrom(who.member);
  const replica = createReplica({
    store,
    model: coreModel,
    device: name,
    now: Date.now,
    newId,
    workspace: () => {
      const actor = actorOf(coreModel, store.record('member', member));
      if (!actor) throw new Error('Nobody works before the first load.');
      return { actor, country: 'US', timeZone: 'UTC', weekStart: 1, isConnected: true };
    },
  });
  const client = createSyncClient({
    store,
    model: coreModel,
    now: Date.now,
    onWipe: () => {
      isWiped = true;
    },
    onForked: () => {
      throw new Error('This database is no copy.');
    },
    onOutdated: () => {
      throw new Error('This is the newest version.');
    },
  });
  let isWiped = false;
  const toldSlow: boolean[] = [];
  let closedBy: number | null = null;
  let socket: WebSocket | null = null;

  const commit = (intentions: readonly Intention[]) => {
    const result = replica.commit(intentions);
    if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
    client.noticeCommit();
    return changeIdFrom(result.value.id);
  };
  return {
    store,
    isWiped: () => isWiped,
    toldSlow: () => toldSlow,
    closedBy: () => closedBy,
    isConnected: () => socket?.readyState === WebSocket.OPEN,
    name,
    member,
    row: (entity: string, id: RecordId) => store.record(entity, id),
    commit,
    make(entity: string, fields: Readonly<Record<string, FieldValue>>): RecordId {
      const id = recordIdFrom(newId());
      commit([{ kind: 'create', entity, id, fields }]);
      return id;
    },
    update: (entity: string, id: RecordId, fields: Readonly<Record<string, FieldValue>>) =>
      commit([{ kind: 'update', entity, id, fields }]),
    async connect(address: string, token = who.token): Promise<void> {
      const opened = open(`${address.replace('http', 'ws')}/sync`);
      socket = opened;
      closedBy = null;
      opened.on('close', (code) => {
        closedBy = code;
      });
      const take = (message: ServerMessage): void => {
        client.receive(message);
        onTaken?.(message);
      };
      const say = async (said: ClientMessage): Promise<void> => {
        const answered = answer ? await answer(said) : null;
        // It may come when its connection is gone.
        if (answered && socket === opened) take(answered);
        else if (opened.readyState === WebSocket.OPEN) opened.send(encodeFrame(said));
      };
      await once(opened, 'open');
      const authorized = new Promise<void>((resolve, reject) => {
        opened.once('close', (code) => reject(new Error(String(code))));
        opened.on('message', (data: Buffer) => {
          const message = decodeServerFrame(data);
          if (!message.ok) throw new Error(message.error.detail);
          if (message.value.kind === 'slow') toldSlow.push(message.value.isBehind);
          if (message.value.kind === 'authorized') {
            client.open((said: ClientMessage) => void say(said));
            resolve();
          } else take(message.value);
        });
      });
      opened.send(encodeFrame({ kind: 'auth', token, organization: who.organization, device: name }));
      await authorized;
    },
    async disconnect(): Promise<void> {
      client.close();
      if (socket && socket.readyState !== WebSocket.CLOSED) {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
      }
      socket = null;
    },
  };
}

/** Waits until something holds, or says what was awaited. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`This never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
