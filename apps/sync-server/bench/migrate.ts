import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDurableCluster } from '@satchel/db/test-cluster';
import pg from 'pg';
import { perform } from '../src/commands/perform.ts';
import { readConfig, type ServerConfig } from '../src/config/server-config.ts';
import { startServer } from '../src/start-server.ts';
import { createDevice, until } from '../test/device.ts';
import { register } from '../test/running-server.ts';
import type { ServerFigure } from './figure.ts';

const records = 100_000;

/** `migrate up` and `down` in production, with a backup first, on a database of 100,000 records that others read. */
export async function benchMigrate(): Promise<readonly ServerFigure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-migrate-'));
  const cluster = await startDurableCluster();
  try {
    const config = readConfig({
      NODE_ENV: 'production',
      SECRET_KEY: 'k3Jd8fLq0ZxV7bNm2PsW9tYcR4uHgE6a',
      PORT: '0',
      DATA_FOLDER: folder,
      DATABASE_URL: cluster.url,
    });
    if (!config.ok) throw new Error(config.error.join(' '));
    await fill(config.value);
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    await client.query(multiply);
    const indexes = (await client.query<{ name: string }>(indexesOfCompanies)).rows.map(({ name }) => name);
    for (const name of indexes) await client.query(`DROP INDEX "${name}"`);
    await client.query('DELETE FROM "_migration" WHERE "name" = ANY($1)', [indexes]);
    const up = await timedWithReader(cluster.url, () => perform(config.value, 'migrate', ['up']));
    const down = await timedWithReader(cluster.url, () => perform(config.value, 'migrate', ['down']));
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM "companies"');
    await client.end();
    if (Number(rows[0]?.count) !== records + 1) throw new Error(`There are ${rows[0]?.count} companies.`);
    const backup = /in (\S+\.satchel)\./.exec(up.lines)?.[1] ?? '';
    const sizeMb = Math.round(statSync(backup).size / 1024 / 1024);
    const figure = (name: string, { ms, waitMs }: typeof up): readonly ServerFigure[] => [
      {
        name,
        value: ms,
        unit: 'ms',
        floor: null,
        most: null,
        note: `${indexes.length} indexes, ${records} records, a backup of ${sizeMb} MB before`,
      },
      {
        name: `${name}-wait`,
        value: waitMs,
        unit: 'ms',
        floor: null,
        most: null,
        note: 'the longest that somebody waited who read those records meanwhile',
      },
    ];
    return [...figure('server-migrate-up', up), ...figure('server-migrate-down', down)];
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One company, as a device makes it. */
async function fill(config: ServerConfig): Promise<void> {
  const started = await startServer({ config, log: null });
  if (!started.ok) throw new Error(started.error);
  const who = await register(started.value.address, 'large@a.example');
  const device = createDevice(who);
  await device.connect(started.value.address);
  await until('the first load', () => device.row('member', device.member) !== null);
  device.make('company', { name: 'One of many', city: 'Bern' });
  await until('it was judged', () => device.store.outbox().length === 0);
  await device.disconnect();
  await started.value.close();
}

const multiply = `INSERT INTO "companies" SELECT (jsonb_populate_record(c, jsonb_build_object(
  'id', '01a1fcf7-0000-7000-8000-' || lpad(to_hex(n), 12, '0'), 'name', 'Company ' || n, 'city', 'City ' || n % 1000))).*
FROM "companies" AS c CROSS JOIN generate_series(1, ${records}) AS n`;
const indexesOfCompanies = `SELECT indexname AS name FROM pg_indexes WHERE tablename = 'companies' AND indexname NOT LIKE '%_pkey'`;

async function timedWithReader(
  url: string,
  work: () => Promise<{ readonly code: number; readonly lines: readonly string[] }>,
) {
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  let isOver = false;
  let waitMs = 0;
  const reading = (async () => {
    while (!isOver) {
      const start = performance.now();
      await reader.query('SELECT "id" FROM "companies" ORDER BY "tenant_id", "id" LIMIT 10');
      waitMs = Math.max(waitMs, performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const start = performance.now();
  const { code, lines } = await work();
  const ms = performance.now() - start;
  isOver = true;
  await reading;
  await reader.end();
  if (code !== 0) throw new Error(lines.join(' '));
  return { ms, waitMs, lines: lines.join('\n') };
}
