import {
  type Change,
  type ChangeId,
  changeIdFrom,
  type EntityRecord,
  emptyValue,
  entityFor,
  type FieldValue,
  formatHlc,
  type RecordId,
  recordIdFrom,
  type Where,
  type Write,
} from '@satchel/core';
import { expect, test } from 'vitest';
import { checksumOf } from '../checksum.ts';
import { overlayOf } from './overlay.ts';
import type { ReplicaStore } from './replica-store.ts';
import { contractModel } from './store-model.contract.ts';

const card = entityFor(contractModel, 'card');

const recordId = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const changeId = (n: number): ChangeId => changeIdFrom(`00000000-0000-7000-9000-${String(n).padStart(12, '0')}`);
const me = recordId(999);

function card0(n: number, values: Readonly<Record<string, FieldValue>> = {}): EntityRecord {
  const fields = Object.entries(card.fields).map(([name, field]) => [name, emptyValue(field.kind)]);
  const own = { id: recordId(n), rev: 1, stamps: {}, createdAt: n, updatedAt: n, ...values };
  const filled: unknown = { ...Object.fromEntries(fields), ...own };
  return filled as EntityRecord;
}

const created = (after: EntityRecord, changed: readonly string[]): Write => ({
  entity: 'card',
  id: after.id,
  kind: 'create',
  before: null,
  after,
  changed,
  isConsequence: false,
});

const updated = (before: EntityRecord, values: Readonly<Record<string, FieldValue>>, kind: Write['kind'] = 'update') =>
  ({
    entity: 'card',
    id: before.id,
    kind,
    before,
    after: { ...before, ...values, rev: before.rev + 1, updatedAt: before.updatedAt + 1 } as EntityRecord,
    changed: Object.keys(values),
    isConsequence: false,
  }) satisfies Write;

const change = (n: number, more: Partial<Change> = {}): Change => ({
  id: changeId(n),
  actor: me,
  device: 'device00',
  at: formatHlc({ ms: n, counter: 0, device: 'device00' }),
  intentions: [],
  ...more,
});

interface OpenStore {
  readonly store: ReplicaStore;
  readonly close: () => void | Promise<void>;
}

