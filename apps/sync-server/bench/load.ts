import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectTo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldValue, RecordId } from '@satchel/core';
import { type SqliteDatabase, zstd } from '@satchel/db';
import type { ServerMessage } from '@satchel/sync';
import { until } from '../test/device.ts';
import { register } from '../test/running-server.ts';
import { median, type ServerFigure } from './figure.ts';
import { newRecordId, openLightDevice, type Person } from './light-device.ts';
import { startWorld } from './server-node.ts';
import { makeTemplate, openEncrypted, openSqliteDevice } from './sqlite-device.ts';

const rounds = 5;
const counts = { company: 10_000, contact: 50_000, deal: 40_000 } as const;
const tables = ['companies', 'contacts', 'deals'] as const;
/** Records of one change, and so of one push. */
const together = 400;

/** An empty device that loads everything from a server, over HTTP and its socket. */
export async function benchLoad(): Promise<readonly ServerFigure[]> {
  const world = await startWorld();
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  try {
    makeTemplate(folder);
    const { address } = await world.addNode();
    const who = await register(address, 'load@a.example');
    await fill(address, who);
    const loads: Load[] = [];
    for (let round = 0; round < rounds; round += 1) loads.push(await load(address, who, folder, round));
    const wire = await countBytes(address, who, folder);
    const size = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return [
      {
        name: 'server-load',
        value: median(loads.map(({ ms }) => ms)),
        unit: 'ms',
        floor: median(loads.map(({ floorMs }) => floorMs)),
        most: 4.5,
        note:
          `${size} records (${counts.company} companies, ${counts.contact} contacts, ${counts.deal} deals) from a server and ` +
          'its PostgreSQL, from when an empty device connects to when all are on its encrypted disk, with indexes, and found ' +
          'by words; floor: bare inserts of the same rows into tables without indexes of an encrypted file; medians of ' +
          `${rounds} rounds, device, server and database on one machine`,
      },
      {
        name: 'server-load-first-page',
        value: median(loads.map(({ firstMs }) => firstMs)),
        unit: 'ms',
        floor: null,
        most: 1000,
        note: `from when the device connects to when it reads 50 contacts of the first page, with members, pipelines and stages before them; median of ${rounds} rounds`,
      },
      {
        name: 'server-load-bytes',
        value: wire.bytes / 1024,
        unit: 'KB',
        floor: wire.tupleBytes / 1024,
        most: 1.3,
        note:
          'everything that the server sends for that load, headers included, counted between the two; floor: the same ' +
          'records as one JSON list of lists of values, by zstd at the level that the server uses',
      },
    ];
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Load {
  readonly ms: number;
  readonly firstMs: number;
  readonly floorMs: number;
}

async function load(address: string, who: Person, folder: string, round: number): Promise<Load> {
  let firstMs: number | null = null;
  const onTaken = (): void => {
    if (firstMs === null && firstRows(database) >= 50) firstMs = performance.now() - startMs;
  };
  const { device, database } = openSqliteDevice(() => address, who, { name: `loading${round}`, folder, onTaken });
  const startMs = performance.now();
  await device.connect(address);
  await until('everything', () => (device.store.meta('cursor') ?? '') !== '');
  const ms = performance.now() - startMs;
  await device.disconnect();
  check(database);
  const floorMs = bareInserts(database, join(folder, `bare${round}.db`));
  database.close();
  if (firstMs === null) throw new Error('No first page came.');
  return { ms, firstMs, floorMs };
}

const firstRows = (database: SqliteDatabase): number =>
  database.prepare<[], { name: string }>('SELECT "name" FROM "contacts" LIMIT 50').all().length;

/** Whether all is there, and found. */
function check(database: SqliteDatabase): void {
  const number = (text: string): number => database.prepare<[], { n: number }>(text).get()?.n ?? 0;
  const held = tables.map((table) => number(`SELECT count(*) AS n FROM "${table}"`));
  const found = tables.map((table) =>
    number(`SELECT count(*) AS n FROM "${table}__search" WHERE "${table}__search" MATCH 'alder'`),
  );
  if (held.join() !== Object.values(counts).join() || found.includes(0)) {
    throw new Error(`There are ${held.join(', ')}, and ${found.join(', ')} are found.`);
  }
}

function bareInserts(database: SqliteDatabase, path: string): number {
  const parts = tables.map((table) => ({
    table,
    columns: database.prepare<[], { name: string; type: string }>(`PRAGMA table_info("${table}")`).all(),
    rows: database.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw().all(),
  }));
  const bare = openEncrypted(path);
  const startMs = performance.now();
  bare.transaction(() => {
    for (const { table, columns, rows } of parts) {
      bare.exec(`CREATE TABLE "${table}" (${columns.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
      const insert = bare.prepare(`INSERT INTO "${table}" VALUES (${columns.map(() => '?').join(', ')})`);
      for (const row of rows) insert.run(...row);
    }
  })();
  const ms = performance.now() - startMs;
  bare.close();
  return ms;
}

/** What one more load takes on its way, and what its records would be as lists of values. */
async function countBytes(
  address: string,
  who: Person,
  folder: string,
): Promise<{ readonly bytes: number; readonly tupleBytes: number }> {
  let bytes = 0;
  const target = new URL(address);
  const proxy = createServer((socket) => {
    const to = connectTo(Number(target.port), target.hostname);
    socket.pipe(to);
    to.on('data', (data) => {
      bytes += data.length;
    });
    to.pipe(socket);
    for (const one of [socket, to]) one.on('error', () => undefined);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const told = proxy.address();
  if (told === null || typeof told === 'string') throw new Error('It listens at a port.');
  const between = `http://127.0.0.1:${told.port}`;
  const tuples: unknown[] = [];
  const onTaken = (message: ServerMessage): void => {
    if (message.kind === 'page') for (const record of message.page.records) tuples.push(Object.values(record));
  };
  const { device, database } = openSqliteDevice(() => between, who, { name: 'counting', folder, onTaken });
  await device.connect(between);
  let whole = 0;
  await until('everything', () => {
    whole = bytes;
    return (device.store.meta('cursor') ?? '') !== '';
  });
  await device.disconnect();
  database.close();
  proxy.close();
  return { bytes: whole, tupleBytes: zstd.compress(Buffer.from(JSON.stringify(tuples))).length };
}

async function fill(address: string, who: Person): Promise<void> {
  const device = await openLightDevice(address, who, { name: 'fillsall', pushChanges: 1 });
  const make = async (
    entity: keyof typeof counts,
    fields: (index: number) => Readonly<Record<string, FieldValue>>,
  ): Promise<readonly RecordId[]> => {
    const ids = Array.from({ length: counts[entity] }, newRecordId);
    for (let from = 0; from < ids.length; from += together) {
      const some = ids.slice(from, from + together);
      device.send([
        device.change(some.map((id, place) => ({ kind: 'create' as const, entity, id, fields: fields(from + place) }))),
      ]);
    }
    await device.settled();
    return ids;
  };
  const companies = await make('company', (n) => ({
    name: `${word(n)} ${word(n * 7)} ${n}`,
    domain: `https://company${n}.example`,
    phones: [`+1415555${String(n % 10_000).padStart(4, '0')}`],
    industry: word(n * 5),
    city: word(n * 3),
    employees: n % 900,
    isCustomer: n % 3 === 0,
  }));
  const contacts = await make('contact', (n) => ({
    firstName: word(n * 11),
    lastName: `${word(n * 13)}son`,
    emails: [`person${n}@company${n % counts.company}.example`],
    phones: [`+1212555${String(n % 10_000).padStart(4, '0')}`],
    company: companies[n % counts.company] ?? null,
    jobTitle: `Head of ${word(n * 3)}`,
    lifecycle: ['lead', 'prospect', 'customer'][n % 3] ?? null,
  }));
  await make('deal', (n) => ({
    title: `${word(n)} for ${word(n * 3)} ${n}`,
    company: companies[n % counts.company] ?? null,
    contacts: [contacts[n % counts.contact] ?? ''],
    amount: { minor: (n % 9000) * 100, currency: 'USD' },
    description: `They asked for ${word(n * 5)} and ${word(n * 7)} before the ${n % 28}th.`,
  }));
  device.close();
}

const words = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elder', 'Fir', 'Ginkgo', 'Hazel', 'Ivy', 'Juniper', 'Larch'];
const word = (n: number): string => words[n % words.length] ?? '';
