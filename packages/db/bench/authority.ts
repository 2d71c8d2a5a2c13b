import { randomBytes } from 'node:crypto';
import type { RecordId } from '@satchel/core';
import pg from 'pg';
import { poolDatabase } from '../src/postgres/pool-database.ts';
import { startCluster } from '../test/postgres-cluster.ts';
import { postgresSource } from '../test/postgres-source.ts';
import { type HotTenant, openHotTenant } from './hot-tenant.ts';

/** A figure before it is printed; see `apps/desktop/bench/figure.ts`. */
export interface AuthorityFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'changes/s';
  readonly floor: number | null;
  readonly most: number | null;
  readonly note: string;
}

const deals = 20_000;
const batchSize = 500;

/** The accept path on a real PostgreSQL of its own, with fsync. */
export async function benchAuthority(): Promise<readonly AuthorityFigure[]> {
  const source = postgresSource(process.env);
  if (!source.ok || source.kind !== 'programs')
    throw new Error('The bench starts a PostgreSQL of its own: install it.');
  const cluster = await startCluster(source.folder, true);
  const options = { connectionString: cluster.url, max: 20, pipeline: true };
  const pool = new pg.Pool(options);
  // The server is stopped while connections are still closing.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  try {
    const tenant = await openHotTenant(poolDatabase(pool), deals);
    await pool.query('CREATE TABLE bare (bytes text); CREATE TABLE bare_commit (bytes text)');
    await pool.query('VACUUM ANALYZE');
    const edit = (n: number) => `Edited ${n} ${Math.random()}`;
    const batches = [
      await measureBatches(pool, tenant, 'lostReason', edit),
      await measureBatches(pool, tenant, 'title', edit),
    ];
    return [
      figureOf('accept-plain', batches[0], 'a field without an index'),
      figureOf('accept-indexed', batches[1], 'a field with an index'),
      await measureOne(pool, tenant),
      await measureHot(pool, tenant),
    ];
  } finally {
    await pool.end();
    await cluster.stop();
  }
}

interface Measured {
  readonly ms: readonly number[];
  readonly floorMs: readonly number[];
  readonly bytes: number;
  /** What PostgreSQL itself writes to its log for it, indexes included. */
  readonly walBytes: readonly number[];
}

const figureOf = (name: string, measured: Measured | undefined, field: string): AuthorityFigure => {
  if (!measured) throw new Error('Nothing was measured.');
  return {
    name,
    value: median(measured.ms),
    unit: 'ms',
    floor: median(measured.floorMs),
    most: 3,
    note:
      `a batch of ${batchSize} changes, each of one deal and ${field}, judged and committed, of ${deals} deals; ` +
      `floor: the ${Math.round(measured.bytes / 1024)} KB that it writes (rows, audit with events and link, outcomes), and ` +
      `as much more as PostgreSQL logs ${Math.round(median(measured.walBytes) / 1024)} KB for the batch, entries of ` +
      'indexes included, appended in one transaction to a table without indexes; medians, fsync on',
  };
};

async function measureBatches(
  pool: pg.Pool,
  tenant: HotTenant,
  field: string,
  value: (n: number) => string,
): Promise<Measured> {
  const [ms, floorMs, walBytes]: [number[], number[], number[]] = [[], [], []];
  let bytes = 0;
  for (let round = 0; round < 30; round++) {
    const push = tenant.edits('measured', chosen(tenant, batchSize), field, value);
    const walStart = await walEnd(pool);
    const took = await timed(() => tenant.push(push));
    const logged = (await walEnd(pool)) - walStart;
    const written = await writtenBy(pool, tenant, batchSize);
    const size = written.reduce((sum, text) => sum + text.length, 0);
    const literal = arrayLiteral([...written, ...others(logged - size)]);
    const floorTook = await timed(() => pool.query('INSERT INTO bare SELECT * FROM unnest($1::text[])', [literal]));
    // The first warm up plans and pages.
    if (round < 5) continue;
    ms.push(took);
    floorMs.push(floorTook);
    walBytes.push(logged);
    bytes = size;
  }
  return { ms, floorMs, bytes, walBytes };
}

/** What PostgreSQL logs besides: entries of indexes, and its own words. */
const others = (bytes: number): readonly string[] =>
  Array.from({ length: Math.max(0, Math.round(bytes / 1000)) }, () => randomBytes(500).toString('hex'));

