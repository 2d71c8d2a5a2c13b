import {
  convertLead,
  coreModel,
  createUuidV7Generator,
  grantsByRole,
  type RecordId,
  recordIdFrom,
  setupIntentions,
} from '@satchel/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Committed } from './committed.ts';
import { createMemoryReplicaStore } from './memory-store.ts';
import { createReplica } from './replica.ts';

function createDevice(isConnected = false) {
  const store = createMemoryReplicaStore(coreModel);
  let nowMs = Date.UTC(2026, 10, 20);
  const now = () => nowMs++;
  const newId = createUuidV7Generator({ now, random: (size) => new Uint8Array(size).fill(3) });
  const newRecordId = (): RecordId => recordIdFrom(newId());
  const me = newRecordId();
  const heard: Committed[] = [];
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
    onCommitted: (committed) => void heard.push(committed),
  });
  const setup = replica.commit(setupIntentions({ id: me, name: 'Ada' }, newRecordId));
  if (!setup.ok) throw new Error(setup.error[0]?.message);
  heard.length = 0;
  const make = (entity: string, fields: Record<string, string>): RecordId => {
    const id = newRecordId();
    const made = replica.commit([{ kind: 'create', entity, id, fields }]);
    if (!made.ok) throw new Error(made.error[0]?.message);
    return id;
  };
  return { store, replica, make, me, newRecordId, heard };
}

test('a workspace without a server confirms its own changes at once and keeps no outbox', () => {
  const { store, make } = createDevice();
  const id = make('company', { name: 'Acme' });
  expect(store.record('company', id)?.rev).toBe(Number(store.meta('sequence')));
  expect(store.outbox()).toEqual([]);
  expect(store.shadow('company', id)).toBeUndefined();
});

test('a connected workspace keeps the confirmed row beside the effective one, and the change in the outbox', () => {
  const { store, make, replica } = createDevice(true);
  const id = make('company', { name: 'Acme' });
  replica.commit([{ kind: 'update', entity: 'company', id, fields: { city: 'Bern' } }]);
  expect(store.record('company', id)).toMatchObject({ name: 'Acme', city: 'Bern', rev: 0 });
  expect(store.shadow('company', id)).toBeNull();
  expect(store.outbox().map(({ change }) => change.intentions.length)).toEqual([13, 1, 1]);
});

test('undo restores what still holds its value, leaves what somebody changed since, and can be undone', async () => {
  const { store, make, replica } = createDevice();
  const id = make('company', { name: 'Acme', city: 'Bern' });
  const update = (fields: Record<string, string>) => {
    const result = replica.commit([{ kind: 'update', entity: 'company', id, fields }]);
    if (!result.ok) throw new Error('refused');
    return result.value.id;
  };
  const first = update({ city: 'Basel', industry: 'retail' });
  update({ industry: 'banking' });
  const undone = await replica.undo(first);
  expect(undone).toMatchObject({ ok: true, value: { left: [{ entity: 'company', id, field: 'industry' }] } });
  expect(store.record('company', id)).toMatchObject({ city: 'Bern', industry: 'banking' });
  expect((await replica.undo(undone.ok ? undone.value.id : '')).ok).toBe(true);
  expect(store.record('company', id)).toMatchObject({ city: 'Basel', industry: 'banking' });
});

test('doing and undoing any steps gives the records that were there before', async () => {
  const step = fc.record({
    name: fc.constantFrom('Acme', 'Bolt', 'Cube'),
    city: fc.constantFrom('Bern', 'Ulm', 'Lyon'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { store, make, replica } = createDevice();
      const id = make('company', { name: 'Start', city: 'Start' });
      const before = store.record('company', id);
      const ids = steps.flatMap((fields) => {
        const result = replica.commit([{ kind: 'update', entity: 'company', id, fields }]);
        return result.ok && result.value.writes.length > 0 ? [result.value.id] : [];
      });
      for (const done of ids.toReversed()) expect((await replica.undo(done)).ok).toBe(true);
      const after = store.record('company', id);
      expect([after?.name, after?.city]).toEqual([before?.name, before?.city]);
    }),
    { numRuns: 60 },
  );
});

