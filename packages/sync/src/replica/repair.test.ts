import { type Change, changeIdFrom, coreModel, type EntityRecord, type Intention, recordIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
import type { Attention } from './attention.ts';
import { askedAgain, askedAsNew, mattersOf } from './repair.ts';

const uuid = (tail: number): string => `0199b0f0-0000-7000-8000-${String(tail).padStart(12, '0')}`;
const id = (tail: number) => recordIdFrom(uuid(tail));

function refused(tail: number, intentions: readonly Intention[], blockedBy: number | null = null): Attention {
  const change = { id: changeIdFrom(uuid(tail)), intentions } as Change;
  const refusals = [{ code: 'no', message: `Not ${tail}.` }];
  return {
    kind: 'refused',
    change,
    overlays: [],
    refusals,
    blockedBy: blockedBy === null ? null : changeIdFrom(uuid(blockedBy)),
  };
}

const tagged = { tags: ['a', 'b'], name: 'Acme', city: 'Bern' } as unknown as EntityRecord;
const confirmed = (_entity: string, record: string): EntityRecord | null => (record === id(1) ? tagged : null);

test('what was built upon a refused edit is one matter with it, over any number of steps, the newest matter first', () => {
  const edit = (record: number): readonly Intention[] => [
    { kind: 'update', entity: 'company', id: id(record), fields: { name: 'X' } },
  ];
  const matters = mattersOf([refused(1, edit(1)), refused(2, edit(2)), refused(3, edit(1), 1), refused(4, edit(1), 3)]);
  expect(matters.map((matter) => [matter.id, matter.edits.map(({ change }) => change.id)])).toEqual([
    [uuid(2), [uuid(2)]],
    [uuid(1), [uuid(1), uuid(3), uuid(4)]],
  ]);
});

test('[B-17/C] what a matter asked for is made once of each record, on the rows of now', () => {
  const [matter] = mattersOf([
    refused(10, [
      { kind: 'create', entity: 'contact', id: id(2), fields: { firstName: 'Grace', company: id(1) } },
      {
        kind: 'update',
        entity: 'company',
        id: id(1),
        base: 3,
        fields: { city: 'Basel' },
        lists: { tags: { add: ['c'], remove: ['a'] } },
      },
    ]),
    refused(11, [{ kind: 'update', entity: 'contact', id: id(2), fields: { firstName: 'Ada' } }], 10),
  ]);
  if (!matter) throw new Error('There is no matter.');
  expect(askedAgain(matter, confirmed)).toEqual([
    { kind: 'create', entity: 'contact', id: id(2), fields: { firstName: 'Ada', company: id(1) } },
    { kind: 'update', entity: 'company', id: id(1), fields: { city: 'Basel', tags: ['b', 'c'] } },
  ]);
  let next = 50;
  expect(askedAsNew(matter, confirmed, coreModel, () => id(next++))).toEqual([
    { kind: 'create', entity: 'contact', id: id(50), fields: { firstName: 'Ada', company: id(51) } },
    { kind: 'create', entity: 'company', id: id(51), fields: { tags: ['b', 'c'], name: 'Acme', city: 'Basel' } },
  ]);
});

test('an edit that a later one won over asks for its values alone', () => {
  const change = { id: changeIdFrom(uuid(1)), intentions: [] as readonly Intention[] } as Change;
  const [matter] = mattersOf([
    { kind: 'superseded', change, fields: [{ entity: 'company', id: id(1), field: 'city', value: 'Chur' }] },
  ]);
  if (!matter) throw new Error('There is no matter.');
  expect(askedAgain(matter, confirmed)).toEqual([
    { kind: 'update', entity: 'company', id: id(1), fields: { city: 'Chur' } },
  ]);
});
