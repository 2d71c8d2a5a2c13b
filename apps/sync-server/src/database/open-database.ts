import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { err, ok, type Result } from '@satchel/core';
import { holdFile } from '@satchel/db';
import { type PostgresDatabase, pgliteDatabase, poolDatabase } from '@satchel/db/server';
import pg from 'pg';
import type { DatabaseConfig } from '../config/server-config.ts';

export interface OpenedDatabase {
  readonly database: PostgresDatabase;
  /** Whether other nodes may write to it: then heads are asked for, too. */
  readonly isShared: boolean;
  /** Its connections by what they do; empty: it has none that could run out. */
  readonly usage: () => Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

/** Somebody else has the embedded database, which one process opens at a time. */
export type NotOpened = 'in-use';

/** Whoever answers on another machine must show a certificate that is vouched for. */
export const connectionOptions = ({ url, isEncrypted }: Extract<DatabaseConfig, { kind: 'postgres' }>) => ({
  connectionString: url,
  ...(isEncrypted ? { ssl: { rejectUnauthorized: true } } : {}),
});

/** Enough for hundreds of sockets: a transaction takes milliseconds. One more listens for hints of other nodes. */
const maxConnections = 19;

export async function openDatabase(config: DatabaseConfig): Promise<Result<OpenedDatabase, NotOpened>> {
  if (config.kind === 'embedded') {
    mkdirSync(config.folder, { recursive: true, mode: 0o700 });
    // Two processes in one folder destroy it.
    const held = holdFile(join(dirname(config.folder), 'in-use'));
    if (!held.ok) return err('in-use');
    const pglite = await PGlite.create(config.folder);
    return ok({
      database: pgliteDatabase(pglite),
      isShared: false,
      usage: () => ({}),
      async close() {
        await pglite.close();
        held.value.release();
      },
    });
  }
  const options = { ...connectionOptions(config), max: maxConnections, pipeline: true };
  const pool = new pg.Pool(options);
  // A connection that breaks while it waits is replaced; whoever uses one hears of it by its own statement.
  pool.on('error', () => undefined);
  return ok({
    database: poolDatabase(pool),
    isShared: true,
    usage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  });
}
