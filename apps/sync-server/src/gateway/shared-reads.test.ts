import { coreModel } from '@satchel/core';
import { createPostgresAuthorityStore, migrateServer, type PostgresDatabase } from '@satchel/db/server';
import { createDatabase } from '@satchel/db/test-postgres';
import { expect, test } from 'vitest';
import { openDatabase } from '../database/open-database.ts';
import { sharedReads } from './shared-reads.ts';

test('what many ask for at once is read once, sees what was there before they asked, and fails for whom it fails', async () => {
  const made = await createDatabase();
  const opened = await openDatabase({ kind: 'postgres', url: made.url, isEncrypted: false });
  if (!opened.ok) throw new Error(opened.error);
  const { database, close } = opened.value;
  await migrateServer(database, coreModel);
  let transactions = 0;
  const counted: PostgresDatabase = {
    transaction: (start, work) => {
      transactions += 1;
      return database.transaction(start, work);
    },
  };
  const store = sharedReads(createPostgresAuthorityStore(counted, coreModel));
  const tenant = crypto.randomUUID();
  const all = <T>(ask: (n: number) => Promise<T>) => Promise.allSettled(Array.from({ length: 20 }, (_, n) => ask(n)));

  const logs = await all(() => store.read(tenant, (reader) => reader.log(0, 10)));
  expect(transactions).toBe(1);
  expect(new Set(logs.map((log) => log.status === 'fulfilled' && log.value)).size).toBe(1);

  const other = crypto.randomUUID();
  await all((n) => store.read(n % 2 === 0 ? tenant : other, (reader) => reader.head()));
  expect(transactions).toBe(3);

  await store.write(tenant, (transaction) => transaction.renew('another'));
  const generations = await all(() => store.read(tenant, (reader) => reader.generation()));
  expect(generations[0]).toEqual({ status: 'fulfilled', value: 'another' });

  const answers = await all((n) =>
    store.read(tenant, async (reader) => {
      // A statement that fails ends the transaction for everybody in it.
      if (n === 7) await reader.checksum('company', new Set(['\u0000']));
      return await reader.generation();
    }),
  );
  expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'failed'))).toEqual(
    answers.map((_, n) => (n === 7 ? 'failed' : 'another')),
  );
  await close();
  await made.drop();
}, 60_000);
