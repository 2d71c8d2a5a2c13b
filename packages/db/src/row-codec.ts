import {
  type EntityRecord,
  type FieldKind,
  type FieldValue,
  foldText,
  isEmptyValue,
  isJsonObject,
  type JsonObject,
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
  /** The field itself when it has columns; `custom` for those that the workspace or a newer server defines. */
  readonly columnField: (field: string) => string;
  /** Fields that have columns by now, of a record that was kept when they had none. */
  readonly lateFields: (record: EntityRecord) => readonly string[];
}

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
    else if (name === 'custom') into.push(objectText(restOf(record)));
    else throw new Error(`${shape.table} has no field ${name}.`);
  };
  const known = new Set([...shape.fieldByName.keys(), 'id', 'rev', 'stamps', 'custom']);
  /** Everything of a record that has no column of its own. */
  const restOf = (record: EntityRecord): JsonObject => {
    // Nearly every record has exactly the fields of this version.
    const names = Object.keys(record);
    if (names.length < known.size && names.every((name) => known.has(name))) return emptyObject;
    const rest: Record<string, JsonValue> = {};
    for (const name of names) if (!known.has(name) && !isEmptyValue(record[name])) rest[name] = record[name] ?? null;
    return rest;
  };
  // An object to which more than a dozen fields were added by name is a hash table to V8, of which a copy takes thirty
  // times as long; a copy of an object with these fields is none.
  const blank: Readonly<Record<string, FieldValue>> = Object.fromEntries(
    ['id', 'rev', 'stamps', ...fields.map(({ name }) => name)].map((name) => [name, null]),
  );
  const late = new WeakMap<EntityRecord, readonly string[]>();
  /** A column that came since is empty, and has its value there. */
  const withRest = (record: EntityRecord, rest: JsonObject): EntityRecord => {
    const whole: EntityRecord = { ...record, ...rest };
    const names = Object.keys(rest).filter((name) => known.has(name));
    if (names.length > 0) late.set(whole, names);
    return whole;
  };
  const encodeInto = (record: EntityRecord, into: ColumnValue[]): void => {
    into.push(record.id, record.rev, objectText(record.stamps), objectText(restOf(record)));
    for (const field of fields) encoders[field.kind](record[field.name] ?? null, into);
  };
  return {
    columnField: (field) => (known.has(field) ? field : 'custom'),
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
      const record: Record<string, FieldValue> = { ...blank };
      record['id'] = row[0] ?? null;
      record['rev'] = row[1] ?? 0;
      record['stamps'] = objectOf(row[2] ?? null);
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
      const rest = row[3] ?? null;
      return rest === null ? decoded : withRest(decoded, objectOf(rest));
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

const emptyObject: JsonObject = {};

function objectText(value: JsonObject): string | null {
  for (const _ in value) return JSON.stringify(value);
  return null;
}

function objectOf(value: ColumnValue): JsonObject {
  const object = typeof value === 'string' ? parse(value) : emptyObject;
  return isJsonObject(object) ? object : emptyObject;
}

/** What a column named `id` or `record` holds. */
export const recordIdOf = (value: ColumnValue): RecordId => String(value) as RecordId;
