import { expect, test } from 'vitest';
import { cellContext } from '../../test/cells.ts';
import { codes, createWorld, usd } from '../../test/world.ts';
import type { FieldValues, Intention } from '../change/change.ts';
import { coreModel } from '../entities/registry.ts';
import { entityFor } from '../entity/model.ts';
import { needKey } from '../entity/need.ts';
import type { FieldKind } from '../field/field.ts';
import { wrongValues } from '../field/wrong-values.contract.ts';
import { recordIdFrom } from '../id/uuid.ts';
import { parseCell } from '../import/parse-cell.ts';
import { isSortableKind } from '../where/compare-by.ts';

/** Fields with which a record of the entity is accepted. */
const enough: Readonly<Record<string, FieldValues>> = {
  company: { name: 'Acme' },
  task: { title: 'Call back' },
  deal: { title: 'Deal' },
  lead: { name: 'Grace' },
  savedView: { name: 'All', entity: 'deal' },
};

test('[S2-22/C] [S3-21/C] the same wrong values are refused when a record is made, when it is changed, and in a file', () => {
  const world = createWorld();
  const contact = world.make('contact', { name: 'Grace' });
  const kinds = new Set<FieldKind>();
  for (const { entity, field, value, code, cell } of wrongValues) {
    const base = enough[entity] ?? { contact };
    const id = world.make(entity, base);
    const before = world.row(entity, id);
    const created = world.commit([{ kind: 'create', entity, id: world.newId(), fields: { ...base, [field]: value } }]);
    const definition = entityFor(coreModel, entity).fields[field];
    if (definition) kinds.add(definition.kind);
    const read = cell === undefined || !definition ? undefined : parseCell(definition, cell, cellContext);
    expect({
      field,
      created: created.kind === 'refused' && created.refusals.map((refusal) => [refusal.code, refusal.field]),
      changed: codes(world.update(entity, id, { [field]: value })),
      row: world.row(entity, id) === before,
      isReadFromFile: read?.ok ?? false,
    }).toEqual({ field, created: [[code, field]], changed: [code], row: true, isReadFromFile: false });
  }
  expect([...kinds].toSorted()).toEqual(Object.keys(isSortableKind).toSorted());
});

test('[S2-22/C] every refusal is told at once, and nothing is written', () => {
  const world = createWorld();
  const id = world.newId();
  const company = world.newId();
  const judged = world.commit([
    { kind: 'create', entity: 'company', id: company, fields: { name: 'Acme' } },
    { kind: 'create', entity: 'deal', id, fields: { amount: 5, closedOn: '2026-02-30', owner: null, bogus: 1 } },
  ]);
  expect(codes(judged).toSorted()).toEqual([
    'date-invalid',
    'field-required',
    'field-required',
    'field-unknown',
    'wrong-type',
  ]);
  expect([world.find('deal'), world.find('company')]).toEqual([[], []]);
});

test('a change may not create records with ids that only rules make, nor be too large', () => {
  const world = createWorld();
  const id = recordIdFrom('01890000-0000-8000-8000-000000000000');
  const tag = { kind: 'create', entity: 'tag', fields: { name: 'x' } } as const;
  expect(codes(world.commit([{ ...tag, id }]))).toEqual(['id-invalid']);
  const many = Array.from({ length: 501 }, (): Intention => ({ ...tag, id: world.newId() }));
  expect(codes(world.commit(many))).toEqual(['change-too-large']);
  const long = { ...tag, id: world.newId(), fields: { name: 'x'.repeat(256 * 1024) } };
  expect(codes(world.commit([long]))).toEqual(['change-too-large']);
  expect(codes(world.commit(many.slice(1)))).toEqual([]);
});

test('what does not exist is refused, and what exists is not made twice', () => {
  const world = createWorld();
  const tag = world.make('tag', { name: 'x' });
  expect(codes(world.commit([{ kind: 'create', entity: 'tag', id: tag, fields: { name: 'y' } }]))).toEqual([
    'already-exists',
  ]);
  expect(codes(world.update('tag', world.newId(), { name: 'y' }))).toEqual(['not-found']);
  expect(codes(world.update('label', tag, { name: 'y' }))).toEqual(['entity-unknown']);
  const lists = { kind: 'update', entity: 'tag', id: tag, fields: {}, lists: { name: { add: ['y'] } } } as const;
  expect(codes(world.commit([lists]))).toEqual(['not-a-list']);
});

test('asked for piece by piece, the judgement is the same as when everything is known', () => {
  const world = createWorld();
  const contact = world.make('contact', { name: 'Grace' });
  const deal = world.make('deal', { title: 'Fleet', contacts: [contact], amount: usd(1) });
  world.make('lead', { name: 'Grace', deal });
  world.make('lead', { name: 'Jean', deal });
  const change: readonly Intention[] = [
    { kind: 'update', entity: 'deal', id: deal, fields: { status: 'won' } },
    { kind: 'create', entity: 'deal', id: world.newId(), fields: { title: 'Next', contacts: [contact] } },
    { kind: 'delete', entity: 'company', id: world.make('company', { name: 'Acme' }) },
  ];
  const id = world.newUuid();
  const loaded = new Set<string>();
  let rounds = 0;
  let judged = world.judge(change, id, {}, loaded);
  while (judged.kind === 'needs') {
    const before = loaded.size;
    for (const need of judged.needs) loaded.add(needKey(need));
    // It never asks for nothing, or for the same again.
    expect(loaded.size).toBe(before + judged.needs.length);
    judged = world.judge(change, id, {}, loaded);
    rounds += 1;
  }
  expect(judged).toEqual(world.judge(change, id));
  expect(rounds).toBeGreaterThan(2);
});

test('a field named like a part of every object is unknown like any other', () => {
  const world = createWorld();
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const fields = Object.fromEntries([
      ['name', 'A'],
      [name, 'x'],
    ]);
    expect(codes(world.commit([{ kind: 'create', entity: 'company', id: world.newId(), fields }]))).toEqual([
      'field-unknown',
    ]);
  }
});
