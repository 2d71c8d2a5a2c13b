import {
  type EntityRecord,
  type FieldKind,
  type FieldValue,
  foldText,
  isJsonObject,
  type JsonValue,
  type RecordId,
} from '@satchel/core';
import {
  type Column,
  type ColumnType,
  type FieldShape,
  quoted,
  recordColumns,
  type TableShape,
} from './table-shape.ts';

/** What a column holds on its way to a driver and back: a boolean is 0 or 1, a structure its JSON. */
export type ColumnValue = string | number | null;

/** Turns records into values of columns and back, for one table. */
export interface RowCodec {
  /** What `decode` reads, for a SELECT; `t` is the table's alias. */
  readonly selected: string;
  /** Types of what `decode` reads, in order. */
  readonly selectedTypes: readonly ColumnType[];
  /** All columns of the record, in order. */
  readonly columns: readonly Column[];
  /** Values of `columns`. */
  encode(record: EntityRecord): ColumnValue[];
  /** Appends them. */
  encodeInto(record: EntityRecord, into: ColumnValue[]): void;
  /** Columns and values of one field (or of `rev`, `stamps`, `custom`). */
  readonly columnsOf: (field: string) => readonly string[];
  encodeField(field: string, record: EntityRecord, into: ColumnValue[]): void;
  readonly decode: (row: readonly ColumnValue[]) => EntityRecord;
  /** Whether a field has columns of its own; what a newer server sends besides is kept in `custom`. */
  readonly isKnown: (field: string) => boolean;
  /** Fields that have columns by now, of a record that was kept when they had none. */
  readonly lateFields: (record: EntityRecord) => readonly string[];
}

/** The key in `custom` for fields that a newer server knows and this version does not. */
const unknownKey = '~';

const codecs = new WeakMap<TableShape, RowCodec>();

export function rowCodec(shape: TableShape): RowCodec {
  let codec = codecs.get(shape);
  if (!codec) {
    codec = makeCodec(shape);
    codecs.set(shape, codec);
  }
  return codec;
}

function makeCodec(shape: TableShape): RowCodec {
  const { fields } = shape;
  const readColumns = [...recordColumns, ...fields.flatMap((field) => columnsRead[field.kind](field))];
  const encodeField = (name: string, record: EntityRecord, into: ColumnValue[]): void => {
    const field = shape.fieldByName.get(name);
    if (field) encoders[field.kind](record[name] ?? null, into);
    else if (name === 'rev') into.push(record.rev);
    else if (name === 'stamps') into.push(objectText(record.stamps));
    else if (name === 'custom') into.push(objectText(customOf(record)));
    else throw new Error(`${shape.table} has no field ${name}.`);
  };
  const known = new Set([...shape.fieldByName.keys(), 'id', 'rev', 'stamps', 'custom']);
  const customOf = (record: EntityRecord): EntityRecord['custom'] => {
    // Nearly every record has exactly the fields of this version.
    const names = Object.keys(record);
    if (names.length <= known.size && names.every((name) => known.has(name))) return record.custom;
    const unknown = Object.fromEntries(
      names.flatMap((name) => (known.has(name) ? [] : [[name, record[name] ?? null]])),
    );
    return { ...record.custom, [unknownKey]: unknown };
  };
  const late = new WeakMap<EntityRecord, readonly string[]>();
  /** With what a newer server sent, under its own names; a column that came since is empty, and has its value there. */
  const withUnknown = (record: EntityRecord): EntityRecord => {
    const { [unknownKey]: unknown, ...custom } = record.custom;
    if (!isJsonObject(unknown)) return record;
    const names = Object.keys(unknown).filter((name) => known.has(name));
    const whole: EntityRecord = { ...record, ...unknown, custom };
    late.set(whole, names);
    return whole;
  };
  const encodeInto = (record: EntityRecord, into: ColumnValue[]): void => {
    into.push(record.id, record.rev, objectText(record.stamps), objectText(customOf(record)));
    for (const field of fields) encoders[field.kind](record[field.name] ?? null, into);
  };
  return {
    isKnown: (field) => known.has(field),
    lateFields: (record) => late.get(record) ?? [],
    selected: readColumns.map(({ name }) => `t.${quoted(name)}`).join(', '),
    selectedTypes: readColumns.map(({ type }) => type),
    columns: [...recordColumns, ...fields.flatMap((field) => field.columns)],
    encode(record) {
      const values: ColumnValue[] = [];
      encodeInto(record, values);
      return values;
    },
    encodeInto,
    columnsOf: (name) => shape.fieldByName.get(name)?.columns.map((column) => column.name) ?? [name],
    encodeField,
    decode(row) {
      const record: Record<string, FieldValue> = {
        id: row[0] ?? null,
        rev: row[1] ?? 0,
        stamps: objectOf(row[2] ?? null),
        custom: objectOf(row[3] ?? null),
      };
      let at = 4;
      for (const field of fields) {
        const value = row[at] ?? null;
        if (field.kind === 'money') {
          record[field.name] = value === null ? null : { minor: value, currency: row[at + 1] ?? '' };
          at += 2;
        } else {
          record[field.name] = decoders[field.kind](value);
          at += 1;
        }
      }
      const decoded = record as unknown as EntityRecord;
      return row[3] === null ? decoded : withUnknown(decoded);
    },
  };
}

