import * as kinds from '@satchel/core';
import {
  createModel,
  defineEntity,
  type Entity,
  type EntityRecord,
  emptyValue,
  type FieldValue,
  isCalendarDate,
  type Model,
  recordIdFrom,
  type Where,
} from '@satchel/core';
import fc from 'fast-check';
import type { Asker } from '../src/queries.ts';

/** An entity with every kind of field, random records of it and random filters over it. */
export const thing: Entity = defineEntity({
  name: 'thing',
  plural: 'things',
  label: 'Thing',
  labelPlural: 'Things',
  place: 'main',
  fields: {
    name: kinds.text({ index: true, search: true }),
    body: kinds.longText(),
    size: kinds.number(),
    isOn: kinds.boolean(),
    day: kinds.date(),
    at: kinds.instant(),
    price: kinds.money(),
    color: kinds.choice(['red', 'blue']),
    parent: kinds.reference('thing'),
    friends: kinds.references('thing'),
    mails: kinds.emails(),
    numbers: kinds.phones(),
    page: kinds.url(),
    place: kinds.orderKey(),
    code: kinds.serial('T'),
    settings: kinds.json(),
  },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

const member = defineEntity({
  name: 'member',
  plural: 'members',
  label: 'Member',
  labelPlural: 'Members',
  place: 'settings',
  fields: { name: kinds.text({}) },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

export const thingModel: Model = createModel([member, thing]);

export const idOf = (n: number) => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);

const today = '2026-03-11';
if (!isCalendarDate(today)) throw new Error('not a date');
export const asker: Asker = {
  me: idOf(1),
  actor: { member: idOf(1), grants: [{ permission: '*.*', scope: 'all' }] },
  today,
  timeZone: 'Europe/Zurich',
  weekStart: 1,
};

const texts = [
  'Zürich',
  'zurich',
  'İstanbul',
  'ISTANBUL',
  'ıstanbul',
  '🎉',
  '🎉 a',
  '\ufffd',
  '%',
  '_',
  "'",
  '"',
  'a',
  'A b',
  'é',
  'Straße',
];
const word = fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'grapheme', maxLength: 3 }).filter(isPlain));
const big = 2 ** 53;
const amount = fc.oneof(fc.constantFrom(-big, -1, 0, 1, big), fc.integer({ min: -3, max: 3 }));
const size = fc.oneof(amount, fc.constantFrom(0.1, -0.5, 1e15 + 0.5));
const day = fc.constantFrom('2026-03-08', '2026-03-09', '2026-03-11', '2026-03-15', '1999-12-31');
const at = fc
  .constantFrom('2026-03-08', '2026-03-10', '2026-03-11')
  .chain((date) => fc.integer({ min: 0, max: 47 }).map((half) => Date.parse(`${date}T00:00Z`) + half * 1_800_000));
const id = fc.integer({ min: 1, max: 4 }).map(idOf);
const mail = fc.constantFrom('ann@example.com', 'bob@example.com', 'ann@müller.example');
const phone = fc.constantFrom('+41446681800', '+12025550123', '+442079460000');
const color = fc.constantFrom('red', 'blue');
const key = fc.constantFrom('a0', 'a0V', 'a1', 'Zz');
const url = fc.constantFrom('https://example.com/A', 'https://example.com/a', 'http://x.example');
const code = fc.constantFrom('T-001', 'T-002', 't-1000');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const list = <T>(value: fc.Arbitrary<T>) => fc.uniqueArray(value, { maxLength: 3 });

function isPlain(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

const values = fc.record({
  name: maybe(word),
  body: maybe(word),
  size: maybe(size),
  isOn: maybe(fc.boolean()),
  day: maybe(day),
  at: maybe(at),
  price: maybe(fc.record({ minor: amount, currency: fc.constantFrom('EUR', 'USD') })),
  color: maybe(color),
  parent: maybe(id),
  friends: list(id),
  mails: list(mail),
  numbers: list(phone),
  page: maybe(url),
  place: maybe(key),
  code: maybe(code),
  settings: fc.constantFrom<FieldValue>(null, [], {}, [1], { a: [null] }),
});

const blank = Object.fromEntries(Object.entries(thing.fields).map(([name, field]) => [name, emptyValue(field.kind)]));

/** Up to 12 records with ids from 1 on. */
export const things: fc.Arbitrary<readonly EntityRecord[]> = fc
  .array(values, { minLength: 1, maxLength: 12 })
  .map((rows) =>
    rows.map((row, n) => ({ ...blank, ...row, id: idOf(n + 1), rev: 0, stamps: {} }) as unknown as EntityRecord),
  );

type Ops = readonly ('eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'contains' | 'starts_with' | 'in' | 'all')[];
const order: Ops = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'];
const textual: Ops = [...order, 'in', 'contains', 'starts_with'];

function on(field: string, ops: Ops, value: fc.Arbitrary<string | number | boolean>): fc.Arbitrary<Where> {
  // Some lists are long enough to travel as one parameter.
  const many = fc.array(value, { maxLength: 3 }).chain((some) => fc.constantFrom(some, [...some, ...padding(some)]));
  return fc
    .constantFrom(...ops)
    .chain((op) =>
      (op === 'in' || op === 'all' ? many : value).map((operand) => ({ field, op, value: operand }) as Where),
    );
}

const padding = (some: readonly (string | number | boolean)[]) =>
  typeof some[0] === 'number'
    ? Array.from({ length: 25 }, (_, n) => 1000 + n)
    : typeof some[0] === 'string' && !some[0].startsWith('+')
      ? Array.from({ length: 25 }, (_, n) => `none ${n}`)
      : [];

const condition: fc.Arbitrary<Where> = fc.oneof(
  on('name', textual, fc.oneof(word, fc.constant(''))),
  on('size', [...order, 'in'], size),
  on('isOn', ['eq', 'neq'], fc.boolean()),
  on('day', order, day),
  on('at', order, fc.oneof(at, fc.constantFrom('2026-03-10', '2026-03-11'))),
  on('price', [...order, 'in'], amount),
  on('color', ['eq', 'neq', 'in'], color),
  on('parent', ['eq', 'neq', 'in'], id),
  on('id', ['eq', 'neq', 'in'], id),
  on('friends', ['eq', 'neq', 'in', 'all'], id),
  on('mails', ['eq', 'neq', 'in', 'all', 'contains', 'starts_with'], mail),
  on('mails', ['contains', 'starts_with'], fc.constantFrom('ann', 'ANN@', 'müller', 'example.com', '')),
  on('numbers', ['eq', 'neq', 'in', 'all'], phone),
  on('numbers', ['contains', 'starts_with'], fc.constantFrom('044', '+41', '555')),
  on('page', textual, url),
  on('place', order, key),
  on('code', textual, code),
  fc
    .constantFrom('day', 'at')
    .chain((field) =>
      fc.constantFrom('today', 'this_week', 'last_month').map((value): Where => ({ field, op: 'within', value })),
    ),
  fc.constantFrom(...Object.keys(thing.fields)).map((field): Where => ({ field, op: 'empty' })),
);

/** Filters up to three levels deep. */
export const wheres: fc.Arbitrary<Where> = fc.letrec<{ where: Where }>((tie) => ({
  where: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    condition,
    fc.array(tie('where'), { maxLength: 3 }).map((and): Where => ({ and })),
    fc.array(tie('where'), { maxLength: 3 }).map((or): Where => ({ or })),
    tie('where').map((not): Where => ({ not })),
  ),
})).where;
