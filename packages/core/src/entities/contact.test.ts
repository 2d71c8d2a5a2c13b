import { expect, test } from 'vitest';
import { codes, createWorld, usd } from '../../test/world.ts';
import type { FieldValues, Intention } from '../change/change.ts';

test('[S1-10/C] a contact is made, found, changed, deleted and restored, and every field it has is kept', () => {
  const world = createWorld();
  const company = world.make('company', { name: 'Navy' });
  const tag = world.make('tag', { name: 'Pioneer' });
  const contact = world.make('contact', {
    firstName: 'Grace',
    lastName: 'Hopper',
    emails: ['Grace@Navy.example', 'grace@navy.example'],
    phones: ['(202) 555-0123'],
    company,
    jobTitle: 'Admiral',
    lifecycle: 'customer',
    tags: [tag],
    notes: 'Found the moth.\nKept it.',
  });
  expect(world.row('contact', contact)).toMatchObject({
    name: 'Grace Hopper',
    emails: ['grace@navy.example'],
    phones: ['+12025550123'],
    company,
    jobTitle: 'Admiral',
    lifecycle: 'customer',
    tags: [tag],
    notes: 'Found the moth.\nKept it.',
    owner: world.me,
  });
  expect(world.find('contact', { field: 'name', op: 'contains', value: 'HOPPER' })).toHaveLength(1);

  world.accept([
    { kind: 'update', entity: 'contact', id: contact, fields: { lastName: null }, lists: { tags: { remove: [tag] } } },
  ]);
  expect(world.row('contact', contact)).toMatchObject({ name: 'Grace', tags: [] });
  const about = { entity: 'contact', id: contact } as const;
  world.accept([{ kind: 'delete', ...about }]);
  expect(world.find('contact')).toEqual([]);
  expect(codes(world.update('contact', contact, { jobTitle: 'Admiral' }))).toEqual(['deleted']);
  world.accept([{ kind: 'restore', ...about }]);
  expect(world.row('contact', contact)).toMatchObject({ name: 'Grace', deletedAt: null });
});

test('[S2-10/C] a contact with active deals cannot be deleted, also when the deal came after it was asked', () => {
  const world = createWorld();
  const contact = world.make('contact', { firstName: 'Grace' });
  const remove: Intention = { kind: 'delete', entity: 'contact', id: contact };
  // Somebody else's deal arrives before the delete, made without knowing it, is judged.
  const fields = { title: 'Deal', contacts: [contact], amount: usd(100) };
  const deal = world.make('deal', fields, { member: world.other });
  const before = world.row('contact', contact);
  expect(codes(world.commit([remove]))).toEqual(['contact-has-active-deals']);
  expect(world.row('contact', contact)).toEqual(before);

  const second = world.make('deal', fields);
  const lose = (id: typeof deal): Intention => ({ kind: 'update', entity: 'deal', id, fields: { status: 'lost' } });
  expect(codes(world.commit([lose(deal), remove]))).toEqual(['contact-has-active-deals']);
  expect(codes(world.commit([lose(deal), lose(second), remove]))).toEqual([]);
  expect(world.find('contact')).toEqual([]);
});

test('[S5-12/C] a contact needs a name, a mail or a phone, any one is enough, and a phone is kept as E.164', () => {
  const world = createWorld();
  const enough: readonly (readonly [FieldValues, string])[] = [
    [{ phones: ['+1234567890'] }, '+1 234567890'],
    [{ phones: ['(202) 555-0123'] }, '+1 202 555 0123'],
    [{ emails: ['A@Example.com'] }, 'a@example.com'],
    [{ name: 'Ada' }, 'Ada'],
    [{ lastName: 'Lovelace' }, 'Lovelace'],
  ];
  for (const [fields, name] of enough) {
    expect(world.row('contact', world.make('contact', fields)).name).toBe(name);
  }
  expect(world.find('contact', { field: 'phones', op: 'eq', value: '+1234567890' })).toHaveLength(1);
  expect(world.find('contact', { field: 'phones', op: 'eq', value: '+12025550123' })).toHaveLength(1);

  const create = (fields: FieldValues) =>
    codes(world.commit([{ kind: 'create', entity: 'contact', id: world.newId(), fields }]));
  expect(create({})).toEqual(['contact-needs-something']);
  expect(create({ name: '  ', emails: [], jobTitle: 'Somebody' })).toEqual(['contact-needs-something']);
  expect(create({ name: 'Ada', phones: ['12'] })).toEqual(['phone-invalid']);
});

test('a name that was typed whole stays through other edits, until a part of the name is given', () => {
  const world = createWorld();
  const contact = world.make('contact', { firstName: 'Ann', lastName: 'Lee' });
  const nameAfter = (fields: FieldValues) => {
    expect(codes(world.update('contact', contact, fields))).toEqual([]);
    return world.row('contact', contact).name;
  };
  expect(nameAfter({ name: 'Dr. Ann Lee-Smith' })).toBe('Dr. Ann Lee-Smith');
  expect(nameAfter({ jobTitle: 'CEO' })).toBe('Dr. Ann Lee-Smith');
  expect(nameAfter({ lastName: 'Smith' })).toBe('Ann Smith');
  // As an undo does.
  expect(nameAfter({ lastName: 'Lee', name: 'Dr. Ann Lee-Smith' })).toBe('Dr. Ann Lee-Smith');
  expect(nameAfter({ name: null })).toBe('Ann Lee');

  const both = world.make('contact', { name: 'Dr. Bo Ek', firstName: 'Bo', lastName: 'Ek' });
  expect(world.row('contact', both).name).toBe('Dr. Bo Ek');
});
