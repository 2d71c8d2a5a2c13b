import { expect, test } from 'vitest';
import { cellsOf, valuesOf } from '../../test/cells.ts';
import { codes, createWorld, nowMs, type World } from '../../test/world.ts';
import type { Intention } from '../change/change.ts';
import { entityFor } from '../entity/model.ts';
import { guessEntity } from '../import/guess-entity.ts';
import { coreModel } from './registry.ts';

const company = entityFor(coreModel, 'company');

/** The described record of a customer, column by column, and the field that holds it. The tenant is the workspace. */
const fieldByColumn = {
  company: 'name',
  name: 'primaryContact',
  email: 'emails',
  phone: 'phones',
  address_line1: 'addressLine1',
  city: 'city',
  state: 'state',
  country: 'country',
  is_active: 'isActive',
} as const;

function makeCustomer(world: World) {
  const contact = world.make('contact', { firstName: 'Grace', lastName: 'Hopper' });
  const fields = {
    name: 'Navy; Yard "One"',
    primaryContact: contact,
    emails: ['office@navy.example', 'second@navy.example'],
    phones: ['+12025550123'],
    addressLine1: '=1 Dock, Street',
    city: 'Zürich',
    state: 'ZH',
    country: 'Schweiz 🇨🇭',
    isActive: false,
    isCustomer: true,
  };
  return { id: world.make('company', fields), fields };
}

test('[S3-08/C] one change makes a customer with full contact information and its primary contact', () => {
  const form = company.views.formWith;
  expect(form).toMatchObject({ entity: 'contact', refers: 'primaryContact', refersBack: 'company' });
  const asked = [...company.views.form, ...(form?.fields ?? [])];
  expect(asked).toEqual(
    expect.arrayContaining(['name', 'emails', 'phones', 'addressLine1', 'city', 'state', 'country', 'firstName']),
  );
  // Each refers to the other: whichever is written first.
  for (const order of [1, -1]) {
    const world = createWorld();
    const [id, contact] = [world.newId(), world.newId()];
    const intentions: readonly Intention[] = [
      {
        kind: 'create',
        entity: 'company',
        id,
        fields: { name: 'Navy', primaryContact: contact, isCustomer: true, emails: ['office@navy.example'] },
      },
      { kind: 'create', entity: 'contact', id: contact, fields: { firstName: 'Grace', company: id } },
    ];
    expect(codes(world.commit(order === 1 ? intentions : intentions.toReversed()))).toEqual([]);
    expect(world.row('company', id)).toMatchObject({ primaryContact: contact, isCustomer: true, isActive: true });
    expect(world.row('contact', contact)).toMatchObject({ company: id });
    // A wrong part refuses the whole: no company is left without its contact.
    const half = intentions.map((intention) => ({ ...intention, id: world.newId() }));
    expect(
      codes(world.commit([...half, { kind: 'create', entity: 'contact', id: world.newId(), fields: {} }])),
    ).not.toEqual([]);
    expect(world.find('company')).toHaveLength(1);
  }
});

test('[S3-08/C] a customer who is a person alone is a company that is called like the person', () => {
  const world = createWorld();
  const [id, contact] = [world.newId(), world.newId()];
  world.accept([
    { kind: 'create', entity: 'contact', id: contact, fields: { name: 'Grace Hopper', company: id } },
    { kind: 'create', entity: 'company', id, fields: { primaryContact: contact, isCustomer: true } },
  ]);
  expect(world.row('company', id).name).toBe('Grace Hopper');
});

