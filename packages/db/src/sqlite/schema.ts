import type { Model } from '@satchel/core';
import { type Column, type IndexShape, quoted, recordColumns, type TableShape, tableShapes } from '../table-shape.ts';
import { sqliteTypes } from './column-types.ts';

/** One table, virtual table or index of the database, and the statement that makes it. */
export interface SchemaObject {
  readonly name: string;
  readonly sql: string;
  /** Columns that an older database may lack; `ALTER TABLE` adds them. */
  readonly columns: readonly Column[];
}

/** Everything that a database of this model has, in the order in which it is made. */
export function sqliteSchema(model: Model): readonly SchemaObject[] {
  return [...replicaTables, ...tableShapes(model).flatMap(entityObjects)];
}

/** Tables of the replica itself begin with `_`, so that no entity can have their names. */
const replicaTables: readonly SchemaObject[] = [
  object('_meta', 'CREATE TABLE "_meta" ("key" TEXT PRIMARY KEY, "value" TEXT NOT NULL) STRICT, WITHOUT ROWID'),
  object(
    '_change',
    `CREATE TABLE "_change" ("seq" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "sequence" INTEGER NOT NULL,
  "group" TEXT, "cause" TEXT, "actor" TEXT NOT NULL, "device" TEXT NOT NULL, "at" TEXT NOT NULL, "ms" INTEGER NOT NULL,
  "first_entry" INTEGER NOT NULL, "last_entry" INTEGER NOT NULL) STRICT`,
  ),
  object('_change__by_group', 'CREATE INDEX "_change__by_group" ON "_change" ("group") WHERE "group" IS NOT NULL'),
  object(
    '_history',
    `CREATE TABLE "_history" ("id" INTEGER PRIMARY KEY, "change" INTEGER NOT NULL, "entity" TEXT NOT NULL,
  "record" TEXT NOT NULL, "kind" TEXT NOT NULL, "before" TEXT, "after" TEXT, "is_consequence" INTEGER NOT NULL) STRICT`,
  ),
  object('_history__by_record', 'CREATE INDEX "_history__by_record" ON "_history" ("record")'),
  object(
    '_step',
    `CREATE TABLE "_step" ("id" TEXT PRIMARY KEY, "position" INTEGER NOT NULL, "actor" TEXT NOT NULL, "label" TEXT,
  "ms" INTEGER NOT NULL, "writes" INTEGER NOT NULL, "kind" TEXT NOT NULL, "of" TEXT) STRICT, WITHOUT ROWID`,
  ),
  object('_step__by_actor', 'CREATE INDEX "_step__by_actor" ON "_step" ("actor", "position")'),
  object(
    '_shadow',
    `CREATE TABLE "_shadow" ("entity" TEXT NOT NULL, "record" TEXT NOT NULL, "confirmed" TEXT,
  PRIMARY KEY ("entity", "record")) STRICT, WITHOUT ROWID`,
  ),
  object(
    '_rollup',
    `CREATE TABLE "_rollup" ("entity" TEXT NOT NULL, "key" TEXT NOT NULL, "currency" TEXT NOT NULL,
  "count" INTEGER NOT NULL, "sum" INTEGER NOT NULL, PRIMARY KEY ("entity", "key", "currency")) STRICT, WITHOUT ROWID`,
  ),
  object(
    '_left_words',
    'CREATE TABLE "_left_words" ("entity" TEXT NOT NULL, "seq" INTEGER NOT NULL, PRIMARY KEY ("entity", "seq")) STRICT, WITHOUT ROWID',
  ),
  object(
    '_outbox',
    'CREATE TABLE "_outbox" ("position" INTEGER PRIMARY KEY, "change" TEXT NOT NULL, "id" TEXT, "overlays" TEXT, "number" INTEGER, "accepted_at" INTEGER) STRICT',
    [
      { name: 'position', type: 'integer' },
      { name: 'change', type: 'text' },
      { name: 'id', type: 'text' },
      { name: 'overlays', type: 'text' },
      { name: 'number', type: 'integer' },
      { name: 'accepted_at', type: 'integer' },
    ],
  ),
  object('_outbox__by_id', 'CREATE UNIQUE INDEX "_outbox__by_id" ON "_outbox" ("id")'),
  object(
    '_attention',
    'CREATE TABLE "_attention" ("position" INTEGER PRIMARY KEY, "change" TEXT NOT NULL UNIQUE, "attention" TEXT NOT NULL) STRICT',
  ),
];

function object(name: string, sql: string, columns: readonly Column[] = []): SchemaObject {
  return { name, sql, columns };
}

function entityObjects(shape: TableShape): readonly SchemaObject[] {
  const columns = [...recordColumns, ...shape.fields.flatMap((field) => field.columns)];
  return [
    object(shape.table, createTable(shape.table, columns), columns),
    ...shape.fields.flatMap(({ listTable }) =>
      listTable === null ? [] : [object(listTable, createListTable(listTable))],
    ),
    ...(shape.searchTable === null ? [] : [object(shape.searchTable, createSearchTable(shape.searchTable))]),
    ...listIndexes(shape),
  ];
}

/** What makes an entity's lists fast; nothing is found by them that is not found without. */
export const listIndexes = (shape: TableShape): readonly SchemaObject[] =>
  shape.indexes.map((index) => object(index.name, createIndex(shape.table, index)));

function createTable(table: string, columns: readonly Column[]): string {
  const lines = columns.map((column) => `  ${columnSql(column)}`);
  return `CREATE TABLE ${quoted(table)} (\n  "seq" INTEGER PRIMARY KEY,\n${lines.join(',\n')}\n) STRICT`;
}

/** What stands in CREATE TABLE and in ALTER TABLE … ADD COLUMN. */
export function columnSql({ name, type }: Column): string {
  const constraint = name === 'id' ? ' NOT NULL UNIQUE' : name === 'rev' ? ' NOT NULL DEFAULT 0' : '';
  return `${quoted(name)} ${sqliteTypes[type]}${constraint}`;
}

const createListTable = (table: string): string =>
  `CREATE TABLE ${quoted(table)} ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, ` +
  'PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID';

/**
 * Without content: the words of a record are made again from its row, also to take them out (`contentless_delete` takes
 * ten times as long for that). Without positions (`detail=none`): only whether a record has a word is asked. Beginnings
 * of one to six letters have indexes of their own: they cost little, and without one a short beginning must merge the
 * lists of all its words.
 */
export const createSearchTable = (table: string): string =>
  `CREATE VIRTUAL TABLE ${quoted(table)} USING fts5("words", content='', detail=none, ` +
  `prefix='1 2 3 4 5 6', tokenize='ascii'); ` +
  // Words of many records are gathered in 8 MB before they are written, and 16 parts before they are merged: with the
  // usual 1 MB and 4 an import's or a load's words take a third longer.
  `INSERT INTO ${quoted(table)} (${quoted(table)}, rank) VALUES ('hashsize', 8388608), ('automerge', 16)`;

/** Deleted rows are in no index of a list. The row's number, which SQLite puts last by itself, makes the order total. */
function createIndex(table: string, { name, columns, isSparse }: IndexShape): string {
  const filled = isSparse ? ` AND ${quoted(columns[0] ?? '')} IS NOT NULL` : '';
  return (
    `CREATE INDEX ${quoted(name)} ON ${quoted(table)} (${columns.map(quoted).join(', ')}) ` +
    `WHERE "deletedAt" IS NULL${filled}`
  );
}
