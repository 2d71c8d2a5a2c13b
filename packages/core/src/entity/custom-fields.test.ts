import { expect, test } from 'vitest';
import { codes, createWorld } from '../../test/world.ts';
import { coreModel } from '../entities/registry.ts';
import { withDefinitions } from './custom-fields.ts';
import { entityFor } from './model.ts';

const budget = { entity: 'company', key: 'budget', label: 'Budget', kind: 'number' };

test('what is not defined yet is kept as it is, and a definition says what it is from then on', () => {
  const world = createWorld();
  const company = world.make('company', { name: 'Acme', 'custom.budget': 'a lot', 'custom.other': [1, 2] });
  expect(world.row('company', company)).toMatchObject({ 'custom.budget': 'a lot', 'custom.other': [1, 2] });
  world.make('fieldDefinition', budget);
  const fields = entityFor(withDefinitions(coreModel, world.find('fieldDefinition')), 'company').fields;
  expect(fields['custom.budget']).toEqual({ kind: 'number', label: 'Budget' });
  // What is there stays until somebody changes it.
  expect(codes(world.update('company', company, { name: 'Bolt' }))).toEqual([]);
  expect(codes(world.update('company', company, { 'custom.budget': 'more' }))).toEqual(['wrong-type']);
  expect(codes(world.update('company', company, { 'custom.budget': 12, 'custom.other': 'kept' }))).toEqual([]);
  expect(world.row('company', company)).toMatchObject({ 'custom.budget': 12, 'custom.other': 'kept' });
});
