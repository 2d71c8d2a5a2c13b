import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCalendarDate } from '../date/calendar-date.ts';
import { blankRecord } from '../decide/draft.ts';
import { defineEntity } from '../entity/define-entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { FieldValue } from '../field/field.ts';
import * as kinds from '../field/field.ts';
import { recordIdFrom } from '../id/uuid.ts';
import { compareBy } from './compare-by.ts';
import { matches } from './matches.ts';
import { parseWhere } from './parse-where.ts';
import type { WhereContext } from './resolve-operand.ts';
import { resolveWhere } from './resolve-where.ts';
import type { Where } from './where.ts';

const thing = defineEntity({
  name: 'thing',
  plural: 'things',
  label: 'Thing',
  labelPlural: 'Things',
  place: 'main',
  fields: {
    name: kinds.text({ required: true }),
    body: kinds.longText(),
    size: kinds.number(),
    isOn: kinds.boolean(),
    day: kinds.date(),
    at: kinds.instant(),
    price: kinds.money(),
    color: kinds.choice(['red', 'blue']),
    parent: kinds.reference('thing'),
    tags: kinds.references('thing'),
    mails: kinds.emails(),
    numbers: kinds.phones(),
    page: kinds.url(),
  },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

const id = (n: number) => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
const today = '2026-03-11';
if (!isCalendarDate(today)) throw new Error('not a date');
const context: WhereContext = { me: id(7), today, timeZone: 'Europe/Zurich', weekStart: 1 };

const row = (values: Readonly<Record<string, FieldValue>> = {}): EntityRecord => ({
  ...blankRecord(thing, id(1), id(0), 0),
  ...values,
});

function keeps(where: Where, record: EntityRecord): boolean {
  const resolved = resolveWhere(where, thing, context);
  if (!resolved.ok) throw new Error(resolved.error.message);
  return matches(resolved.value, record);
}

const code = (where: Where): string => {
  const resolved = resolveWhere(where, thing, context);
  return resolved.ok ? 'ok' : resolved.error.code;
};

test('[S4-28/C] every operator on the kinds that have it', () => {
  const zurich = row({
    name: 'Zürich İstanbul',
    size: 5,
    isOn: false,
    day: '2026-03-09',
    at: Date.parse('2026-03-10T23:30Z'),
    price: { minor: 1250, currency: 'CHF' },
    color: 'red',
    parent: id(7),
    mails: ['ann@example.com'],
    numbers: ['+41446681800'],
    page: 'https://example.com/A',
  });
  const yes: Where[] = [
    { field: 'name', op: 'eq', value: 'ZURICH ISTANBUL' },
    { field: 'name', op: 'contains', value: 'RICH  ıst' },
    { field: 'name', op: 'starts_with', value: 'zur' },
    { field: 'name', op: 'gt', value: 'zuric' },
    { field: 'body', op: 'empty' },
    { field: 'size', op: 'gte', value: 5 },
    { field: 'size', op: 'in', value: [1, 5] },
    { field: 'isOn', op: 'eq', value: false },
    { field: 'day', op: 'within', value: 'this_week' },
    { field: 'day', op: 'lt', value: '2026-03-10' },
    { field: 'at', op: 'within', value: 'today' },
    { field: 'at', op: 'eq', value: '2026-03-11' },
    { field: 'at', op: 'gt', value: '2026-03-10' },
    { field: 'at', op: 'lte', value: '2026-03-11' },
    { field: 'price', op: 'eq', value: 1250 },
    { field: 'color', op: 'in', value: ['blue', 'red'] },
    { field: 'parent', op: 'eq', value: { me: true } },
    { field: 'id', op: 'in', value: [id(1)] },
    { field: 'mails', op: 'contains', value: 'EXAMPLE' },
    { field: 'mails', op: 'eq', value: 'Ann@Example.com' },
    { field: 'numbers', op: 'contains', value: '044 668' },
    { field: 'numbers', op: 'starts_with', value: '+41 44' },
    { field: 'numbers', op: 'eq', value: '+41 44 668 18 00' },
    { field: 'page', op: 'contains', value: 'example.COM/a' },
    { not: { field: 'color', op: 'eq', value: 'blue' } },
    {
      or: [
        { field: 'size', op: 'eq', value: 1 },
        { field: 'color', op: 'eq', value: 'red' },
      ],
    },
    { and: [] },
  ];
  expect(yes.filter((where) => !keeps(where, zurich))).toEqual([]);
  expect(yes.filter((where) => keeps({ not: where }, zurich))).toEqual([]);
});

test('[S4-28/C] an empty field is not equal to, above or below anything', () => {
  const empty = row();
  const conditions: Where[] = [
    { field: 'name', op: 'eq', value: '' },
    { field: 'name', op: 'contains', value: '' },
    { field: 'name', op: 'lt', value: 'a' },
    { field: 'size', op: 'lte', value: 0 },
    { field: 'isOn', op: 'eq', value: false },
    { field: 'day', op: 'within', value: 'today' },
    { field: 'tags', op: 'in', value: [] },
    { or: [] },
  ];
  expect(conditions.filter((where) => keeps(where, empty))).toEqual([]);
  expect(keeps({ field: 'name', op: 'neq', value: 'a' }, empty)).toBe(true);
  expect(keeps({ field: 'tags', op: 'empty' }, empty)).toBe(true);
});

test('[S1-12/C] any, all and none of tags, combined with other filters', () => {
  const [a, b, c] = [id(11), id(12), id(13)];
  const rows = [
    row({ name: 'ab', tags: [a, b] }),
    row({ name: 'a', tags: [a] }),
    row({ name: 'c', tags: [c], size: 1 }),
    row({ name: 'none' }),
  ];
  const names = (where: Where) => rows.filter((record) => keeps(where, record)).map(({ name }) => name);
  expect(names({ field: 'tags', op: 'in', value: [b, c] })).toEqual(['ab', 'c']);
  expect(names({ field: 'tags', op: 'all', value: [a, b] })).toEqual(['ab']);
  expect(names({ field: 'tags', op: 'all', value: [] })).toEqual(['ab', 'a', 'c', 'none']);
  expect(names({ not: { field: 'tags', op: 'in', value: [a, c] } })).toEqual(['none']);
  expect(
    names({
      and: [
        { field: 'tags', op: 'in', value: [b, c] },
        { field: 'size', op: 'gt', value: 0 },
      ],
    }),
  ).toEqual(['c']);
});

test('what cannot be asked is refused', () => {
  let deep: Where = { field: 'size', op: 'empty' };
  for (let i = 0; i < 20; i++) deep = { not: deep };
  const many = Array.from({ length: 501 }, (): Where => ({ field: 'size', op: 'empty' }));
  expect([
    code({ field: 'nope', op: 'empty' }),
    code({ field: 'constructor', op: 'empty' }),
    code({ field: 'body', op: 'contains', value: 'x' }),
    code({ field: 'size', op: 'contains', value: '1' }),
    code({ field: 'size', op: 'eq', value: '1' }),
    code({ field: 'size', op: 'eq', value: Number.NaN }),
    code({ field: 'name', op: 'eq', value: 'a\0b' }),
    code({ field: 'name', op: 'eq', value: { me: true } }),
    code({ field: 'day', op: 'eq', value: '2026-02-30' }),
    code({ field: 'numbers', op: 'eq', value: '044' }),
    code(deep),
    code({ and: many }),
    code({ field: 'size', op: 'in', value: Array.from({ length: 10_001 }, (_, i) => i) }),
  ]).toEqual([
    'unknown-field',
    'unknown-field',
    'op-not-allowed',
    'op-not-allowed',
    ...Array.from({ length: 6 }, () => 'wrong-value'),
    'where-too-deep',
    'where-too-large',
    'where-too-large',
  ]);
});

test('a filter from outside is checked', () => {
  const good: Where = { and: [{ not: { field: 'day', op: 'within', value: { last: 7, unit: 'day' } } }, { or: [] }] };
  expect(parseWhere(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, value: good });
  const bad = [null, 1, [], {}, { and: {} }, { and: [], or: [] }, { field: 'a', op: 'is' }, { field: 'a', op: 'eq' }];
  expect(bad.map((input) => parseWhere(input).ok)).toEqual(bad.map(() => false));
  fc.assert(fc.property(fc.anything(), (input) => typeof parseWhere(input).ok === 'boolean'));
});

test('sorts by code point, folded, empty values last in both directions', () => {
  const rows = [
    row({ id: id(1), name: '😀' }),
    row({ id: id(2), name: '\ufffd' }),
    row({ id: id(3), name: 'éa' }),
    row({ id: id(4), name: null }),
    row({ id: id(5), name: 'EB' }),
    row({ id: id(6), name: null }),
    row({ id: id(7), name: 'eb' }),
  ];
  const order = (direction: 'asc' | 'desc') =>
    rows.toSorted(compareBy(thing, 'name', direction)).map((record) => Number(record.id.slice(-1)));
  expect(order('asc')).toEqual([3, 5, 7, 2, 1, 4, 6]);
  expect(order('desc')).toEqual([1, 2, 7, 5, 3, 6, 4]);
});
