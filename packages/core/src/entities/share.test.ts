import { expect, test } from 'vitest';
import { codes, createWorld } from '../../test/world.ts';

const world = createWorld();
const deal = world.make('deal', { title: 'Own' }, { role: 'member' });
const foreign = world.make('deal', { title: 'Of somebody else' }, { member: world.other });
const team = world.make('team', { name: 'North' });

const share = (fields: Readonly<Record<string, string>>, role: 'member' | 'owner' = 'member') =>
  codes(
    world.commit([{ kind: 'create', entity: 'share', id: world.newId(), fields: { entity: 'deal', ...fields } }], {
      role,
    }),
  );

test('a share is with one member or with one team', () => {
  expect(share({ record: deal, withMember: world.other })).toEqual([]);
  expect(share({ record: deal, withTeam: team })).toEqual([]);
  expect(share({ record: deal })).toEqual(['share-with-one']);
  expect(share({ record: deal, withMember: world.other, withTeam: team })).toEqual(['share-with-one']);
});

test('one shares own records, or all with the right to do so', () => {
  expect(share({ record: foreign, withMember: world.other })).toEqual(['may-not-share']);
  expect(share({ record: foreign, withMember: world.me }, 'owner')).toEqual([]);
});

test('what is shared is there, and is no share', () => {
  const [one] = world.find('share');
  const nowhere = [
    { record: world.newId() },
    { record: 'nothing' },
    { entity: 'ghost', record: deal },
    { entity: 'share', record: one?.id ?? '' },
  ];
  for (const target of nowhere) expect(share({ ...target, withMember: world.other })).toContain('share-target');
});

test('a share stays of the record and with whom it was made; its right changes', () => {
  const [one] = world.find('share');
  if (!one) throw new Error('Something was shared.');
  const change = (fields: Readonly<Record<string, string>>) => codes(world.update('share', one.id, fields));
  expect(change({ record: foreign })).toEqual(['field-immutable']);
  expect(change({ withMember: world.me })).toEqual(['field-immutable']);
  expect(change({ right: 'write' })).toEqual([]);
});

test('whom a record is shared with for editing edits it, and does not hand it over', () => {
  const shared = world.make('deal', { title: 'Shared' }, { member: world.other });
  const by = { role: 'member' } as const;
  const edit = (fields: Readonly<Record<string, string>>) => codes(world.update('deal', shared, fields, by));
  expect(edit({ title: 'Mine' })).toEqual(['not-allowed']);
  const id = world.make('share', { entity: 'deal', record: shared, withMember: world.me }, { role: 'owner' });
  expect(edit({ title: 'Mine' })).toEqual(['not-allowed']);
  world.update('share', id, { right: 'write' });
  expect(edit({ title: 'Edited' })).toEqual([]);
  expect(edit({ owner: world.me })).toEqual(['not-allowed']);
  expect(codes(world.commit([{ kind: 'delete', entity: 'deal', id: shared }], by))).toEqual(['not-allowed']);
  world.accept([{ kind: 'delete', entity: 'share', id }]);
  expect(edit({ title: 'Again' })).toEqual(['not-allowed']);
});
