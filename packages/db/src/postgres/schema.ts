import type { Model } from '@satchel/core';
import { type ColumnType, type IndexShape, recordColumns, type TableShape, tableShapes } from '../table-shape.ts';

/** Texts sort by code point in every database, whatever its own collation. Ids are texts, too: a filter may ask for any. */
const postgresTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text COLLATE "C"',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  json: 'jsonb',
};

/**
 * The statements that make the tables of a model, in order. `tenant_id` is first in every key, and rows of another
 * tenant than `satchel.tenant_id` do not exist for a role that row-level security binds.
 */
export const postgresSchema = (model: Model): readonly string[] => tableShapes(model).flatMap(tableStatements);

function tableStatements(shape: TableShape): readonly string[] {
  const columns = [...recordColumns, ...shape.fields.flatMap((field) => field.columns)].map(({ name, type }) => {
    const isNeeded = name === 'id' || name === 'rev';
    return `  "${name}" ${postgresTypes[type]}${isNeeded ? ' NOT NULL' : ''}`;
  });
  const table = `CREATE TABLE "${shape.table}" (
  "tenant_id" uuid NOT NULL,
${columns.join(',\n')},
  PRIMARY KEY ("tenant_id", "id")
)`;
  const lists = shape.fields.flatMap(({ listTable }) => (listTable === null ? [] : listStatements(listTable)));
  return [table, ...secured(shape.table), ...lists, ...shape.indexes.map((index) => createIndex(shape.table, index))];
}

function listStatements(table: string): readonly string[] {
  const create = `CREATE TABLE "${table}" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
)`;
  const byRecord = `CREATE INDEX "${table}__by_record" ON "${table}" ("tenant_id", "record_id")`;
  return [create, ...secured(table), byRecord];
}

const secured = (table: string): readonly string[] => [
  `ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`,
  `CREATE POLICY "tenant" ON "${table}"
  USING ("tenant_id" = current_setting('satchel.tenant_id')::uuid)
  WITH CHECK ("tenant_id" = current_setting('satchel.tenant_id')::uuid)`,
];

function createIndex(table: string, { name, columns, isSparse }: IndexShape): string {
  const filled = isSparse ? ` AND "${columns[0]}" IS NOT NULL` : '';
  const list = ['tenant_id', ...columns, 'id'].map((column) => `"${column}"`).join(', ');
  return `CREATE INDEX "${name}" ON "${table}" (${list}) WHERE "deletedAt" IS NULL${filled}`;
}