/** What every implementation of `ReplicaStore` does. `open` gives an empty store of `contractModel`. */
export function replicaStoreContract(name: string, open: () => OpenStore | Promise<OpenStore>): void {
  const check = (title: string, body: (store: ReplicaStore) => void): void => {
    test(`${name}: ${title}`, async () => {
      const { store, close } = await open();
      try {
        body(store);
      } finally {
        await close();
      }
    });
  };

  check('a row comes back as it was put, field by field', (store) => {
    const full = card0(1, {
      name: 'Zürich 🎉',
      size: 2 ** 53,
      price: { minor: -5, currency: 'CHF' },
      place: 'a0',
      parent: recordId(2),
      friends: [recordId(3), recordId(2)],
      mails: ['a@b.example'],
      numbers: ['+41446681800'],
      stamps: { name: 'x' },
      'custom.own': [1, null],
    });
    store.transaction(() => store.apply(change(1), 1, [created(full, ['name']), created(card0(2), [])]));
    expect([
      store.record('card', full.id),
      store.record('card', recordId(2)),
      store.record('card', recordId(3)),
    ]).toEqual([full, card0(2), null]);
  });

  check('a row that is put anew has nothing that it does not have any more', (store) => {
    const first = card0(1, { name: 'One', 'custom.own': 'Here' });
    const { 'custom.own': _, ...without } = first;
    const next: EntityRecord = { ...without, rev: 2 };
    store.transaction(() => store.putRows([{ entity: 'card', id: first.id, before: null, after: first }]));
    store.transaction(() => store.putRows([{ entity: 'card', id: first.id, before: first, after: next }]));
    expect(store.record('card', first.id)).toEqual(next);
  });

  check('many rows are read at once, those that are there', (store) => {
    const rows = [card0(1, { name: 'One', friends: [recordId(2)] }), card0(2, { deletedAt: 5 })];
    const ids = [recordId(1), recordId(2), recordId(3)];
    const before = store.records('card', ids);
    store.transaction(() =>
      store.apply(
        change(1),
        1,
        rows.map((row) => created(row, [])),
      ),
    );
    expect([before, store.records('card', ids).toSorted((a, b) => (a.id < b.id ? -1 : 1))]).toEqual([[], rows]);
  });

  check('a question is answered anew after each write, also where there was no row at all', (store) => {
    const where: Where = { field: 'name', op: 'eq', value: 'One' };
    const answers = (): readonly unknown[] => [
      store.count({ need: 'count', entity: 'card', where }),
      store.first({ need: 'first', entity: 'card', where, orderBy: 'name' })?.id,
      store.list({ need: 'list', entity: 'card', where, limit: 5 }).length,
    ];
    const none = [0, undefined, 0];
    const seen = [answers()];
    const row = card0(1, { name: 'One' });
    store.begin();
    store.apply(change(1), 1, [created(row, ['name'])]);
    seen.push(answers());
    store.rollback();
    seen.push(answers());
    store.transaction(() => store.putRows([{ entity: 'card', id: row.id, before: null, after: row }]));
    seen.push(answers());
    store.transaction(() => store.putRows([{ entity: 'card', id: row.id, before: row, after: null }]));
    seen.push(answers());
    const one = [1, row.id, 1];
    expect(seen).toEqual([none, one, none, one, none]);
  });

  check('what is told of a change anew is in the place of what was told before', (store) => {
    const [first, second] = [card0(1, { name: 'One' }), card0(2, { name: 'Two' })];
    const rows = [first, second].map((after) => ({ entity: 'card', id: after.id, before: null, after }));
    store.transaction(() => store.putRows(rows));
    store.transaction(() => store.noteHistory(change(1), 5, [created(first, ['name'])]));
    store.transaction(() => store.noteHistory(change(2), 6, [created(second, ['name'])]));
    store.transaction(() => store.noteHistory(change(1), 7, [updated(first, { name: 'Uno' })]));
    expect([
      [...store.journal(0)].map(({ sequence, writes }) => [sequence, writes.length]),
      store.history('card', first.id, 5).map(({ kind }) => kind),
      store.history('card', second.id, 5).map(({ kind }) => kind),
    ]).toEqual([
      [
        [6, 1],
        [7, 1],
      ],
      ['update'],
      ['create'],
    ]);
  });

  check('an update touches what changed; a deleted row stays and comes back', (store) => {
    const first = card0(1, { name: 'One', friends: [recordId(2)] });
    const change2 = updated(first, { name: 'Two', friends: [recordId(3)], price: { minor: 1, currency: 'EUR' } });
    const deleted = updated(change2.after, { deletedAt: 9 }, 'delete');
    const restored = updated(deleted.after, { deletedAt: null }, 'restore');
    const friend = (n: number) =>
      store.count({ need: 'count', entity: 'card', where: { field: 'friends', op: 'eq', value: recordId(n) } });
    store.transaction(() => store.apply(change(1), 1, [created(first, ['name', 'friends'])]));
    const seen = [friend(2)];
    for (const [n, write] of [change2, deleted, restored].entries()) {
      store.transaction(() => store.apply(change(n + 2), n + 2, [write]));
      expect(store.record('card', first.id)).toEqual(write.after);
      seen.push(friend(2), friend(3));
    }
    expect(seen).toEqual([1, 0, 1, 0, 0, 0, 1]);
  });

  check('count, first and list see rows that are not deleted, empty values last', (store) => {
    const rows = [
      card0(1, { name: 'b', size: 1 }),
      card0(2, { name: 'A', size: 1 }),
      card0(3, { size: 1 }),
      card0(4, { name: 'a', size: 1, deletedAt: 5 }),
      card0(5, { name: 'c', size: 2 }),
    ];
    store.transaction(() =>
      store.apply(
        change(1),
        1,
        rows.map((row) => created(row, [])),
      ),
    );
    const where = { field: 'size', op: 'eq', value: 1 } as const;
    expect(store.count({ need: 'count', entity: 'card', where })).toBe(3);
    expect(store.first({ need: 'first', entity: 'card', where, orderBy: 'name' })?.id).toBe(recordId(2));
    const none = { field: 'size', op: 'gt', value: 2 } as const;
    expect(store.first({ need: 'first', entity: 'card', where: none, orderBy: 'name' })).toBeNull();
    const list = (asked: Where, limit: number) =>
      store.list({ need: 'list', entity: 'card', where: asked, limit }).map(({ id }) => id);
    expect([list(where, 5), list(where, 2), list(none, 5)]).toEqual([
      [recordId(1), recordId(2), recordId(3)],
      [recordId(1), recordId(2)],
      [],
    ]);
  });

  check('a transaction is kept whole or not at all, an inner one by itself', (store) => {
    const put = (n: number) => store.apply(change(n), n, [created(card0(n), [])]);
    const fail = (n: number) => () => {
      put(n);
      throw new Error('no');
    };
    expect(() => store.transaction(fail(1))).toThrow('no');
    store.transaction(() => {
      put(2);
      expect(() => store.transaction(fail(3))).toThrow('no');
    });
    store.begin();
    put(4);
    store.rollback();
    store.begin();
    put(5);
    store.commit();
    const kept = [1, 2, 3, 4, 5].filter((n) => store.record('card', recordId(n)) !== null);
    expect(kept).toEqual([2, 5]);
    expect(store.steps(me, 9).map((step) => step.id)).toEqual([changeId(5), changeId(2)]);
  });

  check('history tells before and after, newest first, by record, change and group', (store) => {
    const cause = { kind: 'import', group: 'g1', label: 'Import of x' } as const;
    const first = card0(1, { name: 'One', size: 1 });
    const second = updated(first, { name: 'Two' });
    store.transaction(() => {
      store.apply(change(1, { cause }), 1, [created(first, ['name', 'size']), created(card0(2), [])]);
      store.apply(change(2, { cause }), 2, [created(card0(3), [])]);
      store.apply(change(3, { label: 'Renamed' }), 3, [second]);
    });
    expect(
      store
        .history('card', first.id, 5)
        .map(({ changeId, kind, before, after, at }) => ({ changeId, kind, before, after, at })),
    ).toEqual([
      { changeId: changeId(3), kind: 'update', before: { name: 'One' }, after: { name: 'Two' }, at: 2 },
      { changeId: changeId(1), kind: 'create', before: {}, after: { name: 'One', size: 1 }, at: 1 },
    ]);
    expect(store.history('card', first.id, 1)).toHaveLength(1);
    expect([...store.historyOf('g1')].map((entry) => entry.record)).toEqual([recordId(3), recordId(2), recordId(1)]);
    expect([...store.historyOf(changeId(3))].map((entry) => entry.after)).toEqual([{ name: 'Two' }]);
    expect([...store.historyOf('unknown')]).toEqual([]);
    expect(store.steps(me, 9)).toEqual([
      { id: changeId(3), label: 'Renamed', at: 2, writes: 1, kind: 'change', of: null },
      { id: 'g1', label: 'Import of x', at: 3, writes: 3, kind: 'import', of: null },
    ]);
    expect([store.steps(me, 1).length, store.steps(recordId(1), 9).length]).toEqual([1, 0]);
  });

  check('the journal tells of every change after a sequence, in order, as it was', (store) => {
    const row = card0(1, { name: 'One' });
    const cause = { kind: 'import', group: 'g1', label: 'Import of x' } as const;
    const journal = (after: number) => [...store.journal(after)];
    expect(journal(0)).toEqual([]);
    store.transaction(() => store.apply(change(1, { cause }), 1, [created(row, ['name']), created(card0(2), [])]));
    store.transaction(() => store.apply(change(2, { label: 'Renamed' }), 2, [updated(row, { name: 'Two' })]));
    for (let n = 3; n < 1200; n++) store.transaction(() => store.noteHistory(change(n), n, []));
    const head = (one: Change) => {
      const { intentions: _, ...rest } = one;
      return rest;
    };
    const write = { entity: 'card', isConsequence: false };
    expect(journal(0).slice(0, 2)).toEqual([
      {
        sequence: 1,
        change: head(change(1, { cause })),
        ms: 1,
        writes: [
          { ...write, id: recordId(1), kind: 'create', before: null, after: { name: 'One' } },
          { ...write, id: recordId(2), kind: 'create', before: null, after: {} },
        ],
      },
      {
        sequence: 2,
        change: head(change(2, { label: 'Renamed' })),
        ms: 2,
        writes: [{ ...write, id: recordId(1), kind: 'update', before: { name: 'One' }, after: { name: 'Two' } }],
      },
    ]);
    expect(journal(1).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 1198 }, (_, n) => n + 2));
  });

  check('rows can be written while the history of a large group is read', (store) => {
    const cause = { kind: 'import', group: 'g1' } as const;
    const rows = Array.from({ length: 1200 }, (_, n) => card0(n + 1));
    store.transaction(() => {
      store.apply(
        change(1, { cause }),
        1,
        rows.map((row) => created(row, [])),
      );
      let n = 0;
      for (const entry of store.historyOf('g1')) {
        n += 1;
        const row = store.record('card', entry.record);
        if (row) store.apply(change(n + 1), n + 1, [updated(row, { deletedAt: 5 }, 'delete')]);
      }
      expect(n).toBe(1200);
    });
    expect(store.count({ need: 'count', entity: 'card', where: { and: [] } })).toBe(0);
  });

  check(
    'rows from elsewhere come, change and go without history of their own; what goes takes its history along',
    (store) => {
      const first = card0(1, { name: 'One', friends: [recordId(2)], mails: ['one@a.example'] });
      const second = card0(2, { name: 'Two' });
      const later = { ...first, rev: 8, name: 'Uno', friends: [] } as EntityRecord;
      store.transaction(() => store.apply(change(1), 1, [created(second, ['name'])]));
      store.transaction(() => store.putRows([{ entity: 'card', id: first.id, before: null, after: first }]));
      store.transaction(() => store.putRows([{ entity: 'card', id: first.id, before: first, after: later }]));
      expect(store.record('card', first.id)).toEqual(later);
      expect(store.history('card', first.id, 9)).toEqual([]);
      expect(store.ids('card').toSorted()).toEqual([first.id, second.id]);
      const named = (id: string) =>
        store.count({ need: 'count', entity: 'card', where: { field: 'friends', op: 'eq', value: id } });
      expect(named(recordId(2))).toBe(0);
      const sum = () => store.checksum('card');
      expect(sum()).toBe(checksumOf([later, second]));
      store.transaction(() =>
        store.putRows([{ entity: 'card', id: later.id, before: later, after: { ...later, rev: 9 } }]),
      );
      expect(sum()).toBe(checksumOf([{ id: later.id, rev: 9 }, second]));
      store.begin();
      store.putRows([{ entity: 'card', id: second.id, before: second, after: null }]);
      expect(sum()).toBe(checksumOf([{ id: later.id, rev: 9 }]));
      store.rollback();
      expect(sum()).toBe(checksumOf([{ id: later.id, rev: 9 }, second]));
      store.transaction(() =>
        store.putRows([{ entity: 'card', id: later.id, before: { ...later, rev: 9 }, after: later }]),
      );
      store.transaction(() => store.noteHistory(change(2), 8, [updated(first, { name: 'Uno' })]));
      expect(store.history('card', first.id, 9).map(({ changeId: id, after }) => [id, after])).toEqual([
        [changeId(2), { name: 'Uno' }],
      ]);
      store.transaction(() => store.noteHistory(change(3), 9, [updated(first, { name: 'Due', size: 2 })]));
      store.transaction(() => store.forgetHistory('card', ['name', 'mails']));
      expect(store.history('card', first.id, 9).map(({ before, after }) => [before, after])).toEqual([
        [{ size: null }, { size: 2 }],
        [{}, {}],
      ]);
      store.transaction(() => store.dropHistory(changeId(3)));
      store.transaction(() => store.dropHistory(changeId(2)));
      expect(store.history('card', first.id, 9)).toEqual([]);
      const stepIds = () => store.steps(me, 9).map(({ id }) => id);
      store.dropHistory(changeId(1));
      expect([stepIds(), store.history('card', second.id, 9)]).toEqual([[changeId(1)], []]);
      store.dropStep(changeId(1));
      expect(stepIds()).toEqual([]);
      store.transaction(() => store.putRows([{ entity: 'card', id: second.id, before: second, after: null }]));
      expect([store.record('card', second.id), store.history('card', second.id, 9)]).toEqual([null, []]);
      expect(store.ids('card')).toEqual([first.id]);
      expect(store.count({ need: 'count', entity: 'card', where: { and: [] } })).toBe(1);
    },
  );

  check('a change whose record went keeps nothing of those that come after it', (store) => {
    const [gone, stays] = [card0(1, { name: 'Gone' }), card0(2, { name: 'Stays' })];
    const put = (row: EntityRecord) => store.putRows([{ entity: 'card', id: row.id, before: null, after: row }]);
    store.transaction(() => {
      put(gone);
      put(stays);
      store.noteHistory(change(1), 1, [updated(gone, { name: 'Uno' })]);
    });
    store.transaction(() => store.putRows([{ entity: 'card', id: gone.id, before: gone, after: null }]));
    store.transaction(() => store.noteHistory(change(2), 2, [updated(stays, { name: 'Due' })]));
    expect([...store.historyOf(changeId(1))]).toEqual([]);
    store.transaction(() => store.dropHistory(changeId(1)));
    expect(store.history('card', stays.id, 9).map(({ changeId: id }) => id)).toEqual([changeId(2)]);
  });

  check('while many rows come, and after it, everything is answered as always', (store) => {
    const rows = Array.from({ length: 120 }, (_, n) =>
      card0(n + 1, {
        name: `Card ${n % 7}`,
        size: n % 3 === 0 ? null : n,
        mails: n % 2 === 0 ? [`m${n % 5}@a.example`, `m${n % 5}@a.example`] : [],
        deletedAt: n % 10 === 9 ? 5 : null,
      }),
    );
    const ask = () => ({
      named: store.count({ need: 'count', entity: 'card', where: { field: 'name', op: 'eq', value: 'Card 1' } }),
      mailed: store.count({
        need: 'count',
        entity: 'card',
        where: { field: 'mails', op: 'eq', value: 'm2@a.example' },
      }),
      between: [...store.idsBetween('card', recordId(2), recordId(4))].toSorted(),
      row: store.record('card', recordId(70)),
    });
    store.beginLoad('card');
    store.transaction(() =>
      store.putRows(rows.slice(0, 60).map((after) => ({ entity: 'card', id: after.id, before: null, after }))),
    );
    // A person works meanwhile.
    store.transaction(() => store.apply(change(1), 1, [created(card0(500, { name: 'Card 1' }), ['name'])]));
    store.transaction(() =>
      store.putRows(rows.slice(60).map((after) => ({ entity: 'card', id: after.id, before: null, after }))),
    );
    const during = ask();
    store.endLoad('card');
    store.endLoad('card');
    expect(ask()).toEqual(during);
    expect(during).toEqual({ named: 16, mailed: 12, between: [2, 3, 4].map(recordId), row: rows[69] });
    store.putShadow('card', recordId(900), null);
    expect([...store.idsBetween('card', recordId(120), recordId(900))].toSorted()).toEqual(
      [120, 500, 900].map(recordId),
    );
  });

  check(
    'the outbox is what was kept, also when it was looked at while something was written and taken back',
    (store) => {
      const ids = () => store.outbox().map((entry) => [entry.change.id, entry.number]);
      store.appendToOutbox(change(1), []);
      expect(ids()).toEqual([[changeId(1), null]]);
      store.begin();
      store.appendToOutbox(change(2), []);
      store.updateOutbox(changeId(1), { number: 1 });
      expect(ids()).toEqual([
        [changeId(1), 1],
        [changeId(2), null],
      ]);
      store.rollback();
      expect(ids()).toEqual([[changeId(1), null]]);
      store.begin();
      store.removeFromOutbox(changeId(1));
      expect(ids()).toEqual([]);
      store.rollback();
      expect(ids()).toEqual([[changeId(1), null]]);
    },
  );

  check('confirmed rows, the outbox and small values', (store) => {
    const row = card0(1, { name: 'One' });
    expect(store.shadow('card', row.id)).toBeUndefined();
    store.putShadow('card', row.id, row);
    store.putShadow('card', recordId(2), null);
    expect([store.shadow('card', row.id), store.shadow('card', recordId(2))]).toEqual([row, null]);
    store.dropShadow('card', row.id);
    expect(store.shadow('card', row.id)).toBeUndefined();
    const overlay = overlayOf(updated(row, { name: 'Two' }));
    store.appendToOutbox(change(2), [overlay]);
    store.appendToOutbox(change(1), []);
    store.updateOutbox(changeId(2), { number: 7 });
    store.updateOutbox(changeId(2), { acceptedAt: 9 });
    store.updateOutbox(changeId(1), { change: change(1, { device: 'device11' }) });
    store.updateOutbox(changeId(1), { overlays: [overlay] });
    expect(store.outbox()[1]?.overlays).toEqual([overlay]);
    store.updateOutbox(changeId(1), { overlays: [] });
    expect(store.outbox()).toEqual([
      { change: change(2), overlays: [overlay], number: 7, acceptedAt: 9 },
      { change: change(1, { device: 'device11' }), overlays: [], number: null, acceptedAt: null },
    ]);
    store.removeFromOutbox(changeId(2));
    expect(store.outbox().map((entry) => entry.change.id)).toEqual([changeId(1)]);
    const refused = { kind: 'refused', change: change(2), overlays: [overlay], refusals: [], blockedBy: null } as const;
    const superseded = { kind: 'superseded', change: change(1), fields: [] } as const;
    store.putAttention(refused);
    store.putAttention(superseded);
    expect(store.attention()).toEqual([refused, superseded]);
    store.dropAttention(changeId(2));
    expect(store.attention()).toEqual([superseded]);
    expect(store.meta('sequence')).toBeUndefined();
    store.setMeta('sequence', '1');
    store.setMeta('sequence', '2');
    expect(store.meta('sequence')).toBe('2');
  });
}
