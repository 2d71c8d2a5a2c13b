import { storeContractModel } from '@satchel/sync/authority-store.contract';
import { verifyAudit } from '@satchel/sync/server';
import { acceptanceOf, sampleRow } from '@satchel/sync/store-samples.contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPglite, openServer, type TestPostgres } from '../../../test/postgres-stores.ts';
import { createPostgresAuthorityStore } from '../authority-store.ts';
import { migrateServer } from '../migrate.ts';
import { sha256 } from './audit-parts.ts';
import { makeAuditPartitions, retainAudit } from './keep-partitions.ts';

const [one, other, idle] = ['a', 'b', 'c'].map((end) => `00000000-0000-7000-8000-00000000000${end}`) as [
  string,
  string,
  string,
];

describe.each([
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
])('[S1-09/C] the parts of the audit on %s', (_, open: () => Promise<TestPostgres>) => {
  let opened: TestPostgres;
  beforeAll(async () => {
    opened = await open();
    await migrateServer(opened.database, storeContractModel);
  }, 120_000);
  afterAll(async () => await opened.close());

  /** In which part each entry lies, by tenant. */
  const places = async (): Promise<readonly unknown[]> =>
    (await opened.query('SELECT tableoid::regclass::text AS part, sequence::int FROM "_audit" ORDER BY 2, 1')).map(
      ({ part, sequence }) => [sequence, String(part).replaceAll('"', '')],
    );
  const partOf = (day: string) => `_audit_${day.slice(0, 4)}_${day.slice(5, 7)}`;

  test('entries lie in the part of their month, and go with it when their time is over, while the chain stays whole', async () => {
    const { database, query } = opened;
    const store = createPostgresAuthorityStore(database, storeContractModel);
    const accept = (tenant: string, first: number, last: number) =>
      store.write(tenant, (transaction) =>
        transaction.accept(
          Array.from({ length: last - first + 1 }, (_, n) =>
            acceptanceOf(first + n, { created: [sampleRow('box', first + n)] }),
          ),
        ),
      );
    const today = String((await query('SELECT clock_timestamp()::date::text AS today'))[0]?.['today']);

    // Nobody made a part: what is accepted has a place all the same.
    await accept(one, 1, 2);
    expect(await places()).toEqual([
      [1, '_audit_default'],
      [2, '_audit_default'],
    ]);
    const made = await makeAuditPartitions(database, today);
    expect(made).toHaveLength(2);
    expect(made).not.toContain(partOf(today));
    expect(await makeAuditPartitions(database, today)).toEqual([]);

    // As if it had been written long ago.
    await query(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica; UPDATE "_audit" SET "kept_on" = '2020-05-05'; END $$`,
    );
    expect(await makeAuditPartitions(database, today)).toEqual([partOf(today)]);
    expect(await makeAuditPartitions(database, '2020-06-30', 0)).toEqual([partOf('2020-06-30')]);
    await accept(one, 3, 4);
    await query(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica; UPDATE "_audit" SET "kept_on" = '2020-06-06' WHERE "sequence" = 3; END $$`,
    );
    await accept(other, 1, 2);
    expect(await places()).toEqual([
      [1, partOf(today)],
      [1, '_audit_default'],
      [2, partOf(today)],
      [2, '_audit_default'],
      [3, '_audit_2020_06'],
      [4, partOf(today)],
    ]);
    await store.write(idle, async () => undefined);

    const ends = async () =>
      Promise.all(
        [one, other].map(async (tenant) => {
          const { breaks, entries } = await verifyAudit(store, tenant, sha256);
          return [breaks, entries];
        }),
      );
    expect(await ends()).toEqual([
      [[], 4],
      [[], 2],
    ]);
    const known = (await verifyAudit(store, one, sha256)).end;
    expect(await retainAudit(database, '2020-06-30')).toBe(1);
    expect(await ends()).toEqual([
      [[], 2],
      [[], 2],
    ]);
    expect(await retainAudit(database, '2020-07-01')).toBe(1);
    expect(await retainAudit(database, '2020-07-01')).toBe(0);
    expect(await query(`SELECT to_regclass('_audit_2020_06')::text AS part`)).toEqual([{ part: null }]);
    expect((await verifyAudit(store, one, sha256, known)).breaks).toEqual([]);
    expect(
      await store.read(one, async (reader) => [
        await reader.floor(),
        (await reader.log(0, 9)).map(({ sequence }) => sequence),
        (await reader.page('box', null, 9)).length,
      ]),
    ).toEqual([3, [4], 4]);
    expect(await store.read(other, (reader) => reader.floor())).toBe(0);
    await accept(one, 5, 5);
    expect(await ends()).toEqual([
      [[], 2],
      [[], 2],
    ]);
    // What was not over is missed.
    await query(
      `DO $$ BEGIN SET LOCAL session_replication_role = replica; DELETE FROM "_audit" WHERE "sequence" = 5; END $$`,
    );
    expect((await verifyAudit(store, one, sha256)).breaks).toEqual([{ kind: 'missing', at: 5 }]);
    const bound = await query(
      `SELECT relname::text FROM pg_class WHERE relname IN ('_tenant', '_audit', '_chain') AND NOT relforcerowsecurity`,
    );
    expect(bound).toEqual([]);
  });
});
