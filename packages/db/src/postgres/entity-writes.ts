import { entityFor, isListKind, type Model } from '@satchel/core';
import { type Acceptance, recordKey, type ServerRow } from '@satchel/sync/server';
import { type ColumnValue, rowCodec } from '../row-codec.ts';
import { type Column, quoted, type TableShape, tableShape } from '../table-shape.ts';
import { linesOf, type WritePart } from './batch-statement.ts';
import { arrayText, linesText } from './driver.ts';

/** What a batch of acceptances does to the rows: each row once, as it is in the end. */
export function writeParts(acceptances: readonly Acceptance[], model: Model): readonly WritePart[] {
  const writes = finalWrites(acceptances);
  return [...Map.groupBy(writes, ({ row }) => row.entity)].flatMap(([entity, own]) => {
    const shape = tableShape(entityFor(model, entity));
    const created = own.filter(({ isCreate }) => isCreate);
    const updated = own.filter(({ isCreate }) => !isCreate);
    const names = new Set(updated.flatMap(({ changed }) => changed));
    return [
      ...(created.length > 0 ? [insertPart(shape, created), ...listParts(shape, created, null)] : []),
      ...(updated.length > 0 ? [updatePart(shape, updated, names), ...listParts(shape, updated, names)] : []),
    ];
  });
}

interface FinalWrite {
  readonly row: ServerRow;
  readonly isCreate: boolean;
  readonly changed: readonly string[];
}

function finalWrites(acceptances: readonly Acceptance[]): readonly FinalWrite[] {
  const byKey = new Map<string, { row: ServerRow; isCreate: boolean; readonly changed: string[] }>();
  for (const { entry, rows } of acceptances) {
    for (const row of rows) {
      const key = recordKey(row.entity, row.record.id);
      const known = byKey.get(key);
      if (known) known.row = row;
      else byKey.set(key, { row, isCreate: false, changed: [] });
    }
    for (const { entity, id, kind, after } of entry.writes) {
      const write = byKey.get(recordKey(entity, id));
      if (!write) throw new Error(`A change writes to a ${entity} whose row is not there.`);
      if (kind === 'create') write.isCreate = true;
      else write.changed.push(...Object.keys(after));
    }
  }
  return [...byKey.values()];
}

/** Columns that are all NULL stay out of the statement. */
function insertPart(shape: TableShape, writes: readonly FinalWrite[]): WritePart {
  const codec = rowCodec(shape);
  const encoded = writes.map(({ row }) => codec.encode(row.record));
  const filled = codec.columns.flatMap((column, index) =>
    encoded.some((values) => (values[index] ?? null) !== null)
      ? [{ column, values: encoded.map((values) => values[index] ?? null) }]
      : [],
  );
  const { columns, parameters, values } = unnested([...filled, ...ownColumns(writes)]);
  return {
    text: `INSERT INTO ${quoted(shape.table)} ("tenant_id", ${columns.join(', ')}) SELECT $0::uuid, v.* FROM unnest(${parameters.join(', ')}) AS v`,
    values,
    rows: writes.length,
  };
}

/** Every change touches these besides the fields that it names. */
const alwaysWritten = ['rev', 'stamps', 'updatedAt', 'updatedBy'];

/** All rows get the columns that any of them changed: they are there whole. */
function updatePart(shape: TableShape, writes: readonly FinalWrite[], names: ReadonlySet<string>): WritePart {
  const codec = rowCodec(shape);
  const fields = [...new Set([...alwaysWritten, ...[...names].map(codec.columnField)])].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  const wanted = fields.flatMap((name) => codec.columnsOf(name).map(columnNamed(shape)));
  const encoded = writes.map(({ row }) => {
    const values: ColumnValue[] = [];
    for (const name of fields) codec.encodeField(name, row.record, values);
    return values;
  });
  const changed = wanted.map((column, index) => ({ column, values: encoded.map((values) => values[index] ?? null) }));
  const ids = { column: { name: 'id', type: 'text' } as const, values: writes.map(({ row }) => row.record.id) };
  const { columns, parameters, values } = unnested([ids, ...changed, ...ownColumns(writes)]);
  const set = columns.slice(1).map((name) => `${name} = v.${name}`);
  return {
    text: `UPDATE ${quoted(shape.table)} AS t SET ${set.join(', ')} FROM unnest(${parameters.join(', ')}) AS v(${columns.join(', ')}) WHERE t."tenant_id" = $0::uuid AND t."id" = v."id"`,
    values,
    rows: writes.length,
  };
}

