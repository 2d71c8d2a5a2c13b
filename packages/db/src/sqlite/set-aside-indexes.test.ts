import {
  type Change,
  changeIdFrom,
  coreModel,
  type EntityRecord,
  emptyValue,
  entityFor,
  formatHlc,
  type RecordId,
  recordIdFrom,
  type Write,
} from '@satchel/core';
import { afterEach, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace } from '../../test/workspace.ts';
import { tableShape } from '../table-shape.ts';
import type { PreparedRow } from './prepare-rows.ts';
import { createSqliteReplicaStore } from './replica-store.ts';
import { createSetAsideIndexes, type SetAsideIndexes } from './set-aside-indexes.ts';
import { createWriteBehind } from './write-behind.ts';

const contact = entityFor(coreModel, 'contact');
const all = tableShape(contact).indexes.map(({ name }) => name.replace('contacts__by_', ''));
const byTime = ['createdAt', 'lifecycle_createdAt'];

let workspace: TestWorkspace | undefined;
afterEach(() => workspace?.remove());

const opened = (): TestWorkspace => {
  workspace = createWorkspace(coreModel);
  return workspace;
};

const there = ({ db }: TestWorkspace): readonly string[] =>
  db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE name LIKE 'contacts__by%' ORDER BY rowid")
    .pluck()
    .all()
    .map((name) => name.replace('contacts__by_', ''));

const rows = (count: number, fields: string | null): readonly PreparedRow[] =>
  Array.from({ length: count }, (_, n) => ({
    id: contactId(n),
    seq: null,
    fields,
    values: [],
    lists: [],
    words: null,
  }));

const contactId = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);

/** What is there after some work of a transaction that is taken back in the end. */
function during(at: TestWorkspace, work: (indexes: SetAsideIndexes) => void): readonly string[] {
  const indexes = createSetAsideIndexes(at.db, coreModel);
  at.db.exec('BEGIN');
  work(indexes);
  const found = there(at);
  at.db.exec('ROLLBACK');
  return found;
}

test('many new rows take the scattered indexes of an empty table away, and few or mere changes take none', () => {
  const at = opened();
  const few = during(at, (indexes) => indexes.noteRows('contact', rows(20, null)));
  const changed = during(at, (indexes) => indexes.noteRows('contact', rows(200, 'jobTitle,rev')));
  const many = during(at, (indexes) => indexes.noteRows('contact', rows(200, null)));
  const deleted = during(at, (indexes) => indexes.noteRows('contact', rows(200, 'deletedAt,rev')));
  expect([few, changed, many.toSorted(), deleted.toSorted()]).toEqual([all, all, byTime, byTime]);
  expect(there(at)).toEqual(all);
});

test('a table keeps its indexes until a quarter of it was written', () => {
  const at = opened();
  const store = createSqliteReplicaStore(at.db, coreModel);
  store.transaction(() =>
    store.putRows(contacts(0, 400).map((after) => ({ entity: 'contact', id: after.id, before: null, after }))),
  );
  const less = during(at, (indexes) => indexes.noteRows('contact', rows(99, null)));
  const enough = during(at, (indexes) => {
    indexes.noteRows('contact', rows(50, null));
    indexes.noteRows('contact', rows(50, null));
  });
  expect([less, enough.toSorted()]).toEqual([all, byTime]);
});

test('who asks by more than an id gets the indexes back, and they stay', () => {
  const at = opened();
  const asked = during(at, (indexes) => {
    indexes.noteRows('contact', rows(200, null));
    indexes.makeOf('contact');
    indexes.noteRows('contact', rows(200, null));
  });
  const made = during(at, (indexes) => {
    indexes.noteRows('contact', rows(200, null));
    indexes.makeAll(() => true);
  });
  const unwanted = during(at, (indexes) => {
    indexes.noteRows('contact', rows(200, null));
    indexes.makeAll(() => false);
  });
  expect([asked.toSorted(), made.toSorted(), unwanted.toSorted()]).toEqual([all.toSorted(), all.toSorted(), byTime]);
});

test('a long write of another thread leaves every index, kept, taken back in part or wholly', async () => {
  const at = opened();
  const direct = createSqliteReplicaStore(at.db, coreModel);
  const file = { path: at.path, key: at.key };
  const behind = createWriteBehind({ ...file, direct, onCommitted: () => undefined });
  await behind.open();
  const { store } = behind;
  const put = (from: number, to: number): void =>
    store.putRows(contacts(from, to).map((after) => ({ entity: 'contact', id: after.id, before: null, after })));
  const seen: unknown[] = [];
  const note = (): void => void seen.push([there(at).toSorted(), store.ids('contact').length]);
  const writeMany = (from: number): void => store.apply(change(from), 1, contacts(from, from + 200).map(created));
  try {
    store.begin();
    writeMany(0);
    store.rollback();
    note();
    store.begin();
    store.begin();
    writeMany(1000);
    store.rollback();
    put(5000, 5001);
    await store.settle();
    store.commit();
    note();
    store.begin();
    writeMany(2000);
    await store.settle();
    store.commit();
    note();
  } finally {
    await behind.close();
  }
  expect(seen).toEqual([0, 1, 201].map((count) => [all.toSorted(), count]));
  expect(at.db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('what could not be written is told by settle, and nothing of the transaction is kept', async () => {
  const at = opened();
  const direct = createSqliteReplicaStore(at.db, coreModel);
  const behind = createWriteBehind({ path: at.path, key: at.key, direct, onCommitted: () => undefined });
  await behind.open();
  const { store } = behind;
  store.begin();
  const [row] = contacts(1, 2);
  if (row === undefined) throw new Error('No row.');
  const twice = { entity: 'contact', id: row.id, before: null, after: row };
  store.putRows([twice]);
  store.putRows([twice]);
  await expect(store.settle()).rejects.toThrow('UNIQUE');
  store.rollback();
  expect(store.ids('contact')).toEqual([]);
  await behind.close();
});

const change = (n: number): Change => ({
  id: changeIdFrom(`00000000-0000-7000-9000-${String(n).padStart(12, '0')}`),
  actor: contactId(0),
  device: 'device00',
  at: formatHlc({ ms: n, counter: 0, device: 'device00' }),
  intentions: [],
});

const created = (after: EntityRecord): Write => ({
  entity: 'contact',
  id: after.id,
  kind: 'create',
  before: null,
  after,
  changed: ['name'],
  isConsequence: false,
});

function contacts(from: number, to: number): readonly EntityRecord[] {
  const blank = Object.entries(contact.fields).map(([name, field]) => [name, emptyValue(field.kind)]);
  return Array.from({ length: to - from }, (_, n) => {
    const own = {
      id: contactId(from + n),
      rev: 1,
      stamps: {},
      name: `Contact ${from + n}`,
      createdAt: n,
      updatedAt: n,
    };
    const filled: unknown = { ...Object.fromEntries(blank), ...own };
    return filled as EntityRecord;
  });
}
