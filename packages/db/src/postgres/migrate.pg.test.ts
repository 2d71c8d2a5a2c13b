import { createModel, defineEntity, type Model, number, text } from '@satchel/core';
import { storeContractModel } from '@satchel/sync/authority-store.contract';
import { type AuthorityStore, verifyAudit } from '@satchel/sync/server';
import { acceptanceOf, changedRow, sampleId, sampleRow } from '@satchel/sync/store-samples.contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPglite, openServer, type TestPostgres } from '../../test/postgres-stores.ts';
import { sha256 } from './audit/audit-parts.ts';
import { createPostgresAuthorityStore } from './authority-store.ts';
import { migrateServer, migrateServerBack } from './migrate.ts';
import { serverSteps } from './migrations.ts';
import type { ServerStep } from './server-step.ts';

const [one, other] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const;

/** The contract's model some time later: an entity, a field and an index more. */
const laterModel: Model = createModel([
  ...storeContractModel.entities.map((entity) =>
    entity.name === 'item'
      ? { ...entity, indexes: [['size']], fields: { ...entity.fields, weight: number({ index: true }) } }
      : entity,
  ),
  defineEntity({
    name: 'wheel',
    plural: 'wheels',
    label: 'Wheel',
    labelPlural: 'Wheels',
    place: 'main',
    fields: { name: text({ index: true }) },
    views: { title: 'name', list: ['name'], form: ['name'] },
  }),
]);

/** Of all tenants' rows. */
const paint = (from: string, to: string): readonly string[] => [
  'ALTER TABLE "items" NO FORCE ROW LEVEL SECURITY',
  `UPDATE "items" SET "color" = '${to}' WHERE "color" = '${from}'`,
  'ALTER TABLE "items" FORCE ROW LEVEL SECURITY',
];
const steps: readonly ServerStep[] = [
  ...serverSteps,
  { name: 'red is called crimson', up: paint('red', 'crimson'), down: paint('crimson', 'red') },
];

const laterNames = ['items.weight', 'items__by_size', 'items__by_weight', 'wheels'];