test('a group is kept or dropped as a whole, and undone as a whole', async () => {
  const { store, replica, newRecordId } = createDevice();
  const company = newRecordId();
  const dropped = replica.group({ kind: 'import' });
  dropped.commit([{ kind: 'create', entity: 'company', id: company, fields: { name: 'Acme' } }]);
  expect(() => replica.commit([])).toThrow('group');
  dropped.abandon();
  await replica.whenIdle(() => undefined);
  expect(store.record('company', company)).toBeNull();

  const kept = replica.group({ kind: 'import' });
  kept.commit([{ kind: 'create', entity: 'company', id: company, fields: { name: 'Acme' } }]);
  expect(kept.commit([{ kind: 'create', entity: 'company', id: newRecordId(), fields: {} }]).ok).toBe(false);
  kept.commit([{ kind: 'update', entity: 'company', id: company, fields: { city: 'Bern' } }]);
  kept.finish();
  expect(store.record('company', company)).toMatchObject({ name: 'Acme', city: 'Bern' });
  expect((await replica.undo(kept.id)).ok).toBe(true);
  expect(store.record('company', company)?.deletedAt).not.toBeNull();
});

test('those who wait for a group to close write one after another, whatever the others open', async () => {
  const { store, make, replica, newRecordId } = createDevice();
  const id = make('company', { name: 'Acme', city: 'Bern' });
  const changed = replica.commit([{ kind: 'update', entity: 'company', id, fields: { city: 'Basel' } }]);
  const group = replica.group({ kind: 'import' });
  const undone = replica.whenIdle(() => replica.undo(changed.ok ? changed.value.id : ''));
  const edited = replica.whenIdle(() =>
    replica.commit([{ kind: 'update', entity: 'company', id, fields: { name: 'Bolt' } }]),
  );
  const noted = replica.whenIdle(() => store.setMeta('noted', 'yes'));
  group.commit([{ kind: 'create', entity: 'company', id: newRecordId(), fields: { name: 'Cube' } }]);
  group.abandon();
  expect([(await undone).ok, (await edited).ok, await noted]).toEqual([true, true, undefined]);
  expect(store.record('company', id)).toMatchObject({ name: 'Bolt', city: 'Bern' });
  expect(store.meta('noted')).toBe('yes');
});

test('an undo of many long texts is written in changes that are small enough', async () => {
  const { store, make, replica } = createDevice();
  const ids = Array.from({ length: 300 }, () => make('company', { name: 'Acme', notes: 'a'.repeat(2000) }));
  const group = replica.group({ kind: 'bulk' });
  for (let at = 0; at < ids.length; at += 50) {
    const part = ids.slice(at, at + 50);
    group.commit(part.map((id) => ({ kind: 'update', entity: 'company', id, fields: { notes: 'b'.repeat(2000) } })));
  }
  group.finish();
  expect((await replica.undo(group.id)).ok).toBe(true);
  expect(ids.filter((id) => store.record('company', id)?.notes === 'a'.repeat(2000))).toHaveLength(300);
});

test('undo leaves a reference to what was deleted since, and takes the rest back', async () => {
  const { store, make, replica } = createDevice();
  const parent = make('company', { name: 'Parent' });
  const id = make('company', { name: 'Child', parent, city: 'Bern' });
  const changed = replica.commit([{ kind: 'update', entity: 'company', id, fields: { parent: null, city: 'Basel' } }]);
  replica.commit([{ kind: 'delete', entity: 'company', id: parent }]);
  const undone = await replica.undo(changed.ok ? changed.value.id : '');
  expect(undone).toMatchObject({ ok: true, value: { left: [{ entity: 'company', id, field: 'parent' }] } });
  expect(store.record('company', id)).toMatchObject({ parent: null, city: 'Bern' });
});

