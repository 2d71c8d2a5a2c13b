import type { PostgresDatabase } from './driver.ts';
import { accountRole, asTenant } from './security.ts';

/** What a database says of itself. */
export interface DatabaseFacts {
  /** As a number: 150004 is 15.4. */
  readonly version: number;
  readonly versionText: string;
  /** Milliseconds since 1970, by its own clock. */
  readonly nowMs: number;
  /** Whether what was committed survives a power cut. */
  readonly isDurable: boolean;
  readonly maxConnections: number;
}

export function databaseFacts(database: PostgresDatabase): Promise<DatabaseFacts> {
  return database.transaction('SELECT 1', async (session) => {
    const [row] = await session.query(
      `SELECT current_setting('server_version_num'), current_setting('server_version'),
  (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
  current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off' AND current_setting('full_page_writes') = 'on',
  current_setting('max_connections')`,
      [],
    );
    return {
      version: Number(row?.[0]),
      versionText: row?.[1] ?? '',
      nowMs: Number(row?.[2]),
      isDurable: row?.[3] === 't',
      maxConnections: Number(row?.[4]),
    };
  });
}

/** Ids of all organizations. */
export function listTenants(database: PostgresDatabase): Promise<readonly string[]> {
  return database.transaction(`SET LOCAL ROLE ${accountRole}`, async (session) =>
    (await session.query('SELECT "id"::text FROM "_organization" ORDER BY 1', [])).map(([id]) => id ?? ''),
  );
}

/** Whether what was accepted in a tenant reaches exactly to its head. */
export function isHeadWhole(database: PostgresDatabase, tenant: string): Promise<boolean> {
  const start = `SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ${asTenant(tenant)}`;
  return database.transaction(start, async (session) => {
    const [row] = await session.query(selectHead, []);
    return row?.[0] === row?.[1];
  });
}

const selectHead = `SELECT coalesce((SELECT "head" FROM "_tenant"), 0),
  coalesce((SELECT max("last") FROM "_chain" WHERE "kind" = 'accepted'), 0)`;

/** Bytes and about how many rows each table has, the largest first. */
export function tableSizes(
  database: PostgresDatabase,
): Promise<readonly { readonly table: string; readonly bytes: number; readonly rows: number }[]> {
  return database.transaction('SELECT 1', async (session) =>
    (
      await session.query(
        `SELECT c.relname::text, pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' ORDER BY 2 DESC, 1`,
        [],
      )
    ).map(([table, bytes, rows]) => ({ table: table ?? '', bytes: Number(bytes), rows: Number(rows) })),
  );
}
