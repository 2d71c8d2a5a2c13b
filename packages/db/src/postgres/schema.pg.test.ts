import { readFileSync } from 'node:fs';
import { coreModel, entityFor, foldText, matches, type RecordId, resolveWhere, type Where } from '@satchel/core';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../test/postgres-database.ts';
import { asker, thing, thingModel, things, wheres } from '../../test/where-samples.ts';
import { tableShape } from '../table-shape.ts';
import { whereToSql } from '../where-to-sql.ts';
import { postgresDialect, postgresText } from './dialect.ts';
import { postgresSchema } from './schema.ts';

const tenant = '00000000-0000-7000-8000-00000000000a';
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

test('the golden schema makes every table, with row-level security on each', async () => {
  await client.query(readFileSync(new URL('../../golden/schema.postgres.sql', import.meta.url), 'utf8'));
  const tables = await client.query<{ relname: string; relrowsecurity: boolean }>(
    "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  );
  expect(tables.rows.filter((row) => !row.relrowsecurity)).toEqual([]);
  expect(tables.rows.map((row) => row.relname)).toContain(tableShape(entityFor(coreModel, 'deal')).table);
});

test('[S1-01/S] another tenant’s rows do not exist for a role that security binds', async () => {
  await client.query('CREATE ROLE satchel_test_app NOLOGIN');
  try {
    await client.query('GRANT SELECT, INSERT ON "tags" TO satchel_test_app');
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE satchel_test_app');
    await client.query(`SET LOCAL satchel.tenant_id = '${tenant}'`);
    await client.query(`INSERT INTO "tags" ("tenant_id", "id", "rev") VALUES ('${tenant}', 'x', 1)`);
    const own = await client.query('SELECT FROM "tags"');
    await client.query(`SET LOCAL satchel.tenant_id = '00000000-0000-7000-8000-00000000000b'`);
    const others = await client.query('SELECT FROM "tags"');
    const foreign = client.query(`INSERT INTO "tags" ("tenant_id", "id", "rev") VALUES ('${tenant}', 'y', 1)`);
    await expect(foreign).rejects.toThrow('row-level security');
    expect([own.rowCount, others.rowCount]).toEqual([1, 0]);
  } finally {
    await client.query('ROLLBACK');
    await client.query('DROP OWNED BY satchel_test_app');
    await client.query('DROP ROLE satchel_test_app');
  }
});

test('[S4-28/C] PostgreSQL finds the rows that the predicate in memory finds', async () => {
  await client.query('CREATE SCHEMA things; SET search_path = things');
  for (const statement of postgresSchema(thingModel)) await client.query(statement);
  await fc.assert(
    fc.asyncProperty(things, fc.array(wheres, { minLength: 5, maxLength: 15 }), async (rows, filters) => {
      await client.query('TRUNCATE "things", "things__friends", "things__mails", "things__numbers"');
      for (const row of rows) await insert(row);
      for (const where of filters) {
        const resolved = resolveWhere(where, thing, asker);
        if (!resolved.ok) throw new Error(resolved.error.message);
        const expected = rows.filter((row) => matches(resolved.value, row)).map((row) => row.id);
        expect(await ids(where)).toEqual(expected);
      }
    }),
    { numRuns: 40 },
  );
});

async function ids(where: Where): Promise<readonly RecordId[]> {
  const resolved = resolveWhere(where, thing, asker);
  if (!resolved.ok) throw new Error(resolved.error.message);
  const condition = whereToSql(resolved.value, tableShape(thing), postgresDialect);
  const text = postgresText(sql`SELECT t."id" FROM "things" AS t WHERE ${condition} ORDER BY t."id"`);
  const found = await client.query<{ id: RecordId }>(text.sql, [...text.parameters]);
  return found.rows.map((row) => row.id);
}

async function insert(row: Parameters<typeof insertValues>[0]): Promise<void> {
  const { columns, values } = insertValues(row);
  const places = values.map((_, n) => `$${n + 1}`).join(', ');
  await client.query(
    `INSERT INTO "things" (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${places})`,
    values,
  );
  for (const { name, listTable } of tableShape(thing).fields) {
    const list = row[name];
    if (listTable === null || !Array.isArray(list)) continue;
    for (const value of list)
      await client.query(`INSERT INTO "${listTable}" VALUES ($1, $2, $3)`, [tenant, value, row.id]);
  }
}

function insertValues(row: Readonly<Record<string, unknown>> & { readonly id: RecordId }) {
  const columns: string[] = ['tenant_id', 'id', 'rev'];
  const values: unknown[] = [tenant, row.id, 0];
  for (const { name, kind, columns: own, comparable } of tableShape(thing).fields) {
    const value = row[name];
    if (value === null || value === undefined) continue;
    if (kind === 'money') {
      const amount = value as { readonly minor: number; readonly currency: string };
      values.push(amount.minor, amount.currency);
    } else if (own.length === 2 && comparable !== null) {
      values.push(value, foldText(typeof value === 'string' ? value : ''));
    } else if (Array.isArray(value) && value.length === 0 && kind !== 'json') {
      continue;
    } else {
      values.push(own[0].type === 'json' ? JSON.stringify(value) : value);
    }
    columns.push(...own.map((column) => column.name));
  }
  return { columns, values };
}
