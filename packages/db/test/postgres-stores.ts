import type { Model } from '@satchel/core';
import type { AuthorityStore } from '@satchel/sync/server';
import pg from 'pg';
import { createPostgresAuthorityStore } from '../src/postgres/authority-store.ts';
import type { PostgresDatabase } from '../src/postgres/driver.ts';
import { migrateServer } from '../src/postgres/migrate.ts';
import { pgliteDatabase } from '../src/postgres/pglite-database.ts';
import { poolDatabase } from '../src/postgres/pool-database.ts';
import { openEmptyPglite } from './empty-pglite.ts';
import { createDatabase } from './postgres-database.ts';

/** A database of its own. */
export interface TestPostgres {
  readonly database: PostgresDatabase;
  /** A statement by whoever owns the database. */
  readonly query: (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
}

/** A store on such a database. */
export interface TestStore {
  readonly store: AuthorityStore;
  readonly close: () => Promise<void>;
}

/** On the run's server. */
export async function openServer(): Promise<TestPostgres & { readonly url: string }> {
  const { url, drop } = await createDatabase();
  const pool = openPool(url);
  return {
    url,
    database: poolDatabase(pool),
    query: async (text) => (await pool.query<Readonly<Record<string, unknown>>>(text)).rows,
    close: async () => {
      await pool.end();
      await drop();
    },
  };
}

export function openPool(url: string): pg.Pool {
  const options = { connectionString: url, max: 20, pipeline: true };
  const pool = new pg.Pool(options);
  // Dropping a database ends connections that are still closing.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return pool;
}

/** In this process. */
export async function openPglite(): Promise<TestPostgres> {
  const pglite = await openEmptyPglite();
  return {
    database: pgliteDatabase(pglite),
    query: async (text) => (await pglite.query<Readonly<Record<string, unknown>>>(text)).rows,
    close: () => pglite.close(),
  };
}

/** A store on what was opened. */
export async function openStore(opening: Promise<TestPostgres>, model: Model): Promise<TestStore> {
  const { database, close } = await opening;
  const migrated = await migrateServer(database, model);
  if (!migrated.ok) throw new Error(migrated.error.message);
  return { store: createPostgresAuthorityStore(database, model), close };
}
