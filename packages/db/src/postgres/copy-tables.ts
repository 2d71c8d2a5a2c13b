import { createHash } from 'node:crypto';
import type { Model } from '@satchel/core';
import { quoted } from '../table-shape.ts';
import type { PostgresDatabase, PostgresRow, PostgresSession } from './driver.ts';
import { postgresObjects } from './schema.ts';
import { accountRole, asTenant } from './security.ts';

/** Rows of one table, all of one tenant, or of none. */
export interface TablePart {
  readonly table: string;
  readonly tenant: string | null;
  readonly columns: readonly string[];
  /** Each value as PostgreSQL writes it. */
  readonly rows: readonly PostgresRow[];
}

/** What was copied: how many rows each table has, and a sum over all of them that knows no order. */
export interface CopySums {
  readonly rows: Readonly<Record<string, number>>;
  readonly sum: string;
}

const rowsPerPart = 500;

/**
 * Reads everything that a migrated database holds, in one snapshot and part by part. It reads each tenant's rows as that
 * tenant, so that it needs no login that passes row-level security; `pg_dump` would.
 */
export function exportTables(
  database: PostgresDatabase,
  model: Model,
  take: (part: TablePart) => void | Promise<void>,
): Promise<CopySums> {
  return database.transaction(`${snapshot}; ${plainText}`, async (session) => {
    const tables = await tablesOf(session, model);
    const counted = createSums();
    const read = async (table: Table, tenant: string | null): Promise<void> => {
      const list = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
      await session.run(`DECLARE copied NO SCROLL CURSOR FOR SELECT ${list} FROM ${quoted(table.name)}`);
      for (;;) {
        const rows = await session.query(`FETCH ${rowsPerPart} FROM copied`, []);
        if (rows.length === 0) break;
        const part = { table: table.name, tenant, columns: table.columns.map(({ name }) => name), rows };
        counted.add(part);
        await take(part);
      }
      await session.run('CLOSE copied');
    };
    await session.run(`SET LOCAL ROLE ${accountRole}`);
    const tenants = await session.query('SELECT "id" FROM "_organization" ORDER BY "id"', []);
    for (const table of tables) if (!table.isOfTenants) await read(table, null);
    for (const [tenant] of tenants) {
      await session.run(asTenant(tenant ?? ''));
      for (const table of tables) if (table.isOfTenants) await read(table, tenant ?? '');
    }
    return counted.sums();
  });
}

/** Why rows were not taken in: there are others already, or they have what this database has no place for. */
export class CopyRefused extends Error {}

/**
 * Writes parts as `exportTables` gave them into a migrated database that holds nothing, in one transaction.
 *
 * @param renew whether devices are to compare anew what they hold, since what was accepted after the copy is missing
 * @throws CopyRefused
 */
export function importTables(
  database: PostgresDatabase,
  model: Model,
  feed: (put: (part: TablePart) => Promise<void>) => Promise<void>,
  renew: boolean,
): Promise<void> {
  return database.transaction(plainText, async (session) => {
    const tables = new Map((await tablesOf(session, model)).map((table) => [table.name, table] as const));
    await session.run(`SET LOCAL ROLE ${accountRole}`);
    const [there] = await session.query('SELECT 1 FROM "_user" UNION ALL SELECT 1 FROM "_organization" LIMIT 1', []);
    if (there) throw new CopyRefused('There are accounts in this database already. Take an empty one.');
    let tenant: string | null = null;
    await feed(async (part) => {
      const table = tables.get(part.table);
      const unknown = table && part.columns.find((name) => !table.columns.some((column) => column.name === name));
      if (!table || unknown !== undefined) {
        const what = `${part.table}${unknown === undefined ? '' : `.${unknown}`}`;
        throw new CopyRefused(`This version has no place for ${what}. Use the version that wrote it, then update.`);
      }
      if (part.tenant !== tenant && part.tenant !== null) await session.run(asTenant(part.tenant));
      tenant = part.tenant;
      await session.query(insertInto(table, part.columns), [JSON.stringify(part.rows)]);
      if (renew && part.table === '_tenant') {
        await session.run('UPDATE "_tenant" SET "generation" = gen_random_uuid()::text');
      }
    });
  });
}

/** What is there must be seen as it was at one moment. */
const snapshot = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY';

/** However the server or its login is set up, texts of values are the same. */
const plainText = `SET LOCAL TIME ZONE 'UTC'; SET LOCAL DATESTYLE = 'ISO'; SET LOCAL BYTEA_OUTPUT = 'hex'; SET LOCAL EXTRA_FLOAT_DIGITS = 1`;

interface Table {
  readonly name: string;
  readonly isOfTenants: boolean;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** In the order in which they were made, so that what is referred to comes first. */
async function tablesOf(session: PostgresSession, model: Model): Promise<readonly Table[]> {
  const rows = await session.query(selectColumns, []);
  return (
    postgresObjects(model)
      .filter(({ kind }) => kind === 'table')
      .map(({ name }) => {
        const columns = rows.flatMap(([table, column, type]) =>
          table === name ? [{ name: column ?? '', type: type ?? '' }] : [],
        );
        return { name, columns, isOfTenants: columns.some((column) => column.name === 'tenant_id') };
      })
      // A database of before may lack some.
      .filter(({ columns }) => columns.length > 0)
  );
}

const selectColumns = `SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
  AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY 1, a.attnum`;

function insertInto({ name, columns }: Table, given: readonly string[]): string {
  const values = given.map((column, place) => {
    const type = columns.find((one) => one.name === column)?.type ?? 'text';
    return `(r->>${place})::${type}`;
  });
  return `INSERT INTO ${quoted(name)} (${given.map(quoted).join(', ')}) SELECT ${values.join(', ')} FROM json_array_elements($1::json) AS r`;
}

/** Counts rows and adds their digests up. */
export function createSums(): { readonly add: (part: TablePart) => void; readonly sums: () => CopySums } {
  const rows: Record<string, number> = {};
  let sum = 0n;
  return {
    add(part) {
      rows[part.table] = (rows[part.table] ?? 0) + part.rows.length;
      for (const row of part.rows) {
        const digest = createHash('sha256')
          .update(JSON.stringify([part.table, part.columns, row]))
          .digest();
        sum = (sum + digest.readBigUInt64LE()) % 2n ** 64n;
      }
    },
    sums: () => ({ rows, sum: sum.toString(16) }),
  };
}
