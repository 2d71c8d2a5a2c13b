import {
  coreModel,
  createUuidV7Generator,
  grantsByRole,
  type MemberId,
  type RecordId,
  recordIdFrom,
  roles,
} from '@satchel/core';
import { createMemoryReplicaStore } from '../replica/memory-store.ts';
import { createReplica, type Replica } from '../replica/replica.ts';
import type { ReplicaStore } from '../replica/replica-store.ts';
import { createSyncClient, type SyncClient } from '../replica/sync-client.ts';
import type { SeededRandom } from './random.ts';

/** One person's app: its database lives through crashes, all else is made anew at each start. */
export interface Device {
  readonly name: string;
  readonly member: MemberId;
  /** Changes whenever the database turns out to be an older copy of itself. */
  tag: string;
  readonly store: ReplicaStore;
  replica: Replica;
  client: SyncClient;
  readonly newId: () => RecordId;
  /** Milliseconds that its clock is off. */
  readonly clockOffsetMs: number;
  isWiped: boolean;
  isForked: boolean;
}

export function createDevice(
  name: string,
  member: MemberId,
  random: SeededRandom,
  serverNow: () => number,
  clockOffsetMs: number,
): Device {
  const now = (): number => serverNow() + clockOffsetMs;
  const newId = createUuidV7Generator({ now, random: (size) => random.bytes(size) });
  const store = createMemoryReplicaStore(coreModel);
  const device: Device = {
    name,
    member,
    tag: tagOf(random),
    store,
    replica: unset(),
    client: unset(),
    newId: () => recordIdFrom(newId()),
    clockOffsetMs,
    isWiped: false,
    isForked: false,
  };
  start(device, now);
  return device;
}

/** What a start of the app makes: the same database, nothing else from before. */
export function start(device: Device, now: () => number): void {
  device.replica = createReplica({
    store: device.store,
    model: coreModel,
    device: device.tag,
    now,
    newId: device.newId,
    workspace: () => ({
      actor: { member: device.member, grants: grantsByRole[roleOf(device)] },
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected: true,
    }),
  });
  device.client = createSyncClient({
    store: device.store,
    now,
    onWipe: () => {
      device.isWiped = true;
    },
    onForked: () => {
      device.isForked = true;
    },
  });
}

const roleOf = ({ store, member }: Pick<Device, 'store' | 'member'>) =>
  roles.find((role) => role === store.record('member', member)?.['role']) ?? 'member';

export const tagOf = (random: SeededRandom): string =>
  Array.from({ length: 8 }, () => '0123456789abcdefghijklmnopqrstuvwxyz'[random.below(36)]).join('');

/** Set before anybody looks. */
function unset<T>(): T {
  return undefined as T;
}
