import { expect, test } from 'vitest';
import { codes, createWorld, nowMs } from '../../test/world.ts';
import type { FieldValues } from '../change/change.ts';
import { entityFor } from '../entity/model.ts';
import { coreModel } from './registry.ts';

const create = (fields: FieldValues) => {
  const world = createWorld();
  return codes(world.commit([{ kind: 'create', entity: 'interaction', id: world.newId(), fields }]));
};

test('[S3-15/C] interactions are of four types and no other, each with an icon, and are filtered by them', () => {
  const types = ['email', 'phone', 'meeting', 'note'];
  const { fields, views } = entityFor(coreModel, 'interaction');
  expect(fields.type).toMatchObject({
    kind: 'choice',
    choices: types,
    choiceLabels: { email: 'Email', phone: 'Phone', meeting: 'Meeting', note: 'Notes' },
  });
  expect(views.variant?.by).toBe('type');
  expect(Object.keys(views.variant?.icons ?? {})).toEqual(types);
  expect(new Set(Object.values(views.variant?.icons ?? {})).size).toBe(types.length);

  const world = createWorld();
  for (const type of types) world.make('interaction', { subject: type, type });
  for (const type of types) {
    const found = world.find('interaction', { field: 'type', op: 'eq', value: type });
    expect(found.map(({ subject }) => subject)).toEqual([type]);
  }
  expect(create({ subject: 'x', type: 'fax' })).toEqual(['choice-unknown']);
  expect(create({ subject: 'x', type: null })).toEqual(['field-required']);
});

test('[S3-17/C] an interaction needs a subject, and belongs to the timeline of the customer and of the person', () => {
  expect(create({ description: 'Long talk' })).toEqual(['field-required']);
  expect(create({ subject: ' ', description: 'Long talk' })).toEqual(['field-required']);
  const world = createWorld();
  const company = world.make('company', { name: 'Navy', isCustomer: true });
  const contact = world.make('contact', { name: 'Grace', company });
  const fields = { subject: 'Kick-off', description: 'Long talk', type: 'meeting', company, contact } as const;
  const interaction = world.make('interaction', fields);
  expect(world.row('interaction', interaction)).toMatchObject({ ...fields, happenedAt: nowMs, owner: world.me });
  // A timeline holds what names its record in one of these references.
  expect(entityFor(coreModel, 'interaction').visibleWith).toEqual(expect.arrayContaining(['company', 'contact']));
  for (const [field, value] of Object.entries({ company, contact })) {
    expect(world.find('interaction', { field, op: 'eq', value })).toHaveLength(1);
  }
  expect(codes(world.update('interaction', interaction, { subject: null }))).toEqual(['field-required']);
});
