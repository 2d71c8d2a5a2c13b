import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordId } from '@satchel/core';
import type { ServerMessage } from '@satchel/sync';
import pg from 'pg';
import { until } from '../test/device.ts';
import { register } from '../test/running-server.ts';
import { digestOf } from './digest-of.ts';
import type { ServerFigure } from './figure.ts';
import type { Person } from './light-device.ts';
import { type ServerNode, type ServerWorld, startWorld } from './server-node.ts';
import { makeTemplate, openSqliteDevice, type SqliteDevice } from './sqlite-device.ts';

const tenants = 20;
const devicesOfTenant = 10;
/** How long each device rests after a change, about. */
const restMs = 500;
/** Ten minutes, or what a try is given. */
const seconds = Number(process.env['SATCHEL_BENCH_SECONDS'] ?? 600);
const killEveryMs = Math.min(60, seconds / 2) * 1000;

/** Many devices of many organizations write while a node is killed and started again each minute; then all is compared. */
export async function benchBusy(): Promise<readonly ServerFigure[]> {
  const world = await startWorld();
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  try {
    makeTemplate(folder);
    const nodes = [await world.addNode(), await world.addNode()];
    const busy: BusyTenant[] = [];
    for (let n = 0; n < tenants; n += 1) busy.push(await openTenant(nodes, n, folder));
    const startMs = performance.now();
    const ending = new AbortController();
    const working = busy.flatMap(({ devices }) => devices.map((one) => one.work(ending.signal)));
    const kills = await killInTurn(nodes, startMs + seconds * 1000);
    ending.abort();
    await Promise.all(working);
    const took = (performance.now() - startMs) / 1000;
    const during = busy.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
    // What was on its way when it ended comes to its end.
    const judge = await openJudge(world);
    for (const tenant of busy) await settle(tenant, judge);
    const lost = await judge.lost(busy);
    const differing = busy.filter(({ devices }) => new Set(devices.map(({ digest }) => digest())).size !== 1).length;
    const floor = await judge.bareAppends(busy);
    await judge.close();
    const made = busy.flatMap(({ devices }) => devices).reduce((sum, one) => sum + one.made(), 0);
    const acknowledged = busy.reduce((sum, one) => sum + one.acknowledged.size, 0);
    const refused = busy.reduce((sum, one) => sum + one.refused, 0);
    for (const { devices } of busy) for (const one of devices) await one.close();
    if (lost > 0 || differing > 0 || acknowledged + refused !== made) process.exitCode = 1;
    return [
      {
        name: 'server-busy',
        value: during / took,
        unit: 'changes/s',
        floor: null,
        most: null,
        note:
          `accepted changes of ${tenants} tenants with ${devicesOfTenant} devices each, every one with its database on disk, ` +
          `that write about every ${restMs} ms for ${Math.round(took)} s, on two nodes of which one was killed and started ` +
          `again ${kills} times; ${made} changes made, ${acknowledged} acknowledged, ${refused} refused, ${lost} ` +
          `acknowledged ones lost, ${differing} tenants whose devices differ at the end: ` +
          `${lost + differing === 0 && acknowledged + refused === made ? 'met' : 'MISSED'}; bare appends of the same bytes, ` +
          `a transaction for each change, from ${tenants} connections: ${Math.round(floor)} changes/s; everything on one machine`,
      },
    ];
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface BusyTenant {
  readonly who: Person;
  readonly devices: readonly BusyDevice[];
  /** Changes of which a device was told that they are accepted. */
  readonly acknowledged: ReadonlySet<string>;
  readonly refused: number;
}

interface BusyDevice {
  /** Writes, and connects again whenever it is not connected, until it is told to end. */
  readonly work: (end: AbortSignal) => Promise<void>;
  readonly connect: () => Promise<void>;
  readonly made: () => number;
  readonly waits: () => boolean;
  readonly cursor: () => number;
  readonly digest: () => string;
  readonly close: () => Promise<void>;
}

async function openTenant(nodes: readonly ServerNode[], number: number, folder: string): Promise<BusyTenant> {
  const [node] = nodes;
  const who = await register(node?.address ?? '', `busy${number}@a.example`);
  const acknowledged = new Set<string>();
  const refusals = new Set<string>();
  const onTaken = (message: ServerMessage): void => {
    if (message.kind !== 'outcomes') return;
    for (const { kind, change } of message.outcomes) (kind === 'accepted' ? acknowledged : refusals).add(change);
  };
  const devices: BusyDevice[] = [];
  for (let n = 0; n < devicesOfTenant; n += 1) {
    const name = `b${String(number).padStart(3, '0')}d${String(n).padStart(3, '0')}`;
    let at = n;
    const address = (): string => nodes[at % nodes.length]?.address ?? '';
    const opened = openSqliteDevice(address, who, { name, folder, onTaken });
    const device = busyDevice(opened, address, () => {
      at += 1;
    });
    await device.connect();
    devices.push(device);
  }
  return {
    who,
    devices,
    acknowledged,
    get refused() {
      return refusals.size;
    },
  };
}

/** @param turn to another node, since this one does not answer */
function busyDevice({ device, database }: SqliteDevice, address: () => string, turn: () => void): BusyDevice {
  const own: RecordId[] = [];
  let made = 0;
  let connecting: Promise<void> | null = null;
  const connect = (): Promise<void> => {
    connecting ??= tryUntilConnected().finally(() => {
      connecting = null;
    });
    return connecting;
  };
  const tryUntilConnected = async (): Promise<void> => {
    while (!device.isConnected()) {
      await device.disconnect().catch(() => undefined);
      try {
        await device.connect(address());
      } catch {
        turn();
        await sleep(100 + Math.random() * 400);
      }
    }
    await until('the load', () => !device.isConnected() || (device.store.meta('cursor') ?? '') !== '');
  };
  const write = (): void => {
    const others = database
      .prepare<[], { id: string }>('SELECT "id" FROM "companies" WHERE "deletedAt" IS NULL ORDER BY random() LIMIT 1')
      .get();
    made += 1;
    if (!others || made % 3 === 1) own.push(device.make('company', { name: `Made by ${device.name} as ${made}` }));
    else {
      device.update('company', others.id as RecordId, {
        name: `Changed by ${device.name} as ${made}`,
        employees: made,
      });
    }
  };
  return {
    connect,
    async work(end) {
      while (!end.aborted) {
        await sleep(restMs * (0.5 + Math.random()));
        if (!device.isConnected()) void connect();
        write();
      }
    },
    made: () => made,
    waits: () => device.store.outbox().length > 0,
    cursor: () => Number(device.store.meta('cursor') ?? 0),
    digest: () => digestOf(database),
    async close() {
      await device.disconnect();
      database.close();
    },
  };
}

async function killInTurn(nodes: readonly ServerNode[], endMs: number): Promise<number> {
  let kills = 0;
  while (performance.now() + killEveryMs / 2 < endMs) {
    await sleep(killEveryMs / 2);
    const node = nodes[kills % nodes.length];
    await node?.kill();
    await node?.start();
    kills += 1;
    await sleep(Math.min(killEveryMs / 2, Math.max(0, endMs - performance.now())));
  }
  await sleep(Math.max(0, endMs - performance.now()));
  return kills;
}

async function settle({ who, devices }: BusyTenant, judge: Judge): Promise<void> {
  await until(`everything of ${who.organization} is judged`, async () => {
    for (const one of devices) await one.connect();
    return devices.every((one) => !one.waits());
  });
  const head = await judge.head(who);
  await until(`everything of ${who.organization} is everywhere`, async () => {
    for (const one of devices) await one.connect();
    return devices.every((one) => one.cursor() === head);
  });
}

/** Looks into the database itself. */
interface Judge {
  readonly head: (who: Person) => Promise<number>;
  /** How many acknowledged changes the audit does not have, or has more than once. */
  readonly lost: (busy: readonly BusyTenant[]) => Promise<number>;
  /** Changes a second whose bytes are appended, each in a transaction of its own. */
  readonly bareAppends: (busy: readonly BusyTenant[]) => Promise<number>;
  readonly close: () => Promise<void>;
}

async function openJudge({ databaseUrl }: ServerWorld): Promise<Judge> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: tenants });
  const judged = `SELECT "entry"->'change'->>'id' AS id FROM "_audit" WHERE "tenant_id" = $1`;
  return {
    async head({ organization }) {
      const { rows } = await pool.query<{ head: string }>('SELECT "head" FROM "_tenant" WHERE "tenant_id" = $1', [
        organization,
      ]);
      return Number(rows[0]?.head);
    },
    async lost(busy) {
      let lost = 0;
      for (const { who, acknowledged } of busy) {
        const { rows } = await pool.query<{ id: string }>(judged, [who.organization]);
        const times = Map.groupBy(rows, ({ id }) => id);
        for (const id of acknowledged) if (times.get(id)?.length !== 1) lost += 1;
      }
      return lost;
    },
    async bareAppends(busy) {
      await pool.query('CREATE TABLE bare (bytes text)');
      const { rows } = await pool.query<{ text: string }>(
        `SELECT a::text || o::text || c::text AS text FROM "_audit" a
         JOIN "_outcome" o ON o.tenant_id = a.tenant_id AND o.change = a.entry->'change'->>'id'
         JOIN "companies" c ON c.tenant_id = a.tenant_id AND c.id = a.entry->'writes'->0->>'id' LIMIT 100`,
      );
      const startMs = performance.now();
      let appended = 0;
      await Promise.all(
        busy.map(async () => {
          while (performance.now() < startMs + 3000) {
            const text = rows[appended % rows.length]?.text;
            await pool.query({ name: 'append', text: 'INSERT INTO bare VALUES ($1)', values: [text] });
            appended += 1;
          }
        }),
      );
      return (appended * 1000) / (performance.now() - startMs);
    },
    close: () => pool.end(),
  };
}
