import { expect, test } from 'vitest';
import { codes, createWorld, usd, type World } from '../../test/world.ts';
import type { FieldValues } from '../change/change.ts';
import type { Entity } from '../entity/entity.ts';
import { entityFor, findEntity } from '../entity/model.ts';
import type { FieldDefinition, FieldKind, FieldValue } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import { coreModel, entities } from './registry.ts';

/** A value that a person could enter, of every kind. */
const values: Readonly<Record<FieldKind, (world: World, field: FieldDefinition) => FieldValue>> = {
  text: () => 'Text',
  longText: () => 'Text\nof many lines',
  number: (_, field) => (field.kind === 'number' ? (field.min ?? 1) : 1),
  boolean: () => true,
  date: () => '2026-11-20',
  instant: () => 1_700_000_000_000,
  money: () => usd(100),
  choice: (_, field) => (field.kind === 'choice' ? (field.choices[0] ?? null) : null),
  reference: (world, field) => ('target' in field ? anyOf(world, field.target) : null),
  references: (world, field) => ('target' in field ? [anyOf(world, field.target)] : []),
  emails: () => ['ann@example.com'],
  phones: () => ['+12025550123'],
  url: () => 'https://example.com',
  orderKey: () => 'a0',
  serial: () => 'LED-001',
  json: () => ({ any: 'thing' }),
};

function anyOf(world: World, name: string): RecordId {
  const [found] = world.find(name);
  if (found) return found.id;
  const entity = entityFor(coreModel, name);
  return world.make(name, {
    ...filled(world, entity, ([field, { required }]) => required === true || field === entity.views.title),
    ...given(world, name),
  });
}

/** What fields mean together: a share is of a record that is there, and with a member or a team. */
const given = (world: World, name: string): FieldValues => {
  if (name === 'fieldDefinition') return { entity: 'company', key: `key${world.find(name).length}` };
  if (name !== 'share') return {};
  return { entity: 'company', record: anyOf(world, 'company'), withMember: world.other, withTeam: null };
};

const filled = (
  world: World,
  entity: Entity,
  isAsked: (entry: readonly [string, FieldDefinition]) => boolean,
): FieldValues =>
  Object.fromEntries(
    Object.entries(entity.fields)
      .filter((entry) => isAsked(entry) && entry[1].initial === undefined && entry[1].readOnly !== true)
      .map(([name, field]) => [name, values[field.kind](world, field)]),
  );

test('[S1-21/C] every entity can be made from its own form', () => {
  for (const entity of entities) {
    const { form, list } = entity.views;
    expect([...form, ...list].filter((name) => !entity.fields[name])).toEqual([]);
    // Deals are made in the stage and status that their pipeline begins with.
    const follows = new Set(entity.name === 'deal' || entity.name === 'lead' ? ['pipeline', 'stage', 'deal'] : []);
    const inForm = (name: string) => form.includes(name) && !follows.has(name);
    const full = createWorld();
    const whole = filled(
      full,
      entity,
      ([name, field]) => inForm(name) || (field.required === true && !follows.has(name)),
    );
    const id = full.newId();
    const fields = { ...whole, ...given(full, entity.name) };
    const made = full.commit([{ kind: 'create', entity: entity.name, id, fields }]);
    expect([entity.name, codes(made)]).toEqual([entity.name, []]);
    expect(typeof full.row(entity.name, id)[entity.views.title]).toBe('string');
  }
});

test('[S1-21/C] every entity is read, made, changed, deleted and restored by the same four intentions', () => {
  for (const entity of entities) {
    const world = createWorld();
    const id = anyOf(world, entity.name);
    const about = { entity: entity.name, id };
    const isOwner = entity.name === 'member' && id === world.me;
    const edit = { kind: 'update', ...about, fields: { owner: world.other } } as const;
    expect([entity.name, codes(world.commit([edit]))]).toEqual([
      entity.name,
      entity.isAppendOnly ? ['append-only'] : [],
    ]);
    if (isOwner || entity.name === 'pipeline') continue;
    world.accept([{ kind: 'delete', ...about }]);
    expect(world.row(entity.name, id).deletedAt).not.toBe(null);
    world.accept([{ kind: 'restore', ...about }]);
    expect(world.row(entity.name, id).deletedAt).toBe(null);
  }
});

test('an entity is found by its name, its plural and its aliases, in any case', () => {
  for (const entity of entities) {
    const names = [entity.name, entity.plural, ...(entity.aliases ?? [])];
    expect(names.map((name) => findEntity(coreModel, name.toUpperCase())?.name)).toEqual(names.map(() => entity.name));
  }
  expect(findEntity(coreModel, 'ghost')).toBe(undefined);
});
