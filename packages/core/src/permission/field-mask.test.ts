import { expect, test } from 'vitest';
import { codes, createWorld, usd } from '../../test/world.ts';
import { coreModel } from '../entities/registry.ts';
import { createModel } from '../entity/model.ts';
import type { FieldMasks } from './actor.ts';

const withMasks = (masks: FieldMasks) =>
  createModel(coreModel.entities, { ...coreModel.access, member: { ...coreModel.access.member, masks } });

test('[B-11/C] a role sets no field that is hidden from it or fixed for it, and every other one', () => {
  const world = createWorld(withMasks({ deal: { hidden: ['amount'], fixed: ['expectedClose'] } }));
  const by = { role: 'member' } as const;
  const deal = world.make('deal', { title: 'Deal' }, by);
  const edit = (fields: Parameters<typeof world.update>[2]) => codes(world.update('deal', deal, fields, by));
  expect(edit({ title: 'Edited' })).toEqual([]);
  expect(edit({ amount: usd(1) })).toEqual(['field-not-allowed']);
  expect(edit({ amount: null })).toEqual(['field-not-allowed']);
  expect(edit({ expectedClose: '2026-05-01', amount: usd(1) })).toEqual(['field-not-allowed', 'field-not-allowed']);
  // Given back as it was.
  expect(edit({ expectedClose: null })).toEqual([]);
  const make = { kind: 'create', entity: 'deal', id: world.newId(), fields: { title: 'New', amount: usd(1) } } as const;
  expect(codes(world.commit([make], by))).toEqual(['field-not-allowed']);
  expect(codes(world.commit([make]))).toEqual([]);
});

test('what says who may see a record, or how it is called, is not hidden', () => {
  const hiding = (entity: string, field: string) => () => withMasks({ [entity]: { hidden: [field] } });
  expect(hiding('deal', 'title')).toThrow('deal.title cannot be hidden');
  expect(hiding('deal', 'owner')).toThrow('deal.owner cannot be hidden');
  expect(hiding('note', 'deal')).toThrow('note.deal cannot be hidden');
  expect(hiding('share', 'record')).toThrow('share.record cannot be hidden');
  expect(hiding('deal', 'ghost')).toThrow('deal.ghost cannot be hidden');
  expect(hiding('ghost', 'name')).toThrow('not registered');
});
