import { err, type Model, ok, type Result } from '@satchel/core';
import { type Column, quoted } from '../table-shape.ts';
import type { PostgresDatabase, PostgresRow, PostgresSession } from './driver.ts';
import { serverSteps } from './migrations.ts';
import { columnSql, postgresObjects, serverColumns } from './schema.ts';
import type { SchemaObject } from './schema-object.ts';
import { createRoles } from './security.ts';
import type { ServerStep } from './server-step.ts';
import { sqlState } from './sql-state.ts';

export interface ServerMigrated {
  /** Steps, tables, columns (`table.column`) and indexes that were made, in order. */
  readonly made: readonly string[];
  /** The database's version now: each migration that makes something is one. */
  readonly version: number;
}

/** Why nothing was changed: a newer server has written this database, or somebody holds on to one of its tables. */
export interface NotMigrated {
  readonly code: 'newer' | 'busy';
  readonly message: string;
}

/**
 * Brings a server's database to the model's shape, in one transaction: steps, then what is missing is added. Only one
 * server at a time does it; others wait, and find nothing to do. What was made is written down with how it is taken back.
 *
 * @param lockTimeoutMs how long it waits for a table that somebody else uses
 */
export function migrateServer(
  database: PostgresDatabase,
  model: Model,
  steps: readonly ServerStep[] = serverSteps,
  lockTimeoutMs = 10_000,
): Promise<Result<ServerMigrated, NotMigrated>> {
  const migrated = database.transaction(lock, async (session) => {
    // Whoever waits for a table keeps all others from it: servers that still run would stand still.
    await session.run(`SET LOCAL lock_timeout = ${lockTimeoutMs}; ${createRoles}; ${createMigrations}`);
    const wanted = postgresObjects(model);
    const existing = await existingNames(session);
    const applied = await session.query('SELECT "kind", "name" FROM "_migration"', []);
    const stepsToGo = steps.filter(({ name }) => !applied.some(([, done]) => done === name));
    const known = new Set([...namesOf(wanted), ...steps.map(({ name }) => name)]);
    const isUnknown = ([kind, name]: PostgresRow) => kind !== 'index' && !known.has(name ?? '');
    // A step may still rename or drop what the model no longer has.
    const hasUnknown = applied.some(isUnknown) || unknownColumns(wanted, existing).length > 0;
    if (hasUnknown && stepsToGo.length === 0) return err(newer);
    const version = await versionOf(session);
    // A new database has the shape that they lead to.
    const stepParts = stepsToGo.map(({ name, up, down }): Part => {
      return version === 0 ? { kind: 'step', name, up: [], down: [] } : { kind: 'step', name, up, down };
    });
    await runAll(session, stepParts);
    const missing = missingParts(wanted, stepParts.length > 0 ? await existingNames(session) : existing);
    await runAll(session, missing);
    const made = [...stepParts, ...missing];
    for (const [place, { kind, name, down }] of made.entries()) {
      await session.query(note, [String(version + 1), String(place), kind, name, JSON.stringify(down)]);
    }
    for (const [kind, name] of applied) {
      if (kind === 'index' && !known.has(name ?? '')) await dropIndex(session, name ?? '');
    }
    return ok({ made: made.map(({ name }) => name), version: await versionOf(session) });
  });
  return migrated.catch((error: unknown) => {
    if (sqlState(error) === lockNotAvailable) return err(busy);
    throw error;
  });
}

/** Where a server's database stands. */
export interface MigrationStatus {
  /** 0: nothing was made yet. */
  readonly version: number;
  /** By version, when and what it made, in order. */
  readonly applied: readonly { readonly version: number; readonly at: string; readonly made: readonly string[] }[];
  /** What `migrateServer` would make. */
  readonly pending: readonly string[];
}

/** Changes nothing, and waits for nobody. */
export function migrationStatus(
  database: PostgresDatabase,
  model: Model,
  steps: readonly ServerStep[] = serverSteps,
): Promise<MigrationStatus> {
  return database.transaction('SET TRANSACTION READ ONLY', async (session) => {
    const existing = await existingNames(session);
    const rows = existing.has('_migration') ? await session.query(selectApplied, []) : [];
    const done = new Set(rows.map(([, , name]) => name));
    const versions = [...new Set(rows.map(([version]) => Number(version)))];
    const ofVersion = (version: number) => rows.filter((row) => Number(row[0]) === version);
    return {
      version: versions.at(-1) ?? 0,
      applied: versions.map((version) => ({
        version,
        at: ofVersion(version)[0]?.[1] ?? '',
        made: ofVersion(version).map(([, , name]) => name ?? ''),
      })),
      pending: [
        ...(rows.length === 0 ? [] : steps.map(({ name }) => name).filter((name) => !done.has(name))),
        ...missingParts(postgresObjects(model), existing).map(({ name }) => name),
      ],
    };
  });
}