type Encoder = (value: FieldValue, into: ColumnValue[]) => void;

const encodeText: Encoder = (value, into) => void into.push(typeof value === 'string' ? value : null);
const encodeNumber: Encoder = (value, into) => void into.push(typeof value === 'number' ? value : null);
const encodeFolded: Encoder = (value, into) => {
  if (typeof value === 'string') into.push(value, foldText(value));
  else into.push(null, null);
};
const encodeList: Encoder = (value, into) =>
  void into.push(Array.isArray(value) && value.length > 0 ? JSON.stringify(value) : null);

const encoders: Readonly<Record<FieldKind, Encoder>> = {
  text: encodeFolded,
  longText: encodeText,
  number: encodeNumber,
  boolean: (value, into) => void into.push(value === null ? null : Number(value === true)),
  date: encodeText,
  instant: encodeNumber,
  money: (value, into) => {
    if (isJsonObject(value)) into.push(numberOf(value['minor']), textOf(value['currency']));
    else into.push(null, null);
  },
  choice: encodeText,
  reference: encodeText,
  references: encodeList,
  emails: encodeList,
  phones: encodeList,
  url: encodeFolded,
  orderKey: encodeText,
  serial: encodeFolded,
  json: (value, into) => void into.push(value === null ? null : JSON.stringify(value)),
};

const firstColumn = (field: FieldShape): readonly Column[] => [field.columns[0]];

const columnsRead: Readonly<Record<FieldKind, (field: FieldShape) => readonly Column[]>> = {
  text: firstColumn,
  longText: firstColumn,
  number: firstColumn,
  boolean: firstColumn,
  date: firstColumn,
  instant: firstColumn,
  money: (field) => field.columns,
  choice: firstColumn,
  reference: firstColumn,
  references: firstColumn,
  emails: firstColumn,
  phones: firstColumn,
  url: firstColumn,
  orderKey: firstColumn,
  serial: firstColumn,
  json: firstColumn,
};

type Decoder = (value: ColumnValue) => FieldValue;

const same: Decoder = (value) => value;
const decodeList: Decoder = (value) => (typeof value === 'string' ? parse(value) : []);

const decoders: Readonly<Record<Exclude<FieldKind, 'money'>, Decoder>> = {
  text: same,
  longText: same,
  number: same,
  boolean: (value) => (value === null ? null : value === 1),
  date: same,
  instant: same,
  choice: same,
  reference: same,
  references: decodeList,
  emails: decodeList,
  phones: decodeList,
  url: same,
  orderKey: same,
  serial: same,
  json: (value) => (typeof value === 'string' ? parse(value) : null),
};

const parse = (text: string): JsonValue => JSON.parse(text) as JsonValue;
const numberOf = (value: JsonValue | undefined): number | null => (typeof value === 'number' ? value : null);
const textOf = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);

const emptyObject = {};

function objectText(value: EntityRecord['custom']): string | null {
  for (const _ in value) return JSON.stringify(value);
  return null;
}

const objectOf = (value: ColumnValue): FieldValue => (typeof value === 'string' ? parse(value) : emptyObject);

/** What a column named `id` or `record` holds. */
export const recordIdOf = (value: ColumnValue): RecordId => String(value) as RecordId;