test('a change and a deletion made together are taken back together', async () => {
  const { store, make, replica } = createDevice();
  const id = make('company', { name: 'Old' });
  const changed = replica.commit([
    { kind: 'update', entity: 'company', id, fields: { name: 'New' } },
    { kind: 'delete', entity: 'company', id },
  ]);
  expect((await replica.undo(changed.ok ? changed.value.id : '')).ok).toBe(true);
  expect(store.record('company', id)).toMatchObject({ name: 'Old', deletedAt: null });
});

test('whoever listens hears of every entity of a large group, and of its undo', async () => {
  const { replica, newRecordId, heard } = createDevice();
  const group = replica.group({ kind: 'import' });
  const create = (entity: string, count: number) =>
    Array.from({ length: count }, () => ({
      kind: 'create' as const,
      entity,
      id: newRecordId(),
      fields: { name: 'A' },
    }));
  for (let part = 0; part < 21; part++) group.commit(create('company', 490));
  group.commit(create('contact', 1));
  group.finish();
  await replica.undo(group.id);
  expect(heard.map(({ entities, writes }) => [entities, writes.length])).toEqual([
    [['company', 'contact'], 10_000],
    [['contact', 'company'], 10_000],
  ]);
});

test('a long undo lets others have turns, who then wait for it, and is kept or dropped as a whole', async () => {
  const { store, replica, newRecordId } = createDevice();
  const ids = Array.from({ length: 1200 }, newRecordId);
  const group = replica.group({ kind: 'import' });
  for (const id of ids) group.commit([{ kind: 'create', entity: 'company', id, fields: { name: 'Acme' } }]);
  group.finish();
  const deleted = () => ids.filter((id) => store.record('company', id)?.deletedAt !== null).length;
  const turns: number[] = [];
  const pace = async () => {
    turns.push(deleted());
    expect(() => replica.commit([])).toThrow('group');
    await Promise.resolve();
  };
  const broken = replica.undo(group.id, () => Promise.reject(new Error('ended')));
  await expect(broken).rejects.toThrow('ended');
  expect(deleted()).toBe(0);
  const undone = replica.undo(group.id, pace);
  await replica.whenIdle(() => undefined);
  expect([turns, deleted()]).toEqual([[499, 998], 1200]);
  expect((await undone).ok).toBe(true);
});

test('[S3-14/C] leads are numbered from LED-001, past LED-999, and a number is never given twice', async () => {
  const { store, make, replica } = createDevice();
  const number = (id: RecordId) => store.record('lead', id)?.number;
  const first = make('lead', { name: 'One' });
  expect(number(first)).toBe('LED-001');
  const [step] = store.steps(String(store.record('lead', first)?.createdBy), 1);
  if (step) await replica.undo(step.id);
  expect(number(make('lead', { name: 'Two' }))).toBe('LED-002');
  store.setMeta('serial:lead.number', '999');
  expect(number(make('lead', { name: 'Thousand' }))).toBe('LED-1000');
  make('lead', { name: 'Imported', number: 'LED-1002' });
  expect(number(make('lead', { name: 'Next' }))).toBe('LED-1003');
  expect(replica.commit([{ kind: 'update', entity: 'lead', id: first, fields: { number: 'LED-7' } }]).ok).toBe(false);
});

test('[S3-14/C] a lead that is refused uses up no number', () => {
  const { store, make, replica, newRecordId } = createDevice();
  const refused = replica.commit([{ kind: 'create', entity: 'lead', id: newRecordId(), fields: {} }]);
  expect(refused.ok).toBe(false);
  expect(store.record('lead', make('lead', { name: 'First' }))?.number).toBe('LED-001');
  const both = [newRecordId(), newRecordId()].map((id) => {
    return { kind: 'create', entity: 'lead', id, fields: { name: 'Both' } } as const;
  });
  expect(replica.commit(both).ok).toBe(true);
  expect(both.map(({ id }) => store.record('lead', id)?.number)).toEqual(['LED-002', 'LED-003']);
});