async function walEnd(pool: pg.Pool): Promise<number> {
  const found = await pool.query<{ bytes: string }>("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn AS bytes");
  return Number(found.rows[0]?.bytes);
}

/** What the last changes, of one batch, have written, as texts: rows, audit with its link, and outcomes. */
async function writtenBy(pool: pg.Pool, { name }: HotTenant, changes: number): Promise<readonly string[]> {
  const found = await pool.query<{ text: string }>(
    `WITH a AS (SELECT * FROM "_audit" WHERE tenant_id = $1 ORDER BY sequence DESC LIMIT $2)
     SELECT a::text AS text FROM a
     UNION ALL SELECT o::text FROM "_outcome" o WHERE o.tenant_id = $1 AND o.change IN (SELECT a.entry->'change'->>'id' FROM a)
     UNION ALL SELECT d::text FROM a JOIN "deals" d ON d.tenant_id = $1 AND d.id = a.entry->'writes'->0->>'id'
     UNION ALL SELECT c.digests::text || c.link::text FROM "_chain" c JOIN a ON c.tenant_id = $1 AND c.last = a.sequence`,
    [name, changes],
  );
  if (found.rows.length <= 3 * changes) throw new Error('A change writes one row, one entry and one outcome.');
  return found.rows.map(({ text }) => text);
}

async function measureOne(pool: pg.Pool, tenant: HotTenant): Promise<AuthorityFigure> {
  const [ms, floorMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < 500; round++) {
    const push = tenant.edits('devalone', chosen(tenant, 1), 'lostReason', () => `Alone ${round}`);
    const took = await timed(() => tenant.push(push));
    const insert = { name: 'bare_commit', text: 'INSERT INTO bare_commit VALUES ($1)', values: ['x'.repeat(100)] };
    const floorTook = await timed(() => pool.query(insert));
    if (round < 50) continue;
    ms.push(took);
    floorMs.push(floorTook);
  }
  return {
    name: 'accept-alone',
    value: median(ms),
    unit: 'ms',
    floor: median(floorMs),
    most: 2,
    note: 'one change of one field, from the push to its outcome on disk; floor: one INSERT of 100 bytes, committed; medians, fsync on',
  };
}

/** Devices that push without a pause, for some seconds. */
async function measureHot(pool: pg.Pool, tenant: HotTenant): Promise<AuthorityFigure> {
  const seconds = 8;
  const devices = Array.from({ length: 10 }, (_, n) => `device0${n}`);
  const rounds = 400;
  // Devices make their changes elsewhere.
  const prepared = devices.map((device) =>
    Array.from({ length: rounds }, (_, round) =>
      tenant.edits(device, chosen(tenant, 50), 'lostReason', (n) => `Hot ${round} ${n}`),
    ),
  );
  let accepted = 0;
  const startMs = performance.now();
  const endMs = startMs + seconds * 1000;
  await Promise.all(
    prepared.map(async (pushes) => {
      for (const push of pushes) {
        if (performance.now() > endMs) return;
        await tenant.push(push);
        accepted += push.changes.length;
      }
    }),
  );
  const perSecond = (accepted * 1000) / (performance.now() - startMs);
  const literal = arrayLiteral(await writtenBy(pool, tenant, batchSize));
  let appended = 0;
  const bareMs = performance.now();
  while (performance.now() - bareMs < 3000) {
    await pool.query('INSERT INTO bare SELECT * FROM unnest($1::text[])', [literal]);
    appended += batchSize;
  }
  const barePerSecond = (appended * 1000) / (performance.now() - bareMs);
  return {
    name: 'accept-hot-tenant',
    value: perSecond,
    unit: 'changes/s',
    floor: null,
    most: null,
    note:
      `accepted changes of one tenant, from ${devices.length} devices that push 50 at a time without a pause; ` +
      `target at least 5000: ${perSecond >= 5000 ? 'met' : 'MISSED'}; bare appends of the same bytes in this run: ${Math.round(barePerSecond)} changes/s`,
  };
}

/** Different deals, anywhere among all. */
function chosen({ deals: all }: HotTenant, count: number): readonly RecordId[] {
  const found = new Set<RecordId>();
  while (found.size < count) {
    const one = all[Math.floor(Math.random() * all.length)];
    if (one !== undefined) found.add(one);
  }
  return [...found];
}

const arrayLiteral = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function median(values: readonly number[]): number {
  const value = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (value === undefined) throw new RangeError('Nothing was measured.');
  return value;
}
