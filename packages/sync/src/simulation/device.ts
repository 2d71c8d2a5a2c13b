import {
  type Actor,
  actorOf,
  createUuidV7Generator,
  grantsByRole,
  type MemberId,
  type Model,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import { isConnected } from '../replica/adoption.ts';
import { cursorOf } from '../replica/remote.ts';
import { renameDevice } from '../replica/rename-device.ts';
import { createReplica, type Replica } from '../replica/replica.ts';
import type { PutRow, ReplicaStore } from '../replica/replica-store.ts';
import { createSyncClient, type SyncClient } from '../replica/sync-client.ts';
import type { Fault } from './faults.ts';
import { usedModel } from './model.ts';
import type { SeededRandom } from './random.ts';
import { violated } from './violation.ts';

/** A device's database. `backup` keeps its state of now, to come back to: what restoring a copy of its file does. */
export interface Disk extends ReplicaStore {
  readonly backup: () => () => void;
}

/** One person's app: its database lives through crashes, all else is made anew at each start. */
export interface Device {
  readonly name: string;
  readonly member: MemberId;
  /** Changes whenever the database turns out to be an older copy of itself. */
  tag: string;
  /** As it is kept on disk. */
  readonly disk: Disk;
  /** What one of its messages carries. */
  readonly messageSize: number;
  /** The version of its app. */
  model: Model;
  /** The server has asked for a newer app. */
  isOutdated: boolean;
  /** The same, as the app sees it: at any write the app may end. */
  readonly store: ReplicaStore;
  /** How many more writes the app lives; null: until it is ended otherwise. */
  writesLeft: number | null;
  /** As the write door sees it. */
  readonly doorStore: ReplicaStore;
  replica: Replica;
  client: SyncClient;
  readonly newId: () => RecordId;
  /** Milliseconds that its clock is off. */
  readonly clockOffsetMs: number;
  /** The ids of all rows that it ever had. */
  readonly everHeld: Set<string>;
  isWiped: boolean;
  isForked: boolean;
  /** Its workspace was made without a server. */
  isMadeAlone: boolean;
}

export function createDevice(
  name: string,
  member: MemberId,
  random: SeededRandom,
  serverNow: () => number,
  clockOffsetMs: number,
  fault: Fault | null,
  disk: Disk,
  model: Model,
  messageSize: number,
): Device {
  const now = (): number => serverNow() + clockOffsetMs;
  const newId = createUuidV7Generator({ now, random: (size) => random.bytes(size) });
  const mortal = dying(disk, () => {
    if (device.writesLeft === null) return false;
    device.writesLeft -= 1;
    return device.writesLeft < 0;
  });
  const noting: ReplicaStore = {
    ...mortal,
    putRows(rows) {
      for (const { id } of rows) device.everHeld.add(id);
      checkForwards(name, disk, rows);
      mortal.putRows(rows);
    },
  };
  const store = fault?.replicaStore?.(noting) ?? noting;
  const device: Device = {
    name,
    member,
    tag: tagOf(random),
    disk,
    model,
    messageSize,
    isOutdated: false,
    store,
    writesLeft: null,
    doorStore: fault?.writeDoorStore?.(store) ?? store,
    replica: unset(),
    client: unset(),
    newId: () => recordIdFrom(newId()),
    clockOffsetMs,
    everHeld: new Set(),
    isWiped: false,
    isForked: false,
    isMadeAlone: false,
  };
  start(device, now);
  return device;
}

/** What is shown of a record never becomes older, but when all is loaded anew from a server that was restored. */
function checkForwards(name: string, disk: Disk, rows: readonly PutRow[]): void {
  if (cursorOf(disk) === null) return;
  for (const { entity, id, after } of rows) {
    const rev = disk.record(entity, id)?.rev ?? 0;
    // 0: evicted, but made here and not known to be accepted; it is shown as it was made.
    if (after !== null && after.rev > 0 && after.rev < rev) {
      violated('I-12', `${name} shows ${entity} ${id} as of ${after.rev}, after it was shown as of ${rev}`);
    }
  }
}

/** What a start of the app makes: the same database, nothing else from before. */
export function start(device: Device, now: () => number): void {
  device.writesLeft = null;
  device.replica = createReplica({
    store: device.doorStore,
    model: device.model,
    device: device.tag,
    now,
    newId: device.newId,
    workspace: () => ({
      actor: actorHere(device),
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected: !device.isMadeAlone || isConnected(device.disk),
    }),
  });
  device.client = createSyncClient({
    checkEveryMs: 30_000,
    model: device.model,
    store: device.store,
    now,
    onWipe: () => {
      device.isWiped = true;
    },
    onForked: () => {
      device.isForked = true;
    },
    onOutdated: () => {
      device.isOutdated = true;
    },
    loadPartRecords: 6,
    messageSize: device.messageSize,
  });
}

/** Nothing of the member is here before the first load, or before the workspace was made. */
const actorHere = ({ store, member, isMadeAlone }: Pick<Device, 'store' | 'member' | 'isMadeAlone'>): Actor =>
  actorOf(usedModel, store.record('member', member)) ?? {
    member,
    grants: grantsByRole[isMadeAlone ? 'owner' : 'member'],
  };

export const tagOf = (random: SeededRandom): string =>
  Array.from({ length: 8 }, () => '0123456789abcdefghijklmnopqrstuvwxyz'[random.below(36)]).join('');

/** Set before anybody looks. */
function unset<T>(): T {
  return undefined as T;
}

/** The app has ended in the middle of what it did. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

const writes = [
  'apply',
  'putShadow',
  'dropShadow',
  'appendToOutbox',
  'updateOutbox',
  'removeFromOutbox',
  'putRows',
  'noteHistory',
  'dropHistory',
  'forgetHistory',
  'dropStep',
  'putAttention',
  'setMeta',
] as const;

/** A store whose user dies before a write when it is told so; the transaction it was in is lost. */
function dying(store: ReplicaStore, dies: () => boolean): ReplicaStore {
  const mortal: Record<string, unknown> = { ...store };
  for (const name of writes) {
    const write = store[name] as (...args: unknown[]) => unknown;
    mortal[name] = (...args: unknown[]) => {
      if (dies()) throw new Crash(`Before ${name}.`);
      return write(...args);
    };
  }
  return mortal as unknown as ReplicaStore;
}

/** The database was an older copy of itself: from now on this is another device. */
export function rename(device: Device, random: SeededRandom): void {
  device.tag = tagOf(random);
  renameDevice(device.disk, device.tag);
}
