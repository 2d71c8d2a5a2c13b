import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordId } from '@satchel/core';
import { encodeFrame, type ServerMessage } from '@satchel/sync';
import pg from 'pg';
import { until } from '../test/device.ts';
import { register } from '../test/running-server.ts';
import { atRate, createDelays, type Delays } from './at-rate.ts';
import { median, percentile, type ServerFigure } from './figure.ts';
import { type LightDevice, newRecordId, openLightDevice } from './light-device.ts';
import { openRelayClient, startRelay } from './relay-client.ts';
import { startWorld } from './server-node.ts';
import { makeTemplate, openSqliteDevice } from './sqlite-device.ts';

const rounds = 5;
const perSecond = 2500;
const seconds = 6;
/** Before the first round that counts. */
const warmUpSeconds = 4;
const writers = 25;
/** A multiple of the writers: each record has one. */
const companies = 5000;

/** From when a change is due at one device to when another one has it on disk and reads it, beside a bare relay. */
export async function benchLive(): Promise<readonly ServerFigure[]> {
  const world = await startWorld();
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  const relay = await startRelay();
  try {
    makeTemplate(folder);
    const ours = await openOurs((await world.addNode()).address, folder);
    await asAutovacuumLeavesIt(world.databaseUrl);
    const theirs = await openTheirs(relay.port, ours);
    const [own, bare]: [number[], number[]] = [[], []];
    const middles: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const length = { perSecond, seconds: round === 0 ? warmUpSeconds : seconds };
      const mine = await measure(ours, length);
      const relayed = await measure(theirs, length);
      if (round === 0) continue;
      own.push(percentile(mine, 0.99));
      middles.push(median(mine));
      bare.push(percentile(relayed, 0.99));
    }
    ours.close();
    theirs.close();
    return [
      {
        name: 'server-live',
        value: median(own),
        unit: 'ms',
        floor: median(bare),
        most: 1,
        note:
          `p99 from when a change of one field is due at one of ${writers} devices of a tenant to when another device has ` +
          `committed it and reads it, ${perSecond} changes/s of ${seconds} s a round, sent on whether answered or not; ` +
          `half of them took ${median(middles).toFixed(1)} ms; floor: p99 of @hocuspocus/server relaying the same bytes as ` +
          `values of a map to as many clients, of which one applies them, in turn with it; medians of ${rounds} rounds, ` +
          'PostgreSQL with fsync, everything on one machine',
      },
    ];
  } finally {
    await relay.stop();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A database that was made a moment ago knows nothing of its tables. */
async function asAutovacuumLeavesIt(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE');
  await client.end();
}

/** Somewhere to send changes through, and to look whether they came out at the other end. */
interface Way {
  /** Sends the change of that number, whose delay begins at `dueMs`. */
  readonly send: (number: number, dueMs: number) => void;
  readonly delays: () => Delays;
  readonly begin: () => void;
  readonly close: () => void;
}

async function measure(way: Way, rate: { readonly perSecond: number; readonly seconds: number }) {
  way.begin();
  await atRate(rate, way.send);
  await until('every change at the other end', () => way.delays().missing() === 0);
  return way.delays().all();
}

/** Through our server, with a real device at the other end. */
async function openOurs(address: string, folder: string): Promise<Way & { readonly made: (number: number) => Made }> {
  const who = await register(address, 'live@a.example');
  let delays = createDelays();
  const names = new Map<string, string>();
  const onTaken = (message: ServerMessage): void => {
    if (message.kind !== 'delta') return;
    for (const { id, items } of message.delta.changes) {
      const [item] = items;
      if (item?.kind !== 'patch') continue;
      // What its screen reads.
      const row = reader.device.row(item.entity, item.id);
      if (row?.['name'] !== names.get(id)) throw new Error('This is not what was written.');
      delays.seen(id, performance.now());
    }
  };
  const senders: LightDevice[] = [];
  for (let n = 0; n < writers; n += 1) {
    senders.push(await openLightDevice(address, who, { name: `writer${String(n).padStart(2, '0')}` }));
  }
  const ids = await makeCompanies(senders[0], companies);
  const reader = openSqliteDevice(() => address, who, { name: 'thereads', folder, onTaken });
  await reader.device.connect(address);
  await until('the load', () => reader.device.row('company', ids.at(-1) ?? newRecordId()) !== null);
  let changes = 0;
  const made = (number: number): Made => {
    const id = ids[number % companies] ?? newRecordId();
    const sender = senders[number % writers];
    if (!sender) throw new Error('Every change has its device.');
    changes += 1;
    // What has this name already is not changed, and nobody is told of it.
    const name = `Called so by change ${changes}`;
    return { id, name, sender, change: sender.change([{ kind: 'update', entity: 'company', id, fields: { name } }]) };
  };
  return {
    made,
    delays: () => delays,
    begin() {
      delays = createDelays();
      names.clear();
    },
    send(number, dueMs) {
      const { change, name, sender } = made(number);
      names.set(change.id, name);
      delays.due(change.id, dueMs);
      sender.send([change]);
    },
    close() {
      for (const sender of senders) sender.close();
      void reader.device.disconnect();
      reader.database.close();
    },
  };
}

interface Made {
  readonly id: RecordId;
  readonly name: string;
  readonly sender: LightDevice;
  readonly change: ReturnType<LightDevice['change']>;
}

/** Through the relay: the same bytes as a device would push, in a document that everybody has. */
async function openTheirs(port: number, ours: { readonly made: (number: number) => Made }): Promise<Way> {
  let delays = createDelays();
  const clients = await Promise.all(Array.from({ length: writers }, () => openRelayClient(port)));
  const reader = await openRelayClient(port, (keys) => {
    for (const key of keys) delays.seen(key, performance.now());
  });
  return {
    delays: () => delays,
    begin() {
      delays = createDelays();
    },
    send(number, dueMs) {
      const { id, change } = ours.made(number);
      const bytes = encodeFrame({ kind: 'push', firstNumber: number + 1, changes: [change], now: Date.now() });
      delays.due(id, dueMs);
      clients[number % writers]?.set(id, bytes);
    },
    close() {
      for (const client of [...clients, reader]) client.close();
    },
  };
}

async function makeCompanies(device: LightDevice | undefined, count: number): Promise<readonly RecordId[]> {
  if (!device) throw new Error('Somebody makes them.');
  const ids = Array.from({ length: count }, newRecordId);
  for (const [index, id] of ids.entries()) {
    device.send([device.change([{ kind: 'create', entity: 'company', id, fields: { name: `Company ${index}` } }])]);
  }
  await device.settled();
  return ids;
}
