import type { ColumnType } from '../table-shape.ts';

/** Types of STRICT tables: a value of another type is an error, never silently kept. */
export const sqliteTypes: Readonly<Record<ColumnType, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'INTEGER',
  json: 'TEXT',
};