const selectApplied = `SELECT "version", to_char("applied_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), "name"
FROM "_migration" ORDER BY "version", "place"`;

/** Takes migrations after a version back, newest first, in one transaction; 0 leaves nothing. */
export function migrateServerBack(database: PostgresDatabase, to: number): Promise<readonly string[]> {
  return database.transaction(lock, async (session) => {
    const back = await session.query(
      'SELECT "name", "down" FROM "_migration" WHERE "version" > $1 ORDER BY "version" DESC, "place" DESC',
      [String(to)],
    );
    for (const [, down] of back) {
      // What `note` wrote.
      for (const statement of JSON.parse(down ?? '[]') as readonly string[]) await session.run(statement);
    }
    await session.query('DELETE FROM "_migration" WHERE "version" > $1', [String(to)]);
    return back.map(([name]) => name ?? '');
  });
}

/** The same number in every Satchel. */
const lock = 'SELECT pg_advisory_xact_lock(7215498013)';

/** Not of any tenant, and nothing that transactions of tenants may see. */
const createMigrations = `CREATE TABLE IF NOT EXISTS "_migration" (
  "version" integer NOT NULL,
  "place" integer NOT NULL,
  "kind" text NOT NULL,
  "name" text NOT NULL UNIQUE,
  "down" json NOT NULL,
  "applied_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("version", "place")
); ALTER TABLE "_migration" ENABLE ROW LEVEL SECURITY`;

const note = 'INSERT INTO "_migration" ("version", "place", "kind", "name", "down") VALUES ($1, $2, $3, $4, $5)';

/** https://www.postgresql.org/docs/14/errcodes-appendix.html */
const lockNotAvailable = '55P03';

const busy: NotMigrated = {
  code: 'busy',
  message:
    'Somebody holds on to a table that must be changed, so that nothing was changed. Start again a little later.',
};

const newer: NotMigrated = {
  code: 'newer',
  message: 'A newer version of Satchel has written this database. Update this server; nothing was changed.',
};

interface Part {
  readonly kind: 'step' | 'table' | 'column' | 'index';
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

async function runAll(session: PostgresSession, parts: readonly Pick<Part, 'up'>[]): Promise<void> {
  for (const { up } of parts) for (const statement of up) await session.run(statement);
}

const columnName = (object: SchemaObject, { name }: Column): string => `${object.name}.${name}`;

const namesOf = (objects: readonly SchemaObject[]): readonly string[] =>
  objects.flatMap((object) => [object.name, ...object.columns.map((column) => columnName(object, column))]);

function missingParts(wanted: readonly SchemaObject[], existing: ReadonlySet<string>): readonly Part[] {
  return wanted.flatMap((object): readonly Part[] => {
    if (!existing.has(object.name)) return [object];
    const alter = `ALTER TABLE ${quoted(object.name)}`;
    return object.columns
      .filter((column) => !existing.has(columnName(object, column)))
      .map((column) => ({
        kind: 'column',
        name: columnName(object, column),
        up: [`${alter} ADD COLUMN ${columnSql(column)}`],
        down: [`${alter} DROP COLUMN ${quoted(column.name)}`],
      }));
  });
}

/** Columns of wanted tables that the model does not have. */
function unknownColumns(wanted: readonly SchemaObject[], existing: ReadonlySet<string>): readonly string[] {
  const known = new Set(namesOf(wanted));
  const derived = new Set(wanted.flatMap(({ name, columns }) => (columns.length > 0 ? [name] : [])));
  return [...existing].filter((name) => {
    const [table, column] = name.split('.');
    return column !== undefined && derived.has(table ?? '') && !ownColumns.has(column) && !known.has(name);
  });
}

const ownColumns: ReadonlySet<string> = new Set(['tenant_id', ...serverColumns]);

/** Names of tables and indexes, and of columns as `table.column`. */
async function existingNames(session: PostgresSession): Promise<ReadonlySet<string>> {
  const rows = await session.query(
    `SELECT c.relname::text FROM pg_class c
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'i', 'I')
UNION ALL SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
    [],
  );
  return new Set(rows.map(([name]) => name ?? ''));
}

async function versionOf(session: PostgresSession): Promise<number> {
  const [row] = await session.query('SELECT coalesce(max("version"), 0) FROM "_migration"', []);
  return Number(row?.[0] ?? 0);
}

/** One that no longer helps costs every write. */
async function dropIndex(session: PostgresSession, name: string): Promise<void> {
  await session.run(`DROP INDEX IF EXISTS ${quoted(name)}`);
  await session.query('DELETE FROM "_migration" WHERE "name" = $1', [name]);
}
