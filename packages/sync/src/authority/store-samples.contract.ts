import {
  boolean,
  type Change,
  type ChangeId,
  changeIdFrom,
  choice,
  createModel,
  date,
  defineEntity,
  type EntityRecord,
  emails,
  emptyValue,
  type FieldValue,
  formatHlc,
  instant,
  json,
  longText,
  type Model,
  money,
  number,
  orderKey,
  phones,
  type RecordId,
  recordIdFrom,
  reference,
  references,
  serial,
  text,
  url,
} from '@satchel/core';
import fc from 'fast-check';
import type { Acceptance, LeftBehind, LoggedWrite, ServerRow } from './authority-store.ts';

const member = defineEntity({
  name: 'member',
  plural: 'members',
  label: 'Member',
  labelPlural: 'Members',
  place: 'settings',
  fields: { name: text({}) },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

const box = defineEntity({
  name: 'box',
  plural: 'boxes',
  label: 'Box',
  labelPlural: 'Boxes',
  place: 'main',
  fields: { name: text({}) },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

const item = defineEntity({
  name: 'item',
  plural: 'items',
  label: 'Item',
  labelPlural: 'Items',
  place: 'main',
  visibleWith: ['box'],
  fields: {
    name: text({ index: true, search: true }),
    body: longText(),
    size: number(),
    isOn: boolean(),
    day: date(),
    at: instant(),
    price: money(),
    color: choice(['red', 'blue']),
    box: reference('box'),
    friends: references('item'),
    mails: emails(),
    numbers: phones(),
    page: url(),
    place: orderKey(),
    code: serial('I'),
    settings: json(),
  },
  views: { title: 'name', list: ['name'], form: ['name'] },
});

/** The model that the contract's stores are made for: an entity with every kind of field, and one that it belongs to. */
export const storeContractModel: Model = createModel([member, box, item]);

export const sampleId = (n: number): RecordId => recordIdFrom(`00000000-0000-7000-8000-${String(n).padStart(12, '0')}`);
export const sampleChangeId = (n: number): ChangeId =>
  changeIdFrom(`00000000-0000-7000-9000-${String(n).padStart(12, '0')}`);

type Values = Readonly<Record<string, FieldValue>>;

/** A row with every field empty but those given. */
export function sampleRow(entity: 'box' | 'item', n: number, values: Values = {}): ServerRow {
  const { fields } = entity === 'box' ? box : item;
  const blank = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, emptyValue(field.kind)]));
  const filled: unknown = { ...blank, id: sampleId(n), rev: 1, stamps: {}, createdAt: n, ...values };
  return { entity, record: filled as EntityRecord, revs: {}, scopes: [`member:${sampleId(1)}`] };
}

/** The row after a change of it. */
export const changedRow = (
  row: ServerRow,
  values: Values,
  more: Partial<Omit<ServerRow, 'record'>> = {},
): ServerRow => ({
  ...row,
  ...more,
  record: { ...row.record, rev: row.record.rev + 1, updatedAt: 5, ...values },
});

/** A change with a text that no JSON of PostgreSQL takes. */
export const leftBehindSample = (n: number): LeftBehind => ({
  change: {
    id: sampleChangeId(n),
    actor: sampleId(1),
    device: 'device00',
    at: formatHlc({ ms: n, counter: 0, device: 'device00' }),
    label: 'a\0b \ud800 \n é',
    intentions: [{ kind: 'update', entity: 'item', id: sampleId(n), base: 3, fields: { name: `Name ${n}` } }],
  },
  member: sampleId(1),
  device: 'device00',
  receivedAt: 1000 + n,
});

/** What one accepted change leaves: `created` rows are new, of the `changed` ones these fields changed. */
export function acceptanceOf(
  sequence: number,
  {
    created = [],
    changed = [],
    label,
  }: {
    readonly created?: readonly ServerRow[];
    readonly changed?: readonly (readonly [row: ServerRow, fields: readonly string[]])[];
    readonly label?: string;
  } = {},
): Acceptance {
  const written = [
    ...created.map((row) => ({ row, kind: 'create' as const, fields: filledFields(row) })),
    ...changed.map(([row, fields]) => ({ row, kind: kindOf(row, fields), fields })),
  ];
  const change: Omit<Change, 'intentions'> = {
    id: sampleChangeId(sequence),
    actor: sampleId(1),
    device: 'device00',
    at: formatHlc({ ms: sequence, counter: 0, device: 'device00' }),
    ...(label === undefined ? {} : { label }),
  };
  return {
    entry: { sequence, change, acceptedAt: 1000 + sequence, writes: written.map(writeOf) },
    rows: written.map(({ row }) => row),
    events: written.map(({ row, kind }) => ({
      name: `${row.entity}.${kind}`,
      entity: row.entity,
      record: row.record.id,
    })),
  };
}

const kindOf = ({ record }: ServerRow, fields: readonly string[]): 'update' | 'delete' | 'restore' | 'scope' => {
  if (fields.includes('deletedAt')) return record.deletedAt === null ? 'restore' : 'delete';
  return fields.length === 0 ? 'scope' : 'update';
};

function writeOf({
  row,
  kind,
  fields,
}: {
  readonly row: ServerRow;
  readonly kind: LoggedWrite['kind'];
  readonly fields: readonly string[];
}): LoggedWrite {
  const { entity, record, scopes } = row;
  return {
    entity,
    id: record.id,
    kind,
    before: kind === 'create' ? null : Object.fromEntries(fields.map((name) => [name, null])),
    after: Object.fromEntries(fields.map((name) => [name, record[name] ?? null])),
    stamps: {},
    isConsequence: false,
    scopes,
    // Whatever they were before.
    added: scopes,
    removed: scopes.length === 0 ? [`member:${sampleId(1)}`] : [],
  };
}

const filledFields = ({ entity, record }: ServerRow): readonly string[] =>
  Object.entries(entity === 'box' ? box.fields : item.fields).flatMap(([name, field]) =>
    JSON.stringify(record[name] ?? null) === JSON.stringify(emptyValue(field.kind)) ? [] : [name],
  );

const big = 2 ** 53;
const texts = fc.oneof(
  fc.constantFrom('Zürich', '🎉', "'", '"', '\\', '{}', '{"a"}', 'NULL', 'null', ',', '\n\t', ' ', '\ufffd', '$1', '?'),
  fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter((one) => one !== '' && !one.includes('\0') && one.isWellFormed()),
);
const ids = fc.integer({ min: 1, max: 9 }).map(sampleId);
const whole = fc.oneof(fc.constantFrom(-big, -1, 0, 1, big), fc.maxSafeInteger());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const list = <T>(value: fc.Arbitrary<T>) => fc.uniqueArray(value, { maxLength: 3 });
const structure = fc.letrec<{ value: FieldValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom<FieldValue>(true, false, 0, 0.1, -big, '', {}),
    texts,
    fc.array(tie('value'), { maxLength: 2 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 2 }),
  ),
})).value;
/** What a field holds that the store knows nothing of. */
const custom = fc.oneof(
  texts,
  fc.constantFrom<FieldValue>(0, true, false),
  fc.dictionary(texts, structure, { maxKeys: 2 }),
);

