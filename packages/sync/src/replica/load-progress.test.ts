import {
  coreModel,
  type Entity,
  type EntityRecord,
  emptyValue,
  entityFor,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import { expect, test } from 'vitest';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { createMemoryReplicaStore } from './memory-store.ts';
import type { ReplicaStore } from './replica-store.ts';
import { createSyncClient } from './sync-client.ts';

const id = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const company = entityFor(coreModel, 'company');
const tag = entityFor(coreModel, 'tag');

const row = (entity: Entity, n: number): EntityRecord => {
  const blank = Object.fromEntries(Object.entries(entity.fields).map(([name, { kind }]) => [name, emptyValue(kind)]));
  const filled: unknown = { ...blank, id: id(n), rev: 1, stamps: {}, name: `${entity.name} ${n}`, createdAt: 1 };
  return filled as EntityRecord;
};

const epoch = { tag: 'all', company: 'own' };
type Welcome = Extract<ServerMessage, { kind: 'welcome' }>;
const welcome = (more: Partial<Welcome> = {}): Welcome => ({
  kind: 'welcome',
  head: 10,
  snapshot: 10,
  generation: 'one',
  load: ['tag', 'company'],
  epoch,
  isBehindLog: true,
  ...more,
});

/** A connection of a device; `ask` takes what the device asks for, as the server would answer with rows of these numbers. */
function connection(store: ReplicaStore) {
  const said: ClientMessage[] = [];
  const client = createSyncClient({
    store,
    model: coreModel,
    now: () => 1,
    onWipe: () => undefined,
    onForked: () => undefined,
    onOutdated: () => undefined,
    loadPartRecords: 2,
  });
  client.open((message) => said.push(message));
  const pages = () => said.flatMap((one) => (one.kind === 'page' ? [one] : []));
  return {
    client,
    pulls: () => said.flatMap((one) => (one.kind === 'pull' ? [one.after] : [])),
    asked: () => pages().map(({ entity, afterId, epoch: seen }) => [entity, afterId, seen]),
    give(entity: Entity, numbers: readonly number[], next: number | null): void {
      const [load = 0, afterId = null] =
        pages()
          .map((one) => [one.load, one.afterId] as const)
          .at(-1) ?? [];
      const records = numbers.map((n) => row(entity, n));
      client.receive({
        kind: 'page',
        load,
        afterId,
        page: { entity: entity.name, records, next: next === null ? null : id(next) },
      });
    },
  };
}

/** A load of which the tags and some companies have come when it is broken off. */
function brokenOff(rowsBefore: readonly number[] = []): ReplicaStore {
  const store = createMemoryReplicaStore(coreModel);
  store.transaction(() =>
    store.putRows(rowsBefore.map((n) => ({ entity: 'company', id: id(n), before: null, after: row(company, n) }))),
  );
  const first = connection(store);
  first.client.receive(welcome());
  first.give(tag, [1, 2], null);
  first.give(company, [11, 12], 12);
  first.give(company, [13, 14], 14);
  first.give(company, [15], 15);
  first.client.close();
  return store;
}

test('a load that was broken off goes on where it was, and from the sequence that was declared at its beginning', () => {
  const store = brokenOff();
  const again = connection(store);
  again.client.receive(welcome({ head: 99, snapshot: 99 }));
  again.give(company, [15, 16], null);
  expect(again.asked()).toEqual([['company', id(14), 'own']]);
  expect(again.pulls()).toEqual([10]);
  expect(store.ids('company').toSorted()).toEqual([11, 12, 13, 14, 15, 16].map(id));
  // It is over: another one begins at its beginning.
  const later = connection(store);
  later.client.receive(welcome({ head: 120, snapshot: 120 }));
  expect(later.asked()).toEqual([['tag', null, 'all']]);
});

test('of what is seen differently now, or was there before, the load begins anew, and what is too much goes', () => {
  const other = connection(brokenOff());
  other.client.receive(welcome({ epoch: { ...epoch, company: 'team' } }));
  const stale = brokenOff([5]);
  const swept = connection(stale);
  swept.client.receive(welcome());
  swept.give(company, [11, 12, 13, 14, 15], null);
  const generation = connection(brokenOff());
  generation.client.receive(welcome({ generation: 'two', snapshot: 3 }));
  expect([other.asked(), swept.asked(), generation.asked()]).toEqual([
    [['company', null, 'team']],
    [['company', null, 'own']],
    [['tag', null, 'all']],
  ]);
  expect(stale.ids('company').toSorted()).toEqual([11, 12, 13, 14, 15].map(id));
});
