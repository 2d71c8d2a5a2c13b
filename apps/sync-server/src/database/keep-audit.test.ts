import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { register, runServer } from '../../test/running-server.ts';

const cleanUps: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanUps.splice(0).reverse()) await clean();
});

test('[S1-09/S] what the audit holds is forgotten when its months are over, once by all nodes, and devices load anew', async () => {
  let ahead = 0;
  const server = await runServer('postgres', { AUDIT_RETENTION_MONTHS: '3' }, () => Date.now() + ahead);
  cleanUps.push(server.close);
  const { database } = server.config;
  if (database.kind !== 'postgres') throw new Error('The server has a PostgreSQL.');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  cleanUps.push(() => client.end());
  const kept = async () => {
    const { rows } = await client.query<{ entries: number; dropped: number }>(
      `SELECT (SELECT count(*)::int FROM "_audit") AS entries,
         (SELECT count(*)::int FROM "_chain" WHERE "kind" = 'dropped') AS dropped`,
    );
    return rows[0];
  };
  const forgotten = () => server.log().split('was forgotten').length - 1;

  const ada = await register(server.address, 'ada@retention.example');
  const before = await kept();
  expect(before?.entries).toBeGreaterThan(0);
  // Whoever ends has done what it began with.
  await (await server.node()).close();
  expect(await kept()).toEqual(before);

  ahead = 160 * 86_400_000;
  const later = await Promise.all([server.node(), server.node()]);
  for (const { close } of later) await close();
  expect([await kept(), forgotten()]).toEqual([{ entries: 0, dropped: 1 }, 1]);

  ahead = 0;
  const device = createDevice(ada);
  await device.connect(server.address);
  await until('the first load', () => device.row('member', device.member) !== null);
  const company = device.make('company', { name: 'Later' });
  await until('it was judged', () => device.store.outbox().length === 0);
  expect(device.row('company', company)).not.toBeNull();
  await device.disconnect();
  expect(await kept()).toEqual({ entries: 1, dropped: 1 });
}, 60_000);
