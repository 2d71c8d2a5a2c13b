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
  /** Others may see it than before. */
  readonly isMoved: boolean;
}

function finalWrites(acceptances: readonly Acceptance[]): readonly FinalWrite[] {
  const byKey = new Map<string, { row: ServerRow; isCreate: boolean; readonly changed: string[]; isMoved: boolean }>();
  for (const { entry, rows } of acceptances) {
    for (const row of rows) {
      const key = recordKey(row.entity, row.record.id);
      const known = byKey.get(key);
      if (known) known.row = row;
      else byKey.set(key, { row, isCreate: false, changed: [], isMoved: false });
    }
    for (const { entity, id, kind, after, added, removed } of entry.writes) {
      const write = byKey.get(recordKey(entity, id));
      if (!write) throw new Error(`A change writes to a ${entity} whose row is not there.`);
      if (kind === 'create') write.isCreate = true;
      else write.changed.push(...Object.keys(after));
      if (added.length > 0 || removed.length > 0) write.isMoved = true;
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
  const all = [...filled, revsColumn(writes), scopesColumn(writes)];
  const columns = all.map(({ column }) => column);
  return {
    text: `INSERT INTO ${quoted(shape.table)} ("tenant_id", ${columns.map(({ name }) => quoted(name)).join(', ')}) SELECT $0::uuid, v.* FROM unnest(${columns.map(parameterOf).join(', ')}) AS v`,
    values: all.map(columnText),
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
  const isMoving = writes.some(({ isMoved }) => isMoved);
  const { columns, text } = updateOf(shape, fields, isMoving);
  const encoded = writes.map(({ row }) => {
    const values: ColumnValue[] = [];
    for (const name of fields) codec.encodeField(name, row.record, values);
    return values;
  });
  const values = [
    arrayText(writes.map(({ row }) => row.record.id)),
    ...columns.map((column, index) => columnText({ column, values: encoded.map((one) => one[index] ?? null) })),
    columnText(revsColumn(writes)),
    ...(isMoving ? [columnText(scopesColumn(writes))] : []),
  ];
  return { text, values, rows: writes.length };
}

interface Update {
  /** Those of the fields, in order. */
  readonly columns: readonly Column[];
  readonly text: string;
}

const updates = new WeakMap<TableShape, Map<string, Update>>();

/** Of the same fields it is the same; there are as many as there are kinds of edits. */
function updateOf(shape: TableShape, fields: readonly string[], isMoving: boolean): Update {
  const known = updates.get(shape) ?? new Map<string, Update>();
  updates.set(shape, known);
  const key = `${isMoving ? 'moving' : 'staying'} ${fields.join()}`;
  let update = known.get(key);
  if (!update) {
    update = makeUpdate(shape, fields, isMoving);
    if (known.size < maxUpdates) known.set(key, update);
  }
  return update;
}

const maxUpdates = 500;

function makeUpdate(shape: TableShape, fields: readonly string[], isMoving: boolean): Update {
  const codec = rowCodec(shape);
  const columns = fields.flatMap((name) => codec.columnsOf(name).map(columnNamed(shape)));
  const all = [idColumn, ...columns, revs, ...(isMoving ? [scopes] : [])];
  const names = all.map(({ name }) => quoted(name));
  const set = names.slice(1).map((name) => `${name} = v.${name}`);
  const text = `UPDATE ${quoted(shape.table)} AS t SET ${set.join(', ')} FROM unnest(${all.map(parameterOf).join(', ')}) AS v(${names.join(', ')}) WHERE t."tenant_id" = $0::uuid AND t."id" = v."id"`;
  return { columns, text };
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

const idColumn: Column = { name: 'id', type: 'text' };
const revs: Column = { name: '_revs', type: 'json' };
const scopes: Column = { name: '_scopes', type: 'json' };

/** `ServerRow.revs`. */
const revsColumn = (writes: readonly FinalWrite[]): ColumnValues => ({
  column: revs,
  values: writes.map(({ row }) => (isEmpty(row.revs) ? null : JSON.stringify(row.revs))),
});

/** `ServerRow.scopes`. */
const scopesColumn = (writes: readonly FinalWrite[]): ColumnValues => ({
  column: scopes,
  values: writes.map(({ row }) => JSON.stringify(row.scopes)),
});

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

/** The parameter that holds a column as one array. */
const parameterOf = ({ type }: Column, index: number): string =>
  type === 'json' ? linesOf(index + 1, 'jsonb') : `$${index + 1}::${arrayTypes[type]}[]`;

const columnText = ({ column: { type }, values }: ColumnValues): string =>
  type === 'json' ? linesText(values.map(jsonOf)) : arrayText(values);

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
