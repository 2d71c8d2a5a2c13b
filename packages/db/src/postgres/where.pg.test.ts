import { matches, type ResolvedWhere, resolveWhere, type Where } from '@satchel/core';
import { acceptanceOf } from '@satchel/sync/store-samples.contract';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPglite, openServer, type TestPostgres } from '../../test/postgres-stores.ts';
import { asker, thing, thingModel, things, wheres } from '../../test/where-samples.ts';
import { tableShape } from '../table-shape.ts';
import { whereToSql } from '../where-to-sql.ts';
import { createPostgresAuthorityStore } from './authority-store.ts';
import { postgresDialect, postgresText } from './dialect.ts';
import { type PostgresSession, parameterText } from './driver.ts';
import { migrateServer } from './migrate.ts';
import { asTenant } from './security.ts';

describe.each([
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
])('%s', (name, open: () => Promise<TestPostgres>) => {
  let opened: TestPostgres;
  beforeAll(async () => {
    opened = await open();
    await migrateServer(opened.database, thingModel);
  }, 120_000);
  afterAll(async () => await opened.close());

  test(`[S4-28/C] ${name} finds the rows that the predicate in memory finds`, async () => {
    const store = createPostgresAuthorityStore(opened.database, thingModel);
    let tenants = 0;
    await fc.assert(
      fc.asyncProperty(things, fc.array(wheres, { minLength: 5, maxLength: 15 }), async (records, filters) => {
        const tenant = `00000000-0000-7000-8000-${String(++tenants).padStart(12, '0')}`;
        const created = records.map((record) => ({ entity: 'thing', record, revs: {}, scopes: [] }));
        await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(1, { created })]));
        await opened.database.transaction(asTenant(tenant), async (session) => {
          for (const where of filters.map(resolved)) {
            const expected = records.filter((record) => matches(where, record)).map(({ id }) => id);
            expect(await ids(session, where)).toEqual(expected);
          }
        });
      }),
      { numRuns: 40 },
    );
  });
});

function resolved(where: Where): ResolvedWhere {
  const result = resolveWhere(where, thing, asker);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function ids(session: PostgresSession, where: ResolvedWhere): Promise<readonly (string | null | undefined)[]> {
  const condition = whereToSql(where, tableShape(thing), postgresDialect);
  const text = postgresText(sql`SELECT t."id" FROM "things" AS t WHERE ${condition} ORDER BY t."id"`);
  const found = await session.query(text.sql, text.parameters.map(parameterText));
  return found.map(([id]) => id);
}
