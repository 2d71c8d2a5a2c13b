import { globSync, readFileSync } from 'node:fs';
import { coreModel, entityFor } from '@satchel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '../../test/postgres-stores.ts';
import { tableShape } from '../table-shape.ts';
import { accountObjects } from './accounts/account-tables.ts';
import { createRoles } from './security.ts';

/** Of people, who may belong to several tenants; and `_migration`, of the database itself. */
const ofNoTenant: ReadonlySet<string> = new Set([
  ...accountObjects.filter(({ kind }) => kind === 'table').map(({ name }) => name),
  '_migration',
]);

let opened: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  opened = await openServer();
  await opened.query(createRoles);
  await opened.query(readFileSync(new URL('../../golden/schema.postgres.sql', import.meta.url), 'utf8'));
}, 120_000);
afterAll(async () => await opened.close());

test('the golden schema makes every table, with row-level security on each that binds its owner, too', async () => {
  const tables = await opened.query(
    `SELECT relname, relrowsecurity AND relforcerowsecurity AS "isForced" FROM pg_class
     WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace`,
  );
  expect(tables.filter((row) => row['isForced'] !== true)).toEqual([]);
  expect(tables.map((row) => row['relname'])).toContain(tableShape(entityFor(coreModel, 'deal')).table);
});

test('[S1-01/C] every key, index and foreign key stays inside a tenant, so that tenants can lie on different machines', async () => {
  const { query } = opened;
  const isOfTenants = (row: Readonly<Record<string, unknown>>): boolean => !ofNoTenant.has(String(row['table']));
  const tables = (
    await query(
      `SELECT c.relname AS "table", bool_or(a.attname = 'tenant_id' AND a.attnotnull) AS "hasTenant"
       FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname`,
    )
  ).filter(isOfTenants);
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((row) => row['hasTenant'] !== true)).toEqual([]);

  const indexes = (
    await query(
      `SELECT t.relname AS "table", c.relname AS "index", i.indisprimary AS "isPrimary", a.attname AS "first"
       FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
       JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
       WHERE t.relnamespace = 'public'::regnamespace`,
    )
  ).filter(isOfTenants);
  expect(indexes.filter((row) => row['first'] !== 'tenant_id')).toEqual([]);
  const keyed = new Set(indexes.filter((row) => row['isPrimary'] === true).map((row) => row['table']));
  expect(tables.filter((row) => !keyed.has(row['table']))).toEqual([]);

  // The records of a tenant refer to each other without foreign keys; people's do not reach into a tenant.
  const foreign = await query(
    `SELECT conrelid::regclass::text AS "table", confrelid::regclass::text AS "target" FROM pg_constraint WHERE contype = 'f'`,
  );
  const names = foreign.flatMap((row) => [row['table'], row['target']]).map((name) => String(name).replaceAll('"', ''));
  expect(names.filter((name) => !ofNoTenant.has(name))).toEqual([]);
});

test('[S1-01/C] what one statement asks of two tables is of one tenant: they are joined by it', () => {
  const folder = new URL('.', import.meta.url).pathname;
  const joins = globSync('**/*.ts', { cwd: folder, exclude: ['**/*.test.ts'] })
    .filter((file) => !file.startsWith('accounts/'))
    .flatMap(
      (file) =>
        readFileSync(`${folder}${file}`, 'utf8').match(/(?:JOIN "|IN \(SELECT |EXISTS \(SELECT FROM \$)[^`]*/g) ?? [],
    );
  // Catalogs, which have no tenant, do not begin with a quote.
  expect(joins).toHaveLength(3);
  expect(joins.filter((join) => !join.includes('"tenant_id"'))).toEqual([]);
});