/** Values of every kind of field, as the fields hold them. */
export const sampleValues: fc.Arbitrary<Values> = fc.record({
  name: maybe(texts),
  body: maybe(texts),
  size: maybe(fc.oneof(whole, fc.constantFrom(0.1, -0.5, 1e-7, 5e-324, 1e15 + 0.5))),
  isOn: maybe(fc.boolean()),
  day: maybe(fc.constantFrom('2026-03-08', '0001-01-01', '9999-12-31')),
  at: maybe(fc.constantFrom(0, -62_135_596_800_000, 253_402_300_799_999)),
  price: maybe(fc.record({ minor: whole, currency: fc.constantFrom('EUR', 'USD') })),
  color: maybe(fc.constantFrom('red', 'blue')),
  box: maybe(ids),
  friends: list(ids),
  mails: list(fc.constantFrom('ann@example.com', "o'neil@example.com", 'a"b@example.com')),
  numbers: list(fc.constantFrom('+41446681800', '+12025550123')),
  page: maybe(fc.constantFrom('https://example.com/A?b=%22', 'http://x.example')),
  place: maybe(fc.constantFrom('a0', 'Zz')),
  code: maybe(fc.constantFrom('I-001', 'I-1000')),
  settings: fc.oneof(fc.constant(null), structure),
  'custom.a': custom,
  stamps: fc.dictionary(fc.constantFrom('name', 'size'), texts, { maxKeys: 2 }),
  owner: maybe(ids),
  team: maybe(texts),
  externalId: maybe(texts),
  source: maybe(texts),
  createdAt: whole,
  createdBy: maybe(ids),
  updatedAt: whole,
  updatedBy: maybe(ids),
  deletedAt: maybe(whole),
});
