import {
  coreModel,
  createUuidV7Generator,
  grantsByRole,
  type Intention,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import { createReplica } from '@satchel/sync';
import { afterAll, expect, test } from 'vitest';
import { asker } from '../../../test/where-samples.ts';
import { createWorkspace } from '../../../test/workspace.ts';
import { createReader } from '../reader.ts';
import { createSqliteReplicaStore } from '../replica-store.ts';
import { readTimeline } from './timeline.ts';

const workspace = createWorkspace(coreModel);
afterAll(workspace.remove);

const nowMs = Date.UTC(2026, 0, 2);
const newUuid = createUuidV7Generator({ now: () => nowMs, random: (size) => new Uint8Array(size).fill(3) });
const newId = (): RecordId => recordIdFrom(newUuid());
const replica = createReplica({
  store: createSqliteReplicaStore(workspace.db, coreModel),
  model: coreModel,
  device: 'aaaaaaaa',
  now: () => nowMs,
  newId: newUuid,
  workspace: () => ({
    actor: { member: recordIdFrom(asker.me), grants: grantsByRole.owner },
    country: 'US',
    timeZone: 'UTC',
    weekStart: 1,
    isConnected: false,
  }),
});
const commit = (intentions: readonly Intention[]): void => {
  const result = replica.commit(intentions);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
};

test('a timeline is read newest first in pages that lose nothing, also when moments are the same', () => {
  const contact = newId();
  commit([{ kind: 'create', entity: 'member', id: recordIdFrom(asker.me), fields: { name: 'Ada', role: 'owner' } }]);
  commit([{ kind: 'create', entity: 'contact', id: contact, fields: { firstName: 'Grace' } }]);
  const ids = Array.from({ length: 300 }, newId);
  // A hundred happened at each of three moments, and the newest was written down last.
  commit(
    ids.map((id, index) => ({
      kind: 'create',
      entity: 'interaction',
      id,
      fields: { subject: `Call ${index}`, contact, happenedAt: 1_000 * (1 + (index % 3)) },
    })),
  );
  const reader = createReader(workspace.db, coreModel);
  const keys: string[] = [];
  const moments: number[] = [];
  let before: { at: number; key: string } | undefined;
  for (let page = 0; page < 20; page += 1) {
    const rows = readTimeline(
      reader,
      { entity: 'contact', id: contact, limit: 37, ...(before ? { before } : {}) },
      asker,
    );
    if (!rows.ok) throw new Error(rows.error.message);
    keys.push(...rows.value.map(({ key }) => key));
    moments.push(...rows.value.map(({ at }) => at));
    const last = rows.value.at(-1);
    if (!last) break;
    before = { at: last.at, key: last.key };
  }
  expect(new Set(keys).size).toBe(301);
  expect(keys.length).toBe(301);
  expect(moments).toEqual(moments.toSorted((a, b) => b - a));
  expect(moments.filter((at) => at === 2_000)).toHaveLength(100);
});
