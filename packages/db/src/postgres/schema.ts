import type { Model } from '@satchel/core';
import {
  type Column,
  type ColumnType,
  type IndexShape,
  recordColumns,
  type TableShape,
  tableShapes,
} from '../table-shape.ts';
import { accountObjects } from './accounts/account-tables.ts';
import type { SchemaObject } from './schema-object.ts';
import { appRole, secured } from './security.ts';
import { serverObjects } from './server-tables.ts';

/** Texts sort by code point in every database, whatever its own collation. Ids are texts, too: a filter may ask for any. */
export const postgresTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text COLLATE "C"',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  json: 'jsonb',
};

/** Columns of the server's rows besides those of the record: `ServerRow.revs` (NULL when empty) and `scopes`. */
export const serverColumns = ['_revs', '_scopes'] as const;

/**
 * Everything that a server's database of this model has, in order. `tenant_id` is first in every key, and rows of another
 * tenant than `satchel.tenant_id` do not exist for the role that transactions run as.
 */
export const postgresObjects = (model: Model): readonly SchemaObject[] => [
  ...serverObjects,
  ...accountObjects,
  ...tableShapes(model).flatMap(entityObjects),
];

/** The statements that make all of it; the role must be there. */
export const postgresSchema = (model: Model): readonly string[] => postgresObjects(model).flatMap(({ up }) => up);

function entityObjects(shape: TableShape): readonly SchemaObject[] {
  const columns = [...recordColumns, ...shape.fields.flatMap((field) => field.columns)];
  const lines = columns.map((column) => `  ${columnSql(column)}`);
  const create = `CREATE TABLE "${shape.table}" (
  "tenant_id" uuid NOT NULL,
${lines.join(',\n')},
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80)`;
  return [
    table(shape.table, create, columns),
    ...shape.fields.flatMap(({ listTable }) => (listTable === null ? [] : listObjects(listTable))),
    ...shape.indexes.map((one) => index(one.name, createIndex(shape.table, one))),
    ...(shape.entity.visibleWith ?? []).map((parent) => goneIndex(shape, parent)),
    ...serialFields(shape).map((field) => numberIndex(shape, field)),
  ];
}

/** What stands in CREATE TABLE and in ALTER TABLE … ADD COLUMN. */
export const columnSql = ({ name, type }: Column): string =>
  `"${name}" ${postgresTypes[type]}${name === 'id' || name === 'rev' ? ' NOT NULL' : ''}`;

const table = (name: string, create: string, columns: readonly Column[]): SchemaObject => ({
  name,
  kind: 'table',
  up: [create, ...secured(name), `GRANT SELECT, INSERT, UPDATE, DELETE ON "${name}" TO ${appRole}`],
  down: [`DROP TABLE "${name}"`],
  columns,
});

const index = (name: string, create: string): SchemaObject => ({
  name,
  kind: 'index',
  up: [create],
  down: [`DROP INDEX "${name}"`],
  columns: [],
});

function listObjects(name: string): readonly SchemaObject[] {
  const create = `CREATE TABLE "${name}" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
)`;
  const byRecord = `CREATE INDEX "${name}__by_record" ON "${name}" ("tenant_id", "record_id")`;
  return [table(name, create, []), index(`${name}__by_record`, byRecord)];
}

/** A list's order is made total by the id. */
function createIndex(name: string, { name: indexName, columns, isSparse }: IndexShape): string {
  const filled = isSparse ? ` AND "${columns[0]}" IS NOT NULL` : '';
  const list = ['tenant_id', ...columns, 'id'].map((column) => `"${column}"`).join(', ');
  return `CREATE INDEX "${indexName}" ON "${name}" (${list}) WHERE "deletedAt" IS NULL${filled}`;
}

const serialFields = ({ entity }: TableShape): readonly string[] =>
  Object.entries(entity.fields).flatMap(([name, { kind }]) => (kind === 'serial' ? [name] : []));

/** Numbers of deleted records are taken as well. */
function numberIndex({ table: name, fieldByName }: TableShape, field: string): SchemaObject {
  const column = fieldByName.get(field)?.columns[0].name;
  if (column === undefined) throw new Error(`${name} has no field ${field}.`);
  const indexName = `${name}__number_${field}`;
  return index(
    indexName,
    `CREATE INDEX "${indexName}" ON "${name}" ("tenant_id", "${column}") WHERE "${column}" IS NOT NULL`,
  );
}

/** Labels reach what belongs to a record also when it is deleted; those are few. */
function goneIndex({ table: name, fieldByName }: TableShape, parent: string): SchemaObject {
  const column = fieldByName.get(parent)?.columns[0].name;
  if (column === undefined) throw new Error(`${name} belongs to a field that it does not have: ${parent}`);
  const indexName = `${name}__gone_by_${parent}`;
  return index(
    indexName,
    `CREATE INDEX "${indexName}" ON "${name}" ("tenant_id", "${column}") WHERE "deletedAt" IS NOT NULL`,
  );
}
