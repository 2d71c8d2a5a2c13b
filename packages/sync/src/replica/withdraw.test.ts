import {
  changeIdFrom,
  coreModel,
  createUuidV7Generator,
  grantsByRole,
  type Intention,
  type RecordId,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryReplicaStore } from './memory-store.ts';
import { renameDevice } from './rename-device.ts';
import { createReplica } from './replica.ts';

/** A device that has met a server; everything but its first records waits in the outbox. */
function createDevice() {
  const store = createMemoryReplicaStore(coreModel);
  let nowMs = Date.UTC(2026, 10, 20);
  const now = () => nowMs++;
  const newId = createUuidV7Generator({ now, random: (size) => new Uint8Array(size).fill(3) });
  const newRecordId = (): RecordId => recordIdFrom(newId());
  const me = newRecordId();
  let isConnected = false;
  const replica = createReplica({
    store,
    model: coreModel,
    device: 'aaaaaaaa',
    now,
    newId,
    workspace: () => ({
      actor: { member: me, grants: grantsByRole.owner },
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected,
    }),
  });
  const commit = (...intentions: readonly Intention[]): string => {
    const result = replica.commit(intentions);
    if (!result.ok) throw new Error(result.error[0]?.message);
    return result.value.id;
  };
  const make = (entity: string, fields: Record<string, string>): RecordId => {
    const id = newRecordId();
    commit({ kind: 'create', entity, id, fields });
    return id;
  };
  const update = (entity: string, id: RecordId, fields: Extract<Intention, { kind: 'update' }>['fields']) =>
    commit({ kind: 'update', entity, id, fields });
  commit(...setupIntentions({ id: me, name: 'Ada' }, newRecordId));
  const company = make('company', { name: 'Acme', city: 'Bern' });
  const deal = make('deal', { title: 'Big' });
  isConnected = true;
  const waiting = (): readonly string[] => store.outbox().map(({ change }) => change.cause?.kind ?? change.id);
  return { store, replica, commit, make, update, me, newRecordId, company, deal, waiting };
}

test('[B-03/C] an undo of what was not sent takes it out of the outbox, with its history and its step', async () => {
  const { store, replica, update, company, waiting, me } = createDevice();
  const before = store.record('company', company);
  const history = store.history('company', company, 9);
  const steps = store.steps(me, 9);
  const undone = await replica.undo(update('company', company, { city: 'Basel' }));
  expect(undone).toMatchObject({
    ok: true,
    value: { writes: [{ id: company, changed: ['city'] }] },
  });
  expect([waiting(), store.record('company', company)]).toEqual([[], before]);
  expect([store.history('company', company, 9), store.steps(me, 9)]).toEqual([history, steps]);
  expect(store.shadow('company', company)).toBeUndefined();
});

test('[B-03/C] an undo of a create that was not sent leaves nothing of the record', async () => {
  const { store, replica, make, waiting, me } = createDevice();
  const id = make('contact', { name: 'Eve' });
  const [step] = store.steps(me, 1);
  expect((await replica.undo(step?.id ?? '')).ok).toBe(true);
  expect([waiting(), store.record('contact', id), store.shadow('contact', id)]).toEqual([[], null, undefined]);
  expect(store.history('contact', id, 9)).toEqual([]);
});

test('[B-03/C] a group that was not sent is taken out as a whole, and done again as a whole', async () => {
  const { store, replica, newRecordId, waiting, company } = createDevice();
  const group = replica.group({ kind: 'import', label: 'Import of x.csv' });
  const ids = Array.from({ length: 1200 }, newRecordId);
  for (const id of ids) group.commit([{ kind: 'create', entity: 'contact', id, fields: { name: 'Eve', company } }]);
  group.finish();
  const undone = await replica.undo(group.id);
  expect([waiting(), ids.filter((id) => store.record('contact', id) !== null)]).toEqual([[], []]);
  const again = await replica.undo(undone.ok ? undone.value.id : '');
  expect(ids.filter((id) => store.record('contact', id)?.['company'] === company)).toHaveLength(1200);
  expect(new Set(store.outbox().map(({ change }) => change.cause?.group))).toEqual(
    new Set([again.ok ? again.value.id : '']),
  );
});