const columnNamed =
  (shape: TableShape) =>
  (name: string): Column => {
    const column = rowCodec(shape).columns.find((one) => one.name === name);
    if (!column) throw new Error(`${shape.table} has no column ${name}.`);
    return column;
  };

interface ColumnValues {
  readonly column: Column;
  readonly values: readonly ColumnValue[];
}

/** `ServerRow.revs` and `scopes`. */
function ownColumns(writes: readonly FinalWrite[]): readonly ColumnValues[] {
  const revs = writes.map(({ row }) => (isEmpty(row.revs) ? null : JSON.stringify(row.revs)));
  return [
    { column: { name: '_revs', type: 'json' }, values: revs },
    { column: { name: '_scopes', type: 'json' }, values: writes.map(({ row }) => JSON.stringify(row.scopes)) },
  ];
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

/** Each column as one array. */
function unnested(columns: readonly ColumnValues[]) {
  return {
    columns: columns.map(({ column }) => quoted(column.name)),
    parameters: columns.map(({ column: { type } }, index) =>
      type === 'json' ? linesOf(index + 1, 'jsonb') : `$${index + 1}::${arrayTypes[type]}[]`,
    ),
    values: columns.map(({ column: { type }, values }) =>
      type === 'json' ? linesText(values.map(jsonOf)) : arrayText(values),
    ),
  };
}

const arrayTypes = { text: 'text', integer: 'bigint', number: 'double precision', boolean: 'boolean' } as const;

/** The codec gives structures as texts. */
const jsonOf = (value: ColumnValue): string | null => (value === null ? null : String(value));

/** Values of lists that came and went. `names`: fields that updates changed; null: the rows are new. */
function listParts(
  shape: TableShape,
  writes: readonly FinalWrite[],
  names: ReadonlySet<string> | null,
): readonly WritePart[] {
  return shape.fields.flatMap(({ name, kind, listTable }): readonly WritePart[] => {
    if (listTable === null || !isListKind(kind) || (names !== null && !names.has(name))) return [];
    const table = quoted(listTable);
    const elements = writes.flatMap(({ row }) =>
      [...new Set(listOf(row.record[name]))].map((value) => [row.record.id, value] as const),
    );
    const pairs = [arrayText(elements.map(([id]) => id)), arrayText(elements.map(([, value]) => value))];
    const remove: WritePart = {
      text:
        `DELETE FROM ${table} AS t USING unnest($1::text[]) AS r(id) WHERE t."tenant_id" = $0::uuid AND t."record_id" = r.id ` +
        `AND NOT EXISTS (SELECT FROM unnest($2::text[], $3::text[]) AS v(id, value) WHERE v.id = t."record_id" AND v.value = t."value")`,
      values: [arrayText(writes.map(({ row }) => row.record.id)), ...pairs],
      rows: null,
    };
    const insert: WritePart = {
      text:
        `INSERT INTO ${table} ("tenant_id", "record_id", "value") SELECT $0::uuid, v.id, v.value FROM unnest($1::text[], $2::text[]) AS v(id, value) ` +
        'ON CONFLICT DO NOTHING',
      values: pairs,
      rows: null,
    };
    return [...(names === null ? [] : [remove]), ...(elements.length > 0 ? [insert] : [])];
  });
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : []);