describe.each([
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
])('on %s', (_, open: () => Promise<TestPostgres>) => {
  let opened: TestPostgres;
  beforeAll(async () => {
    opened = await open();
  }, 120_000);
  afterAll(async () => await opened.close());

  const rowsOf = (store: AuthorityStore, tenant: string) =>
    store.read(tenant, async (reader) => [await reader.head(), await reader.page('item', null, 9)]);

  test('the tables go forward and back with data in them, and what cannot be kept is the only loss', async () => {
    const { database, query } = opened;
    const first = await migrateServer(database, storeContractModel);
    expect(first).toMatchObject({ ok: true, value: { version: 1 } });
    const store = createPostgresAuthorityStore(database, storeContractModel);
    for (const tenant of [one, other]) {
      const created = [sampleRow('item', 1, { name: tenant, color: 'red', mails: ['a@b.example'] })];
      await store.write(tenant, (transaction) => transaction.accept([acceptanceOf(1, { created })]));
    }
    const before = await rowsOf(store, other);
    expect(await migrateServer(database, storeContractModel)).toEqual({ ok: true, value: { made: [], version: 1 } });

    const second = await migrateServer(database, laterModel, steps);
    expect(second.ok && second.value.version).toBe(2);
    expect(second.ok && second.value.made[0]).toBe('red is called crimson');
    expect(second.ok ? second.value.made : []).toEqual(expect.arrayContaining(laterNames));
    const later = createPostgresAuthorityStore(database, laterModel);
    const [row] = await later.read(one, (reader) => reader.page('item', null, 9));
    expect(row?.record).toMatchObject({ name: one, color: 'crimson', weight: null, mails: ['a@b.example'] });
    if (!row) throw new Error('The row is there.');
    const heavy = changedRow(row, { weight: 5 });
    await later.write(one, (transaction) => transaction.accept([acceptanceOf(2, { changed: [[heavy, ['weight']]] })]));
    expect(await later.read(one, (reader) => reader.page('item', null, 9))).toEqual([heavy]);

    const refused = await migrateServer(database, storeContractModel, steps);
    expect(refused).toMatchObject({ ok: false, error: { code: 'newer' } });
    expect(await query(`SELECT FROM "wheels"`)).toEqual([]);

    const back = await migrateServerBack(database, 1);
    expect(back.toSorted()).toEqual([...(second.ok ? second.value.made : [])].toSorted());
    expect(await rowsOf(store, other)).toEqual(before);
    const { weight: _weight, ...kept } = heavy.record;
    expect(await rowsOf(store, one)).toEqual([2, [{ ...heavy, record: { ...kept, color: 'red' } }]]);
    expect(await migrateServer(database, storeContractModel)).toMatchObject({ ok: true, value: { made: [] } });

    await migrateServerBack(database, 0);
    const tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";
    expect(await query(tables)).toEqual([{ relname: '_migration' }]);
    expect(await migrateServer(database, laterModel, steps)).toMatchObject({ ok: true, value: { version: 1 } });
    expect(await migrateServer(database, storeContractModel, steps)).toMatchObject({ ok: false });
    const anew = createPostgresAuthorityStore(database, laterModel);
    expect(await rowsOf(anew, one)).toEqual([0, []]);
    await migrateServerBack(database, 0);
  });

  test('a database of before the ledger was compacted gets what that needs, and gives it back, with its devices', async () => {
    const { database, query } = opened;
    await migrateServer(database, storeContractModel);
    const [step] = serverSteps;
    if (!step) throw new Error('There is a step.');
    // As it was before.
    for (const statement of step.down) await query(statement);
    await query(`DELETE FROM "_migration" WHERE "name" = '${step.name}'`);
    await query('ALTER TABLE "_device" NO FORCE ROW LEVEL SECURITY');
    await query(`INSERT INTO "_device" ("tenant_id", "device", "last_number") VALUES ('${one}', 'device00', 7)`);
    const devices = 'SELECT * FROM "_device"';
    const before = await query(devices);
    const migrated = await migrateServer(database, storeContractModel);
    expect(migrated.ok && migrated.value.made).toEqual([step.name]);
    expect(await query(devices)).toEqual(before.map((row) => ({ ...row, confirmed: expect.anything() as unknown })));
    expect(Number((await query(devices))[0]?.['confirmed'])).toBe(0);
    const store = createPostgresAuthorityStore(database, storeContractModel);
    await store.compact(one, 0);
    await migrateServerBack(database, 1);
    expect(await query(devices)).toEqual(before);
    await migrateServerBack(database, 0);
  });

  test('[S1-26/S] accounts of before go forward and back with their data', async () => {
    const { database, query } = opened;
    await migrateServer(database, storeContractModel);
    const step = serverSteps[1];
    if (!step) throw new Error('There is a step.');
    for (const statement of step.down) await query(statement);
    await query(`DELETE FROM "_migration" WHERE "name" = '${step.name}'`);
    await query(
      `INSERT INTO "_user" ("id", "email", "first_name", "last_name") VALUES ('${one}', 'a@b.example', 'A', 'B')`,
    );
    const before = await query('SELECT * FROM "_user"');
    expect(await migrateServer(database, storeContractModel)).toMatchObject({ value: { made: [step.name] } });
    expect(await query('SELECT * FROM "_user"')).toEqual(before.map((row) => ({ ...row, email_verified_at: null })));
    await migrateServerBack(database, 1);
    expect(await query('SELECT * FROM "_user"')).toEqual(before);
    await migrateServerBack(database, 0);
  });

  test('the audit of a database of before it was a chain becomes one, and goes back, entry by entry', async () => {
    const { database, query } = opened;
    await migrateServer(database, storeContractModel);
    const store = createPostgresAuthorityStore(database, storeContractModel);
    const count = 1203;
    for (const [tenant, last] of [
      [one, count],
      [other, 2],
    ] as const) {
      const acceptances = Array.from({ length: last }, (_, n) => acceptanceOf(n + 1, { label: `“é” ${n} \\` }));
      await store.write(tenant, (transaction) => transaction.accept(acceptances));
    }
    const look = (tenant: string) =>
      store.read(tenant, async (reader) => [await reader.audit(0, 9999), await reader.events(0, 9999)]);
    const [before, step] = [await look(one), serverSteps.find(({ name }) => name === 'the audit is a chain')];
    if (!step) throw new Error('There is a step.');
    // As it was before.
    for (const statement of step.down) await query(statement);
    await query(`DELETE FROM "_migration" WHERE "name" IN ('${step.name}', '_chain')`);
    const old = 'SELECT * FROM "_audit" ORDER BY "tenant_id", "sequence"';
    const oldRows = await query(old);
    expect(oldRows).toHaveLength(count + 2);

    expect(await migrateServer(database, storeContractModel)).toMatchObject({ ok: true, value: { made: [step.name] } });
    const verified = await verifyAudit(store, one, sha256);
    expect([verified.breaks, verified.end.place, verified.entries]).toEqual([[], 3, count]);
    expect(await look(one)).toEqual(before);
    await store.write(one, (transaction) => transaction.accept([acceptanceOf(count + 1)]));
    expect((await verifyAudit(store, one, sha256, verified.end)).breaks).toEqual([]);
    expect((await verifyAudit(store, other, sha256)).entries).toBe(2);

    await migrateServerBack(database, 1);
    expect((await query(old)).filter(({ sequence }) => Number(sequence) <= count)).toEqual(oldRows);
    await migrateServerBack(database, 0);
  });

  test('servers that start at once migrate one after another, and a migration that fails leaves nothing', async () => {
    const { database, query } = opened;
    const all = await Promise.all([1, 2, 3].map(() => migrateServer(database, storeContractModel)));
    expect(all.map((result) => result.ok && result.value.version)).toEqual([1, 1, 1]);
    expect(all.filter((result) => result.ok && result.value.made.length > 0)).toHaveLength(1);
    const before = await query('SELECT "name" FROM "_migration" ORDER BY 1');
    const broken: readonly ServerStep[] = [
      ...serverSteps,
      { name: 'broken', up: ['ALTER TABLE "boxes" ADD COLUMN x int', 'no'], down: [] },
    ];
    await expect(migrateServer(database, laterModel, broken)).rejects.toThrow('syntax error');
    expect(await query('SELECT "name" FROM "_migration" ORDER BY 1')).toEqual(before);
    await expect(query('SELECT x FROM "boxes"')).rejects.toThrow('does not exist');
    const created = [sampleRow('box', 1)];
    const store = createPostgresAuthorityStore(database, storeContractModel);
    await store.write(one, (transaction) => transaction.accept([acceptanceOf(1, { created })]));
    expect(await store.read(one, (reader) => reader.page('box', null, 9))).toMatchObject([
      { record: { id: sampleId(1) } },
    ]);
  });
});

test('a migration does not wait long for a table that somebody uses, and others wait no longer for it', async () => {
  const { database, query, close } = await openServer();
  try {
    await migrateServer(database, storeContractModel);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isHeld = (): void => undefined;
    const beginning = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const holding = database.transaction('LOCK TABLE "items" IN ROW EXCLUSIVE MODE', async (session) => {
      await session.query('SELECT 1', []);
      isHeld();
      await held;
    });
    await beginning;
    const before = await query('SELECT "name" FROM "_migration" ORDER BY 1');
    expect(await migrateServer(database, laterModel, serverSteps, 100)).toMatchObject({
      ok: false,
      error: { code: 'busy' },
    });
    expect(await query('SELECT "name" FROM "_migration" ORDER BY 1')).toEqual(before);
    release();
    await holding;
    expect(await migrateServer(database, laterModel, serverSteps, 10_000)).toMatchObject({ ok: true });
  } finally {
    await close();
  }
}, 60_000);
