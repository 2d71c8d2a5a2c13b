import { storeContractModel } from '@satchel/sync/authority-store.contract';
import {
  acceptanceOf,
  leftBehindSample,
  sampleChangeId,
  sampleId,
  sampleRow,
} from '@satchel/sync/store-samples.contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPglite, openServer, type TestPostgres } from '../../test/postgres-stores.ts';
import { accountObjects } from './accounts/account-tables.ts';
import { createPostgresAuthorityStore } from './authority-store.ts';
import { createDeliveries } from './deliveries.ts';
import type { PostgresSession } from './driver.ts';
import { migrateServer } from './migrate.ts';
import { postgresObjects } from './schema.ts';
import { accountRole, appRole, asTenant } from './security.ts';

const [mine, theirs] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;
const accountTables = accountObjects.flatMap(({ kind, name }) => (kind === 'table' ? [name] : []));
/** Those of tenants. */
const tables = postgresObjects(storeContractModel).flatMap(({ kind, name }) =>
  kind === 'table' && !accountTables.includes(name) ? [name] : [],
);

describe.each([
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
])('[S1-01/C] tenants of one database on %s', (_, open: () => Promise<TestPostgres>) => {
  let opened: TestPostgres;
  beforeAll(async () => {
    opened = await open();
    await migrateServer(opened.database, storeContractModel);
    const store = createPostgresAuthorityStore(opened.database, storeContractModel);
    for (const tenant of [mine, theirs]) {
      await store.write(tenant, async (transaction) => {
        const lists = { friends: [sampleId(2)], mails: ['a@b.example'], numbers: ['+41446681800'] };
        const created = [sampleRow('item', 1, lists), sampleRow('box', 1)];
        await transaction.accept([acceptanceOf(1, { created })]);
        await transaction.setCounter('item.code', 1);
        await transaction.keepLeftBehind([leftBehindSample(1)]);
        const change = sampleChangeId(1);
        await transaction.conclude('device00', [{ kind: 'accepted', change, sequence: 1, superseded: [] }], 1);
      });
      await createDeliveries(opened.database).claim(tenant, 'webhooks', 1, 2);
    }
    // An entity that nobody wrote to would show nothing.
    await opened.query(
      `INSERT INTO "members" ("tenant_id", "id", "rev") VALUES ('${mine}', 'x', 1), ('${theirs}', 'x', 1)`,
    );
  }, 120_000);
  afterAll(async () => await opened.close());

  const count = async (session: PostgresSession, table: string): Promise<number> =>
    Number((await session.query(`SELECT count(*) FROM "${table}"`, []))[0]?.[0]);
  /** By its owner, whom nothing binds here: it is a superuser. */
  const all = async (): Promise<readonly unknown[]> => {
    const rows: unknown[] = [];
    for (const table of tables) rows.push(await opened.query(`SELECT * FROM "${table}" ORDER BY 1, 2`));
    return rows;
  };
  const asMe = <T>(work: (session: PostgresSession) => Promise<T>) => opened.database.transaction(asTenant(mine), work);

  test('there is something of both in every table', async () => {
    for (const table of tables) {
      const [row] = await opened.query(`SELECT count(DISTINCT "tenant_id")::int AS tenants FROM "${table}"`);
      expect([table, row?.['tenants']]).toEqual([table, 2]);
    }
  });

  test.each([
    ['was never set', 'SELECT 1'],
    ['is empty', `SELECT set_config('satchel.tenant_id', '', true)`],
  ])('where the tenant %s, every table is empty', async (_case, start) => {
    const counts = await opened.database.transaction(`SET LOCAL ROLE ${appRole}; ${start}`, async (session) => {
      const found: number[] = [];
      for (const table of tables) found.push(await count(session, table));
      return found;
    });
    expect(counts).toEqual(tables.map(() => 0));
  });

  test('a tenant reads its own rows only, in every table', async () => {
    const seen = await asMe(async (session) => {
      const found: unknown[] = [];
      for (const table of tables) {
        found.push([table, await session.query(`SELECT DISTINCT "tenant_id" FROM "${table}"`, [])]);
      }
      return found;
    });
    expect(seen).toEqual(tables.map((table) => [table, [[mine]]]));
  });

  test.each(tables)('a tenant can neither insert, update nor delete rows of another one in %s', async (table) => {
    const before = await all();
    const attempts = [
      `INSERT INTO "${table}" SELECT (jsonb_populate_record(t, '{"tenant_id": "${theirs}"}')).* FROM "${table}" AS t`,
      `UPDATE "${table}" SET "tenant_id" = '${theirs}'`,
      `UPDATE "${table}" SET "tenant_id" = "tenant_id" WHERE "tenant_id" = '${theirs}' RETURNING 1`,
      `DELETE FROM "${table}" WHERE "tenant_id" = '${theirs}' RETURNING 1`,
    ];
    const outcomes: string[] = [];
    for (const attempt of attempts) {
      const result = await asMe((session) => session.query(attempt, [])).catch(String);
      outcomes.push(
        typeof result === 'string'
          ? result.replace(/^.*(row-level security|permission denied).*$/, '$1')
          : `${result.length} rows`,
      );
    }
    expect(outcomes.slice(0, 2)).toEqual(
      outcomes.slice(0, 2).map(() => expect.stringMatching(/^(row-level|permission)/) as string),
    );
    expect(outcomes[0]).toBe('row-level security');
    expect(outcomes.slice(2)).toEqual(
      outcomes.slice(2).map(() => expect.stringMatching(/^(0 rows|permission denied)$/) as string),
    );
    expect(await all()).toEqual(before);
  });

  test('a tenant reaches no accounts, and accounts reach no tenant', async () => {
    for (const table of accountTables) {
      await expect(asMe((session) => session.query(`SELECT * FROM "${table}"`, []))).rejects.toThrow(
        'permission denied',
      );
    }
    for (const table of tables) {
      const asked = opened.database.transaction(`SET LOCAL ROLE ${accountRole}`, (session) =>
        session.query(`SELECT * FROM "${table}"`, []),
      );
      await expect(asked).rejects.toThrow('permission denied');
    }
  });

  test.each(['_audit', '_chain'])(
    '[S1-09/C] what is in %s can be neither changed nor taken out, not even one’s own or by its owner',
    async (table) => {
      const before = await all();
      for (const attempt of [
        `UPDATE "${table}" SET "tenant_id" = "tenant_id"`,
        `DELETE FROM "${table}"`,
        `TRUNCATE "${table}"`,
      ]) {
        await expect(asMe((session) => session.query(attempt, []))).rejects.toThrow('permission denied');
        await expect(opened.query(attempt)).rejects.toThrow('can be neither changed nor taken out');
      }
      expect(await all()).toEqual(before);
    },
  );

  test('a tenant reaches the parts of the audit through the whole only', async () => {
    await expect(asMe((session) => session.query('SELECT * FROM "_audit_default"', []))).rejects.toThrow(
      'permission denied',
    );
  });

  test('the role of every transaction cannot pass by: no superuser, no owner, no login', async () => {
    const role = `SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = current_user`;
    const owned = `SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)`;
    expect(await asMe(async (session) => [await session.query(role, []), await session.query(owned, [])])).toEqual([
      [['f', 'f', 'f']],
      [['0']],
    ]);
  });

  test('a tenant that is no UUID never becomes SQL', async () => {
    const store = createPostgresAuthorityStore(opened.database, storeContractModel);
    const attack = `${mine}', true); RESET ROLE; SELECT set_config('x.y', 'z`;
    await expect(store.read(attack, (reader) => reader.head())).rejects.toThrow('A tenant is a UUID.');
    await expect(store.write(attack, (transaction) => transaction.head())).rejects.toThrow('A tenant is a UUID.');
  });
});
