import { err, type Model, ok, type Result } from '@satchel/core';
import { quoted, tableShapes } from '../table-shape.ts';
import { type BackupOptions, backupDatabase } from './backup.ts';
import type { SqliteDatabase } from './driver.ts';
import { type Migration, migrations } from './migrations.ts';
import { rebuildRollUp, rollUpKey } from './roll-up.ts';
import { columnSql, type SchemaObject, sqliteSchema } from './schema.ts';
import { rebuildSearch, searchKey } from './search-index.ts';
import { type Trouble, trouble, troubleOf } from './trouble.ts';

export interface MigrateOptions {
  /** Where a copy is kept before anything changes; null: none (tests). */
  readonly backup: BackupOptions | null;
  readonly steps?: readonly Migration[];
}

export interface Migrated {
  /** Tables, columns (`table.column`) and indexes that were made. */
  readonly made: readonly string[];
  /** Path of the copy, when there was something to change in an existing database. */
  readonly backup: string | null;
}

/**
 * Brings a database to the model's shape: what is missing is added, in one transaction, after a copy. A database with a
 * higher version, or with a table or column that the model does not have, was written by a newer app: trouble `newer`,
 * and nothing is changed.
 */
export function migrate(db: SqliteDatabase, model: Model, options: MigrateOptions): Result<Migrated, Trouble> {
  const steps = options.steps ?? migrations;
  try {
    const plan = planOf(db, model, steps);
    if (!plan.ok || plan.value.length === 0) return plan.ok ? ok({ made: [], backup: null }) : plan;
    // What is derived from rows is made anew without a copy of them.
    const isSafe = version(db) === 0 || plan.value.every(isDerived);
    const copy = isSafe || options.backup === null ? ok(null) : backupDatabase(db, options.backup);
    if (!copy.ok) return copy;
    db.transaction(() => {
      for (const part of plan.value) part.run();
      db.pragma(`user_version = ${latest(steps)}`);
    })();
    return ok({ made: plan.value.map((part) => part.name), backup: copy.value });
  } catch (error) {
    const known = troubleOf(error);
    if (known) return err(known);
    throw error;
  }
}

/** Takes the steps above `to` back, in one transaction; derived tables stay as they are. */
export function migrateDown(db: SqliteDatabase, to: number, steps: readonly Migration[] = migrations): void {
  db.transaction(() => {
    const back = steps.filter((step) => step.to > to && step.to <= version(db));
    for (const step of back.toSorted((a, b) => b.to - a.to)) step.down(db);
    db.pragma(`user_version = ${to}`);
  })();
}

interface Part {
  readonly name: string;
  readonly run: () => void;
}

const latest = (steps: readonly Migration[]): number => Math.max(1, ...steps.map((step) => step.to));

const version = (db: SqliteDatabase): number => Number(db.pragma('user_version', { simple: true }));

function planOf(db: SqliteDatabase, model: Model, steps: readonly Migration[]): Result<readonly Part[], Trouble> {
  const current = version(db);
  if (current > latest(steps)) return err(trouble('newer'));
  const wanted = sqliteSchema(model);
  const existing = existingObjects(db);
  const parts: Part[] = [];
  if (current > 0) {
    for (const step of steps) {
      if (step.to > current) parts.push({ name: `version ${step.to}`, run: () => step.up(db) });
    }
  }
  const wantedNames = new Set(wanted.map((object) => object.name));
  const isUnknown = (name: string) => !wantedNames.has(name) && !isPartOfSearch(name, wantedNames);
  // A step may still rename or drop what the model no longer has.
  if (parts.length === 0 && [...existing].some(([name, kind]) => kind === 'table' && isUnknown(name))) {
    return err(trouble('newer'));
  }
  const searches = new Map(tableShapes(model).map((shape) => [shape.searchTable, shape]));
  for (const object of wanted) {
    const searched = searches.get(object.name);
    if (searched) {
      const key = searchKey(searched);
      if (!existing.has(object.name) || madeBy(db, object.name) !== key) {
        parts.push({
          name: object.name,
          run: () => keep(db, object.name, key, () => rebuildSearch(db, model, searched)),
        });
      }
      continue;
    }
    if (!existing.has(object.name)) {
      parts.push({ name: object.name, run: () => void db.exec(object.sql) });
      continue;
    }
    const missing = missingColumns(db, object);
    if (!missing.ok) return missing;
    for (const column of missing.value) {
      const run = () => void db.exec(`ALTER TABLE ${quoted(object.name)} ADD COLUMN ${columnSql(column)}`);
      parts.push({ name: `${object.name}.${column.name}`, run });
    }
  }
  for (const shape of tableShapes(model)) {
    const name = `${shape.table} roll-up`;
    const key = rollUpKey(shape);
    const isMade = existing.has('_rollup') && existing.has(shape.table) && madeBy(db, name) === key;
    if (!isMade) parts.push({ name, run: () => keep(db, name, key, () => rebuildRollUp(db, shape)) });
  }
  for (const [name, kind] of existing) {
    if (kind === 'index' && !wantedNames.has(name)) {
      parts.push({ name: `no ${name}`, run: () => void db.exec(`DROP INDEX ${quoted(name)}`) });
    }
  }
  // Indexes name columns, and what is derived reads whole rows: columns come first.
  return ok(parts.toSorted((a, b) => Number(isDerived(a)) - Number(isDerived(b))));
}

/** It touches nothing but an index, search or a roll-up. */
const isDerived = ({ name }: Part): boolean => /__by_|__search$| roll-up$/.test(name);

/** By what something that is derived from the rows was made. */
const madeBy = (db: SqliteDatabase, name: string): string | undefined =>
  db.prepare<[string], string>('SELECT "value" FROM "_meta" WHERE "key" = ?').pluck().get(`made-by:${name}`);

function keep(db: SqliteDatabase, name: string, key: string, make: () => void): void {
  make();
  db.prepare('INSERT OR REPLACE INTO "_meta" ("key", "value") VALUES (?, ?)').run(`made-by:${name}`, key);
}

function existingObjects(db: SqliteDatabase): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { name: string; type: string }>(
      "SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite@_%' ESCAPE '@'",
    )
    .all();
  return new Map(rows.map((row) => [row.name, row.type]));
}

/** FTS5 keeps its index in tables `<name>_data`, `_idx`, `_content`, `_docsize`, `_config`. */
function isPartOfSearch(name: string, wanted: ReadonlySet<string>): boolean {
  const table = /^(.*__search)_(?:data|idx|content|docsize|config)$/.exec(name)?.[1];
  return table !== undefined && wanted.has(table);
}

function missingColumns(db: SqliteDatabase, object: SchemaObject): Result<SchemaObject['columns'], Trouble> {
  if (object.columns.length === 0) return ok([]);
  const names = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(object.name);
  const existing = new Set(names);
  const wanted = new Set(['seq', ...object.columns.map((column) => column.name)]);
  if (names.some((name) => !wanted.has(name))) return err(trouble('newer'));
  return ok(object.columns.filter((column) => !existing.has(column.name)));
}
