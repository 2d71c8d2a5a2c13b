import { coreModel, type EntityRecord, emptyValue, entityFor, type RecordId, recordIdFrom } from '@satchel/core';
import type { ReplicaStore } from '@satchel/sync';
import { replicaStoreContract } from '@satchel/sync/replica-store.contract';
import { contractModel } from '@satchel/sync/replica-store-model.contract';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace } from '../../test/workspace.ts';
import { sqliteCode } from './driver.ts';
import { createSqliteReplicaStore } from './replica-store.ts';
import { createWriteBehind } from './write-behind.ts';

const contractThread = new URL('../../test/contract-writer-thread.ts', import.meta.url);

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

// A transaction on the thread each time, and what was kept is read on the own connection.
replicaStoreContract('SQLite, each transaction on another thread', async () => {
  const { store, close } = await openBehind(contractModel, contractThread);
  return { store: { ...store, transaction: inOne(store) }, close };
});

// Nothing of it is committed: whatever is read is what the transaction has written.
replicaStoreContract('SQLite, in a transaction on another thread', async () => {
  const { store, close } = await openBehind(contractModel, contractThread);
  store.begin();
  const end = async (): Promise<void> => {
    store.rollback();
    await close();
  };
  // A load begins outside of a transaction, and only makes it faster.
  const asItIs = { beginLoad: () => undefined, endLoad: () => undefined };
  return { store: { ...store, ...asItIs }, close: end };
});

test('what another connection reads is as before until the transaction is kept', async () => {
  const { store, workspace } = await openBehind(coreModel);
  const other = createSqliteReplicaStore(workspace.db, coreModel);
  const seen = (): readonly unknown[] => [store.record('tag', tagId(1))?.name, other.record('tag', tagId(1))?.name];
  store.begin();
  put(store, 1);
  const within = seen();
  store.rollback();
  const takenBack = seen();
  store.begin();
  put(store, 1);
  store.commit();
  expect([within, takenBack, seen()]).toEqual([
    ['Tag 1', undefined],
    [undefined, undefined],
    ['Tag 1', 'Tag 1'],
  ]);
});

test('an error on the thread is thrown by a later call, at the latest by the commit, and nothing is kept', async () => {
  const { store } = await openBehind(coreModel);
  const failed: unknown[] = [];
  for (const then of [() => store.commit(), () => store.ids('tag'), () => writeUntilItThrows(store)]) {
    store.begin();
    put(store, 1);
    // The same row once more.
    put(store, 1);
    try {
      then();
      failed.push('nothing');
    } catch (error) {
      failed.push(sqliteCode(error));
    }
    store.rollback();
  }
  expect(failed).toEqual(Array.from({ length: 3 }, () => 'SQLITE_CONSTRAINT_UNIQUE'));
  store.begin();
  put(store, 2);
  store.commit();
  expect(store.ids('tag')).toEqual([tagId(2)]);
});

test('a transaction that cannot begin leaves the store as it was', async () => {
  const { store, workspace } = await openBehind(coreModel);
  workspace.db.exec('BEGIN IMMEDIATE');
  expect(() => store.begin()).toThrow('database is locked');
  workspace.db.exec('ROLLBACK');
  store.begin();
  put(store, 1);
  store.commit();
  expect(store.ids('tag')).toEqual([tagId(1)]);
}, 20_000);

test('when the thread has ended its transaction is gone, and the next one is written without it', async () => {
  const { store, end } = await openBehind(coreModel);
  store.begin();
  put(store, 1);
  await end();
  expect(() => store.commit()).toThrow('closed');
  store.rollback();
  store.begin();
  put(store, 2);
  store.commit();
  expect(store.ids('tag')).toEqual([tagId(2)]);
});

interface Opened {
  readonly store: ReplicaStore;
  readonly workspace: TestWorkspace;
  readonly end: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function openBehind(model: typeof coreModel, threadUrl?: URL): Promise<Opened> {
  const workspace = createWorkspace(model);
  const direct = createSqliteReplicaStore(workspace.db, model);
  const file = { path: workspace.path, key: workspace.key };
  const behind = createWriteBehind({
    ...file,
    direct,
    onCommitted: () => undefined,
    ...(threadUrl ? { threadUrl } : {}),
  });
  await behind.open();
  const close = async (): Promise<void> => {
    await behind.close();
    workspace.remove();
  };
  if (threadUrl === undefined) toClose.push(close);
  return { store: behind.store, workspace, end: behind.close, close };
}

const inOne =
  (store: ReplicaStore): ReplicaStore['transaction'] =>
  (work) => {
    store.begin();
    try {
      const result = work();
      store.commit();
      return result;
    } catch (error) {
      store.rollback();
      throw error;
    }
  };

const tagId = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);

const tag = entityFor(coreModel, 'tag');

function put(store: ReplicaStore, n: number): void {
  const fields = Object.entries(tag.fields).map(([name, field]) => [name, emptyValue(field.kind)]);
  const own = { id: tagId(n), rev: 1, stamps: {}, custom: {}, createdAt: 1, updatedAt: 1, name: `Tag ${n}` };
  // Every field of the entity is there.
  const after = { ...Object.fromEntries(fields), ...own } as EntityRecord;
  changes += 1;
  const id = recordIdFrom(`00000000-0000-7000-9000-${String(changes).padStart(12, '0')}`);
  store.apply({ id, actor: tagId(999), device: 'device00', at: '', intentions: [] } as never, changes, [
    { entity: 'tag', id: after.id, kind: 'create', before: null, after, changed: ['name'], isConsequence: false },
  ]);
}

let changes = 0;

function writeUntilItThrows(store: ReplicaStore): void {
  for (let n = 0; n < 1000; n++) store.setMeta('n', String(n));
}