test('[B-03/C] in the middle of a chain a change is taken out when the later ones stay as they are, and only then', async () => {
  const { store, replica, update, company, waiting } = createDevice();
  const first = update('company', company, { name: 'Bolt' });
  const middle = update('company', company, { city: 'Basel' });
  const last = update('company', company, { industry: 'Retail' });
  await replica.undo(middle);
  expect(waiting()).toEqual([first, last]);
  expect(store.outbox()[1]?.change.intentions).toMatchObject([{ base: 2, after: first }]);
  await replica.undo(first);
  expect(store.outbox()[0]?.change.intentions[0]).not.toHaveProperty('after');
  expect(store.record('company', company)).toMatchObject({ name: 'Acme', city: 'Bern', industry: 'Retail' });

  const city = update('company', company, { city: 'Ulm' });
  const over = update('company', company, { city: 'Lyon' });
  expect(await replica.undo(city)).toMatchObject({ ok: true, value: { left: [{ field: 'city' }] } });
  expect([waiting(), store.record('company', company)?.['city']]).toEqual([[last, city, over], 'Lyon']);
});

test('[B-03/C] what later changes need is taken back by a change: a rule, a reference, what follows from a status', async () => {
  const { store, replica, make, update, deal, waiting, me } = createDevice();
  const amount = update('deal', deal, { amount: { minor: 100, currency: 'USD' } });
  const won = update('deal', deal, { status: 'won' });
  // Won without an amount is refused, as it would be by the server.
  expect((await replica.undo(amount)).ok).toBe(false);
  expect(waiting()).toEqual([amount, won]);

  const company = make('company', { name: 'New' });
  const [made] = store.steps(me, 1);
  make('contact', { name: 'Eve', company });
  await replica.undo(made?.id ?? '');
  expect([waiting().slice(-1), store.record('company', company)?.deletedAt === null]).toEqual([['undo'], false]);
});

test('[B-03/C] what may be under way is taken back by a change, and so is all that an older copy has', async () => {
  const { store, replica, update, company, waiting } = createDevice();
  const sent = update('company', company, { city: 'Basel' });
  const unsent = update('company', company, { industry: 'Retail' });
  store.updateOutbox(changeIdFrom(sent), { number: 1 });
  await replica.undo(sent);
  expect(waiting()).toEqual([sent, unsent, 'undo']);
  renameDevice(store, 'bbbbbbbb');
  expect(store.outbox().map(({ number }) => number)).toEqual([1, 2, 3]);
  await replica.undo(unsent);
  expect(waiting()).toEqual([sent, unsent, 'undo', 'undo']);
});

test('[B-03/C] doing any steps and undoing them newest first leaves an empty outbox and the rows of before', async () => {
  const step = fc.oneof(
    fc.record({ name: fc.constantFrom('Bolt', 'Cube') }),
    fc.record({ city: fc.constantFrom('Ulm', 'Lyon'), industry: fc.constantFrom('Retail', 'Banking') }),
    fc.constant(null),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { store, replica, commit, update, company, waiting } = createDevice();
      const before = store.record('company', company);
      const done: string[] = [];
      for (const fields of steps) {
        const isDeleted = store.record('company', company)?.deletedAt !== null;
        const kind = isDeleted ? 'restore' : 'delete';
        if (fields === null) done.push(commit({ kind, entity: 'company', id: company }));
        else if (!isDeleted) done.push(update('company', company, fields));
      }
      for (const id of done.toReversed()) if (waiting().includes(id)) await replica.undo(id);
      expect([waiting(), store.record('company', company)]).toEqual([[], before]);
    }),
    { numRuns: 60 },
  );
});
