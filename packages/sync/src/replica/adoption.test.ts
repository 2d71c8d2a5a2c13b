import { changeSize, coreModel, maxChangeSizeBytes, maxWritesPerChange } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { createMemoryAuthorityStore } from '../authority/memory-authority-store.ts';
import { adoptionOf, nextChanges } from './adoption.ts';

const newWorld = () => createWorld(createMemoryAuthorityStore(coreModel), () => ({}), false);

test('[B-22/C] what a history does not say of its rows is said once, before it goes up', async () => {
  const world = await newWorld();
  const ada = world.alone();
  const [company, other] = [ada.make('company', { name: 'Acme' }), ada.make('company', { name: 'Bolt' })];
  const { length } = [...ada.store.journal(0)];
  const row = ada.row('company', company);
  if (!row) throw new Error('There is a company.');
  // As an older app may have left them: a value without its change, and a record of which nothing is told.
  const [changed, unknown] = [
    { ...row, city: 'Bern' },
    { ...row, id: ada.newId(), name: 'Old' },
  ];
  ada.store.putRows([
    { entity: 'company', id: company, before: row, after: changed },
    { entity: 'company', id: unknown.id, before: null, after: unknown },
  ]);
  await ada.adopt();
  const said = [...ada.store.journal(length)];
  expect(said).toMatchObject([
    {
      sequence: length + 1,
      change: { cause: { kind: 'adopt' } },
      writes: [
        { id: company, kind: 'update', before: { city: null }, after: { city: 'Bern' } },
        { id: unknown.id, kind: 'create', before: null, after: { name: 'Old' } },
      ],
    },
  ]);
  await ada.sync();
  const bo = await world.device('admin');
  for (const id of [company, other, unknown.id]) expect(bo.row('company', id)).toEqual(ada.row('company', id));
  expect(bo.row('company', company)?.['city']).toBe('Bern');
});

test('[S3-14/C] numbers stay what they were, but for one that two records have', async () => {
  const world = await newWorld();
  const ada = world.alone();
  const numbers = ['LED-007', 'LED-007', 'LED-002'];
  const leads = numbers.map((number) => ada.make('lead', { name: 'Eve', number }));
  await ada.adopt();
  await ada.sync();
  const bo = await world.device('admin');
  const held = leads.map((id) => [bo.row('lead', id)?.['number'], bo.row('lead', id)?.['formerNumber']]);
  expect(held).toEqual([
    ['LED-007', null],
    ['LED-008', 'LED-007'],
    ['LED-002', null],
  ]);
  expect(leads.map((id) => ada.row('lead', id)?.['number'])).toEqual(held.map(([number]) => number));
  expect(ada.row('lead', ada.make('lead', { name: 'Next' }))?.['number']).toBe('LED-009');
});

test('R-15 when the server does not take a workspace, what was made meanwhile is numbered, and no number twice', async () => {
  const world = await newWorld();
  const bo = world.alone();
  bo.make('company', { name: 'First there' });
  await bo.adopt();
  await bo.sync();
  const ada = world.alone();
  const twice = ['LED-007', 'LED-007'].map((number) => ada.make('lead', { name: 'Eve', number }));
  await ada.adopt();
  const meanwhile = ada.make('lead', { name: 'Made meanwhile' });
  const brought = ada.make('lead', { name: 'Brought meanwhile', number: 'LED-020' });
  expect(ada.row('lead', meanwhile)?.['number']).toBeNull();
  await ada.sync();
  expect(ada.adopted).toMatchObject([{ code: 'already-exists' }]);
  const next = ada.make('lead', { name: 'Next' });
  const numbers = [...twice, meanwhile, brought, next].map((id) => ada.row('lead', id)?.['number']);
  expect(numbers).toEqual(['LED-007', 'LED-008', 'LED-021', 'LED-020', 'LED-022']);
  // The history says so before it goes up another time.
  await ada.adopt();
  expect([...ada.store.journal(0)].at(-1)?.writes).toMatchObject([{ id: meanwhile, after: { number: 'LED-021' } }]);
});

test('[B-22/C] a history goes up in parts that are small enough, whatever its changes are', async () => {
  const world = await newWorld();
  const ada = world.alone();
  for (let n = 0; n < 40; n++) ada.make('company', { name: 'Acme', notes: 'a'.repeat(20_000) });
  const group = ada.replica.group({ kind: 'import' });
  for (let n = 0; n < 12; n++) {
    const ids = Array.from({ length: 100 }, () => ada.newId());
    group.commit(ids.map((id) => ({ kind: 'create', entity: 'contact', id, fields: { name: 'Eve' } })));
  }
  group.finish();
  const { length } = [...ada.store.journal(0)];
  await ada.adopt();
  const adoption = adoptionOf(ada.store);
  let head = 0;
  const sizes: number[] = [];
  while (adoption && head < length) {
    const part = nextChanges(ada.store, adoption, head);
    if (part.kind !== 'adopt-changes') throw new Error('There is more.');
    head += part.changes.length;
    sizes.push(changeSize(part.changes));
    expect(part.changes.flatMap(({ writes }) => writes).length).toBeLessThanOrEqual(maxWritesPerChange);
  }
  expect([head, sizes.length > 5, Math.max(...sizes) < maxChangeSizeBytes + 2048]).toEqual([length, true, true]);
  await ada.sync();
  expect([ada.adopted, (await world.state()).head]).toEqual([null, length]);
});

test('a sequence that no change has goes up as a change of nothing', async () => {
  const world = await newWorld();
  const ada = world.alone();
  ada.store.setMeta('sequence', '9');
  const company = ada.make('company', { name: 'Acme' });
  await ada.adopt();
  await ada.sync();
  expect([ada.adopted, (await world.state()).head, ada.row('company', company)?.rev]).toEqual([null, 10, 10]);
  expect(await world.row('company', company)).toEqual(ada.row('company', company));
});
