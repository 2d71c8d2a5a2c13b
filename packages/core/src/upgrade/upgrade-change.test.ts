import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../change/change.ts';
import { formatHlc } from '../clock/hlc.ts';
import { defineEntity } from '../entity/define-entity.ts';
import { createModel } from '../entity/model.ts';
import { choice, emails, text } from '../field/field.ts';
import { changeIdFrom, recordIdFrom } from '../id/uuid.ts';
import type { SchemaStep } from './schema-step.ts';
import { isOnlyAdded, upgradeChange, upgradeFields, upgradeNames } from './upgrade-change.ts';

const card = defineEntity({
  name: 'card',
  plural: 'cards',
  label: 'Card',
  labelPlural: 'Cards',
  place: 'main',
  fields: {
    firstName: text(),
    lastName: text(),
    mails: emails(),
    state: choice(['open', 'finished']),
    added: text(),
  },
  views: { title: 'firstName', list: ['firstName'], form: ['firstName'] },
});
const member = defineEntity({
  name: 'member',
  plural: 'members',
  label: 'Member',
  labelPlural: 'Members',
  place: 'settings',
  fields: { name: text() },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

const steps: readonly SchemaStep[] = [
  {
    to: 2,
    fields: [
      { kind: 'renamed', entity: 'card', field: 'title', to: 'name' },
      { kind: 'choices', entity: 'card', field: 'state', choices: { done: 'closed' } },
    ],
  },
  {
    to: 3,
    fields: [
      {
        kind: 'split',
        entity: 'card',
        field: 'name',
        into: ['firstName', 'lastName'],
        values: (value) => {
          const [first = null, last = null] = typeof value === 'string' ? value.split(' ') : [];
          return { firstName: first, lastName: last };
        },
      },
      { kind: 'renamed', entity: 'card', field: 'addresses', to: 'mails' },
      { kind: 'choices', entity: 'card', field: 'state', choices: { closed: 'finished' } },
    ],
  },
  { to: 4, fields: [] },
];
const model = createModel([member, card], undefined, steps);
const id = recordIdFrom('00000000-0000-7000-8000-000000000001');

const change = (schema: number | undefined, intentions: Change['intentions']): Change => ({
  id: changeIdFrom('00000000-0000-7000-9000-000000000001'),
  actor: id,
  device: 'aaaaaaaa',
  at: formatHlc({ ms: 1, counter: 0, device: 'aaaaaaaa' }),
  ...(schema === undefined ? {} : { schema }),
  intentions,
});

test('a change of any older version is what it would have been with this model', () => {
  const old = change(undefined, [
    { kind: 'create', entity: 'card', id, fields: { title: 'Ada Byron', state: 'done' } },
    {
      kind: 'update',
      entity: 'card',
      id,
      base: 3,
      fields: { state: 'open' },
      lists: { addresses: { add: ['a@b.c'] } },
    },
    { kind: 'update', entity: 'member', id, fields: { title: 'Of another entity' } },
    { kind: 'delete', entity: 'card', id, base: 3 },
  ]);
  const intentions = [
    { kind: 'create', entity: 'card', id, fields: { firstName: 'Ada', lastName: 'Byron', state: 'finished' } },
    { kind: 'update', entity: 'card', id, base: 3, fields: { state: 'open' }, lists: { mails: { add: ['a@b.c'] } } },
    { kind: 'update', entity: 'member', id, fields: { title: 'Of another entity' } },
    { kind: 'delete', entity: 'card', id, base: 3 },
  ];
  expect(upgradeChange(model, old)).toEqual({ ...old, schema: 4, intentions });
  expect(upgradeFields(model, 'card', { name: 'Ada Byron', state: 'closed' }, 2)).toEqual({
    firstName: 'Ada',
    lastName: 'Byron',
    state: 'finished',
  });
  expect(upgradeNames(model, 'card', { title: 1, 'addresses/a@b.c': 2, state: 3 }, 1)).toEqual({
    firstName: 1,
    lastName: 1,
    'mails/a@b.c': 2,
    state: 3,
  });
});

test('a change of this version, or of a newer one, stays as it is', () => {
  for (const schema of [4, 5]) {
    const own = change(schema, [{ kind: 'create', entity: 'card', id, fields: { title: 'A', state: 'done' } }]);
    expect(upgradeChange(model, own)).toBe(own);
  }
});

test('upgrading in one go is upgrading version by version', () => {
  const before = (version: number) => createModel([member, card], undefined, steps.slice(0, version - 1));
  const value = fc.constantFrom('done', 'closed', 'open', 'Ada Byron', 'Ada', null);
  const fields = fc.dictionary(fc.constantFrom('title', 'name', 'state', 'addresses', 'added'), value);
  fc.assert(
    fc.property(fields, (values) => {
      // A model of version 2 cannot be made of entities of version 4: only its steps count here.
      const stepped = [2, 3, 4].reduce((so, to) => {
        const upTo = { ...before(4), schema: to, steps: steps.slice(0, to - 1) };
        return upgradeFields(upTo, 'card', so, to - 1);
      }, values);
      expect(upgradeFields(model, 'card', values, 1)).toEqual(stepped);
    }),
  );
});

test('what only added fields can be read by an older app, what changed them cannot', () => {
  expect([1, 2, 3, 4].map((version) => isOnlyAdded(model, version))).toEqual([false, false, true, true]);
});

test('steps are numbered one after another, and take away what is not there any more', () => {
  expect(() => createModel([member, card], undefined, [{ to: 3, fields: [] }])).toThrow('version 3');
  const still: SchemaStep = { to: 2, fields: [{ kind: 'renamed', entity: 'card', field: 'added', to: 'mails' }] };
  expect(() => createModel([member, card], undefined, [still])).toThrow('card.added is there');
});