test('[S3-09/C] every column of a customer is kept, travels as JSON, and comes back from its exported cells', () => {
  const world = createWorld();
  const { id, fields } = makeCustomer(world);
  const record = world.row('company', id);
  expect(record).toMatchObject({ ...fields, id, createdAt: nowMs, updatedAt: nowMs });
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);

  const cells = cellsOf(world, 'company', record, Object.values(fieldByColumn));
  expect(cells.name).toBe('Navy; Yard "One"');
  const read = valuesOf(world, 'company', cells);
  const { isCustomer: _, ...described } = fields;
  expect(read).toEqual(described);
  expect(world.row('company', world.make('company', read))).toMatchObject(described);
  // The moments are read back, too, but belong to the system.
  expect(valuesOf(world, 'company', cellsOf(world, 'company', record, ['createdAt', 'updatedAt']))).toEqual({
    createdAt: nowMs,
    updatedAt: nowMs,
  });
  expect(codes(world.update('company', id, { createdAt: 1 }))).toEqual(['field-read-only']);
});

test('[S3-09/C] a file with the described columns is recognised, each as its field', () => {
  const { entity, columns } = guessEntity(coreModel, 'customers.csv', Object.keys(fieldByColumn), []);
  expect(entity?.name).toBe('company');
  expect(Object.fromEntries(columns.map(({ column, field }) => [column, field]))).toEqual(fieldByColumn);
});

test('[S3-10/C] a customer is made inactive and active: the filter, the count and the history follow', () => {
  const world = createWorld();
  const [first, second] = ['Acme', 'Navy'].map((name) => world.make('company', { name, isCustomer: true }));
  if (!first || !second) throw new Error('There are no customers.');
  const count = (isActive: boolean) =>
    world.find('company', {
      and: [
        { field: 'isCustomer', op: 'eq', value: true },
        { field: 'isActive', op: 'eq', value: isActive },
      ],
    }).length;
  expect([count(true), count(false)]).toEqual([2, 0]);
  const judged = world.update('company', first, { isActive: false }, { member: world.other });
  expect([count(true), count(false)]).toEqual([1, 1]);
  const writes = judged.kind === 'accepted' ? judged.writes : [];
  expect(
    writes.map(({ changed, before, after }) => [changed, before?.isActive, after.isActive, after.updatedBy]),
  ).toEqual([[['isActive'], true, false, world.other]]);
  world.accept([{ kind: 'update', entity: 'company', id: first, fields: { isActive: true } }]);
  expect([count(true), count(false)]).toEqual([2, 0]);
});

test('[S4-02/C] a company is made, changed, deleted and restored, and its contacts are those that name it', () => {
  const world = createWorld();
  const id = world.make('company', {
    name: ' Acme ',
    domain: 'acme.example/about',
    revenue: { minor: 1, currency: 'EUR' },
  });
  expect(world.row('company', id)).toMatchObject({
    name: 'Acme',
    domain: 'https://acme.example/about',
    owner: world.me,
  });
  expect(company.views.unique).toEqual(['domain']);
  expect(world.find('company', { field: 'domain', op: 'contains', value: 'ACME.example' })).toHaveLength(1);
  const daughter = world.make('company', { name: 'Acme West', parent: id });
  expect(codes(world.update('company', daughter, { parent: daughter }))).toEqual(['own-parent']);

  for (const name of ['Ada', 'Grace']) world.make('contact', { name, company: id });
  world.make('contact', { name: 'Jean' });
  const rollUp = () => world.find('contact', { field: 'company', op: 'eq', value: id }).map(({ name }) => name);
  expect(rollUp()).toEqual(['Ada', 'Grace']);

  world.accept([{ kind: 'delete', entity: 'company', id }]);
  // What refers to it stays, and nothing new may.
  expect(rollUp()).toEqual(['Ada', 'Grace']);
  expect(world.row('company', daughter).parent).toBe(id);
  const late = { kind: 'create', entity: 'contact', id: world.newId(), fields: { name: 'Late', company: id } } as const;
  expect(codes(world.commit([late]))).toEqual(['reference-missing']);
  world.accept([{ kind: 'restore', entity: 'company', id }]);
  expect(codes(world.commit([late]))).toEqual([]);
  expect(codes(world.update('company', id, { name: '' }))).toEqual(['field-required']);
});
