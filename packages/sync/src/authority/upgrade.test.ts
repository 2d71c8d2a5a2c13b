import { coreModel, createModel, type Entity, type FieldDefinitions, type SchemaStep, text } from '@satchel/core';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { createMemoryAuthorityStore } from './memory-authority-store.ts';
import { upgradeServerRow } from './upgrade-rows.ts';

/** No version of the product has changed a field yet, so that the one before is made up: a contact had a `position`. */
const renamed = (entity: Entity): Entity => {
  if (entity.name !== 'contact') return entity;
  const { jobTitle: _, ...rest } = entity.fields;
  const fields: FieldDefinitions = { ...rest, position: text() };
  return { ...entity, fields };
};
const steps: readonly SchemaStep[] = [
  { to: 2, fields: [{ kind: 'renamed', entity: 'contact', field: 'position', to: 'jobTitle' }] },
];
const first = createModel(coreModel.entities.map(renamed), coreModel.access);
const second = createModel(coreModel.entities, coreModel.access, steps);
const third = createModel(
  coreModel.entities.map((entity) =>
    entity.name === 'company' ? { ...entity, fields: { ...entity.fields, motto: text() } } : entity,
  ),
  coreModel.access,
  [...steps, { to: 3, fields: [] }],
);

const newWorld = async (model = first) => {
  const store = createMemoryAuthorityStore(third);
  const world = await createWorld(store, () => ({}), true, model);
  const update = (): void => {
    store.migrate(world.tenant, (row) => upgradeServerRow(second, row, 1));
    world.updateServer(second);
  };
  return { world, update };
};

test('what waits on a device of the version before is taken as it was meant, and then the app is updated', async () => {
  const { world, update } = await newWorld();
  const [ada, bo] = [await world.device('owner'), await world.device('admin')];
  const eve = ada.make('contact', { name: 'Eve', position: 'Clerk' });
  await ada.sync();
  await bo.sync();
  const edit = ada.update('contact', eve, { position: 'Chief' });
  const fay = ada.make('contact', { name: 'Fay', position: 'Clerk' });
  const later = bo.update('contact', eve, { name: 'Eva' });
  update();
  await ada.sync();
  expect(ada.isOutdated).toBe(true);
  expect(await world.kindsOf([edit])).toEqual(['accepted']);
  expect((await world.row('contact', eve))?.['jobTitle']).toBe('Chief');
  expect((await world.row('contact', fay))?.['jobTitle']).toBe('Clerk');
  // Until then it shows what it had.
  expect(ada.row('contact', eve)?.['position']).toBe('Chief');
  ada.updateApp(second);
  expect(ada.row('contact', eve)).toMatchObject({ jobTitle: 'Chief' });
  expect(ada.row('contact', eve)).not.toHaveProperty('position');
  await ada.sync();
  expect([ada.isOutdated, ada.store.outbox(), ada.store.attention()]).toEqual([false, [], []]);
  expect(ada.row('contact', eve)).toEqual(await world.row('contact', eve));

  // An app that was updated while something waited.
  bo.updateApp(second);
  bo.update('contact', eve, { jobTitle: 'Head' });
  await bo.sync();
  expect(await world.kindsOf([later])).toEqual(['accepted']);
  expect(await world.row('contact', eve)).toMatchObject({ name: 'Eva', jobTitle: 'Head' });
  expect(bo.row('contact', eve)).toEqual(await world.row('contact', eve));
});

test('a device that was away gets what was accepted before the server was updated as it is called now', async () => {
  const { world, update } = await newWorld();
  const [ada, bo] = [await world.device('owner'), await world.device('admin')];
  const eve = ada.make('contact', { name: 'Eve', position: 'Clerk' });
  await ada.sync();
  await bo.sync();
  ada.update('contact', eve, { position: 'Chief' });
  await ada.sync();
  update();
  bo.updateApp(second);
  await bo.sync();
  expect(bo.row('contact', eve)).toEqual(await world.row('contact', eve));
  expect(bo.store.history('contact', eve, 1)).toMatchObject([
    { before: { jobTitle: 'Clerk' }, after: { jobTitle: 'Chief' } },
  ]);
});

test('a field that only a newer server knows is kept on a device, and is there when its app is updated', async () => {
  const { world } = await newWorld(second);
  const ada = await world.device('owner');
  const company = ada.make('company', { name: 'Acme' });
  await ada.sync();
  world.updateServer(third);
  const bo = await world.device('admin');
  bo.updateApp(third);
  bo.update('company', company, { motto: 'Onwards' });
  await bo.sync();
  await ada.sync();
  expect(ada.isOutdated).toBe(false);
  ada.update('company', company, { name: 'Bolt' });
  await ada.sync();
  expect(await world.row('company', company)).toMatchObject({ name: 'Bolt', motto: 'Onwards' });
  ada.updateApp(third);
  expect(ada.row('company', company)).toMatchObject({ name: 'Bolt', motto: 'Onwards' });
});

test('a server that is older than an app exchanges nothing with it until it is updated', async () => {
  const { world, update } = await newWorld();
  const ada = await world.device('owner');
  const eve = ada.make('contact', { name: 'Eve', position: 'Clerk' });
  await ada.sync();
  ada.updateApp(second);
  const edit = ada.update('contact', eve, { jobTitle: 'Chief' });
  await ada.sync();
  expect(await world.kindsOf([edit])).toEqual([undefined]);
  expect(ada.store.outbox()).toHaveLength(1);
  update();
  await ada.sync();
  expect(await world.kindsOf([edit])).toEqual(['accepted']);
  expect(ada.row('contact', eve)).toEqual(await world.row('contact', eve));
});
