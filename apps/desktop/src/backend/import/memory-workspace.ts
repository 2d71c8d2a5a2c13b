import {
  coreModel,
  createUuidV7Generator,
  type EntityRecord,
  grantsByRole,
  type JsonValue,
  ok,
  type RecordId,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import { createMemoryReplicaStore, createReplica, type Replica, type ReplicaStore } from '@satchel/sync';
import type { ImportTarget } from './import-target.ts';

/** A workspace without a disk. */
export interface MemoryWorkspace {
  readonly target: ImportTarget;
  readonly replica: Replica;
  readonly store: ReplicaStore;
  /** Records that are not deleted. */
  readonly live: (entity: string) => readonly EntityRecord[];
}

/** A workspace in memory with its owner and pipelines, for tests. */
export function createMemoryWorkspace(): MemoryWorkspace {
  let nowMs = Date.parse('2026-03-11T10:00:00Z');
  let seed = 1;
  const random = (sizeBytes: number) =>
    Uint8Array.from({ length: sizeBytes }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % 256;
    });
  const now = () => nowMs++;
  const newId = createUuidV7Generator({ now, random });
  const newRecordId = () => recordIdFrom(newId());
  const store = createMemoryReplicaStore(coreModel);
  const ids = new Map<string, Set<RecordId>>();
  const noting: ReplicaStore = {
    ...store,
    apply(change, sequence, writes) {
      for (const { entity, id } of writes) {
        const known = ids.get(entity) ?? new Set();
        known.add(id);
        ids.set(entity, known);
      }
      store.apply(change, sequence, writes);
    },
  };
  const member = newRecordId();
  const replica = createReplica({
    store: noting,
    model: coreModel,
    device: 'device01',
    now,
    newId,
    workspace: () => ({
      actor: { member, grants: grantsByRole.owner },
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected: false,
    }),
  });
  const setup = replica.commit(setupIntentions({ id: member, name: 'Me Myself' }, newRecordId), {
    cause: { kind: 'setup', group: newId() },
  });
  if (!setup.ok) throw new Error(setup.error.map(({ message }) => message).join(' '));
  const each = (entity: string) =>
    [...(ids.get(entity) ?? [])].flatMap((id) => {
      const record = store.record(entity, id);
      return record === null ? [] : [record];
    });
  const settings = new Map<string, JsonValue>();
  return {
    target: {
      model: coreModel,
      replica,
      store: noting,
      each,
      getReady: () => Promise.resolve(),
      backUp: () => Promise.resolve(ok('')),
      releaseRoom: () => undefined,
      newRecordId,
      currency: 'USD',
      country: 'US',
      timeZone: 'UTC',
      settings: { get: (key) => settings.get(key), set: (key, value) => void settings.set(key, value) },
    },
    replica,
    store: noting,
    live: (entity) => each(entity).filter(({ deletedAt }) => deletedAt === null),
  };
}
