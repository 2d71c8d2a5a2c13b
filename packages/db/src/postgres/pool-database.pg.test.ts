import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordId } from '@satchel/core';
import { storeContractModel } from '@satchel/sync/authority-store.contract';
import { acceptanceOf, sampleRow } from '@satchel/sync/store-samples.contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer, type TestPostgres } from '../../test/postgres-stores.ts';
import { createPostgresAuthorityStore } from './authority-store.ts';
import { migrateServer } from './migrate.ts';

const tenant = '00000000-0000-7000-8000-00000000000a';
let opened: TestPostgres;
beforeAll(async () => {
  opened = await openServer();
  await migrateServer(opened.database, storeContractModel);
});
afterAll(async () => await opened.close());

const head = (): Promise<number> => storeOf().read(tenant, (reader) => reader.head());
const storeOf = () => createPostgresAuthorityStore(opened.database, storeContractModel);

/** Makes `statement` fail with a state for so many times, which no rollback takes back. */
async function failing(table: string, state: string, times: number): Promise<void> {
  await opened.query(`DROP SEQUENCE IF EXISTS failures CASCADE; CREATE SEQUENCE failures; GRANT USAGE ON failures TO PUBLIC;
    CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('failures') <= ${times} THEN RAISE EXCEPTION 'secret' USING ERRCODE = '${state}'; END IF; RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON "${table}" FOR EACH ROW EXECUTE FUNCTION fail()`);
}

const accept = async (n: number): Promise<number> => {
  let runs = 0;
  await storeOf().write(tenant, async (transaction) => {
    runs += 1;
    const next = (await transaction.head()) + 1;
    await transaction.accept([acceptanceOf(next, { created: [sampleRow('box', n)] })]);
  });
  return runs;
};

test.each(['40001', '40P01'])('work that the database breaks off with %s begins anew, a few times', async (state) => {
  const before = await head();
  await failing('boxes', state, 2);
  expect(await accept(100 + before)).toBe(3);
  expect(await head()).toBe(before + 1);
  await failing('boxes', state, 1000);
  await expect(accept(200)).rejects.toMatchObject({ code: state });
  await opened.query('DROP TRIGGER fail ON "boxes"');
  expect(await head()).toBe(before + 1);
});

test.each(['22021', '22P05', '23514', '54000'])(
  'what is wrong with the data (%s) is told without the data',
  async (state) => {
    // Once in hope, once with care.
    await failing('boxes', state, 2);
    await expect(accept(300)).rejects.toMatchObject({
      name: 'StoreRefused',
      message: `PostgreSQL cannot keep a value (${state}).`,
    });
    await opened.query('DROP TRIGGER fail ON "boxes"');
  },
);

test('another error of the database is thrown as it is', async () => {
  await failing('boxes', '53100', 1);
  await expect(accept(400)).rejects.toMatchObject({ code: '53100' });
  await opened.query('DROP TRIGGER fail ON "boxes"');
});

test('a connection that is lost takes its transaction along, and the next one is another', async () => {
  const before = await head();
  const lost = storeOf().write(tenant, async (transaction) => {
    await transaction.accept([acceptanceOf(before + 1, { created: [sampleRow('box', 500)] })]);
    await opened.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
    );
    await sleep(20);
    return await transaction.head();
  });
  await expect(lost).rejects.toThrow();
  expect(await head()).toBe(before);
  await accept(501);
  expect(await head()).toBe(before + 1);
});

test('work that goes on after a statement of it has failed is not kept', async () => {
  const before = await head();
  const swallowed = storeOf().write(tenant, async (transaction) => {
    const next = acceptanceOf(before + 1, { created: [sampleRow('box', 501)] });
    // The row exists already.
    await transaction.accept([next]).catch(() => undefined);
  });
  await expect(swallowed).rejects.toThrow('A transaction in which a statement failed went on.');
  expect(await head()).toBe(before);
});

test('a row that is not there is not changed, and the transaction fails', async () => {
  const before = await head();
  const row = sampleRow('box', 999, { id: 'none' as RecordId });
  await expect(
    storeOf().write(tenant, (transaction) =>
      transaction.accept([acceptanceOf(before + 1, { changed: [[row, ['name']]] })]),
    ),
  ).rejects.toThrow('not there');
  expect(await head()).toBe(before);
});

test('what went wrong at the lock is told, not what followed from it', async () => {
  const store = storeOf();
  const before = await store.write(tenant, (transaction) => transaction.head());
  const isHeld = Promise.withResolvers<void>();
  const isDone = Promise.withResolvers<void>();
  const holding = storeOf().write(tenant, async (transaction) => {
    await transaction.head();
    isHeld.resolve();
    await isDone.promise;
  });
  await isHeld.promise;
  // A failure is heard before it can happen.
  const failure = store
    .write(tenant, (transaction) => transaction.device('device00'))
    .then(
      () => null,
      (error: unknown) => error,
    );
  const cancel = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  while ((await opened.query(cancel)).length === 0) await sleep(2);
  expect(await failure).toMatchObject({ code: '57014' });
  isDone.resolve();
  await holding;
  expect(await head()).toBe(before);
});