test('[X7/C] undo of a conversion, and of what the deal did to its lead, gives the records that were there before', async () => {
  const { store, make, replica, newRecordId } = createDevice();
  const lead = make('lead', { name: 'Grace', company: 'Navy' });
  const leadOf = () => {
    const row = store.record('lead', lead);
    return { contact: row?.contact, deal: row?.deal, stage: row?.stage };
  };
  const commit = (...intentions: Parameters<typeof replica.commit>[0]) => {
    const result = replica.commit(intentions);
    if (!result.ok) throw new Error(result.error[0]?.message);
    return result.value.id;
  };
  const atFirst = leadOf();
  const record = store.record('lead', lead);
  if (!record) throw new Error('There is no lead.');
  const amount = { minor: 100, currency: 'USD' };
  const { intentions, company, contact, deal } = convertLead(record, { newId: newRecordId, deal: { amount } });
  if (!company || !contact || !deal) throw new Error('Something is missing.');
  const conversion = commit(...intentions);
  const converted = leadOf();
  const won = commit({ kind: 'update', entity: 'deal', id: deal, fields: { status: 'won' } });
  const closed = leadOf();
  expect(new Set([atFirst, converted, closed].map(({ stage }) => stage)).size).toBe(3);

  const undone = await replica.undo(won);
  expect([undone.ok, leadOf()]).toEqual([true, converted]);
  expect([(await replica.undo(undone.ok ? undone.value.id : '')).ok, leadOf()]).toEqual([true, closed]);
  expect([(await replica.undo(won)).ok, leadOf()]).toEqual([true, converted]);
  expect([(await replica.undo(conversion)).ok, leadOf()]).toEqual([true, atFirst]);
  for (const [entity, id] of [
    ['company', company],
    ['contact', contact],
    ['deal', deal],
  ] as const) {
    expect(store.record(entity, id)?.deletedAt).not.toBeNull();
  }
});

test('stamps go on after the last one that was kept, also when the clock was set back and nobody closed the replica', () => {
  const { store, make, me } = createDevice(true);
  make('company', { name: 'Acme' });
  const last = store.outbox().at(-1)?.change.at ?? '';
  const after = createReplica({
    store,
    model: coreModel,
    device: 'aaaaaaaa',
    now: () => 1,
    newId: createUuidV7Generator({ now: () => 1, random: (size) => new Uint8Array(size).fill(9) }),
    workspace: () => ({
      actor: { member: me, grants: grantsByRole.owner },
      country: 'US',
      timeZone: 'UTC',
      weekStart: 1,
      isConnected: true,
    }),
  });
  const id = recordIdFrom('00000000-0000-7000-8000-000000000002');
  expect(after.commit([{ kind: 'create', entity: 'company', id, fields: { name: 'Later' } }])).toMatchObject({
    ok: true,
  });
  expect((store.outbox().at(-1)?.change.at ?? '') > last).toBe(true);
});

test('an edit names what it is built upon of what waits, in a group too; what it touches first it is built upon nothing', () => {
  const { store, make, replica, newRecordId } = createDevice(true);
  const company = make('company', { name: 'Acme' });
  const group = replica.group({ kind: 'bulk' });
  const contact = newRecordId();
  group.commit([{ kind: 'create', entity: 'contact', id: contact, fields: { name: 'Ada', company } }]);
  group.commit([{ kind: 'update', entity: 'contact', id: contact, fields: { name: 'Grace' } }]);
  group.commit([{ kind: 'update', entity: 'company', id: company, fields: { city: 'Bern' } }]);
  group.finish();
  const [, made, contactMade] = store.outbox().map(({ change }) => change.id);
  const after = store.outbox().flatMap(({ change }) => change.intentions.map((one) => one.after));
  expect(after.slice(-4)).toEqual([undefined, undefined, contactMade, made]);
});
