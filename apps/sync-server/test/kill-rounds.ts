import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordId } from '@satchel/core';
import { startDurableCluster } from '@satchel/db/test-cluster';
import { createDevice, type Device, until } from './device.ts';
import { register } from './running-server.ts';

/** What a run of kills has shown. */
export interface KillRun {
  readonly kills: number;
  /** Changes whose acceptance a device was told. */
  readonly acknowledged: number;
  /** Of those, how many a device that loads everything anew does not find. */
  readonly lost: number;
  /** How many changes were still waiting when a process was killed, all of which were judged later. */
  readonly interrupted: number;
  /** Ends with 0 when every organization's audit is whole. */
  readonly doctor: number;
}

/**
 * Devices write without a pause while the server, or PostgreSQL with all its processes, is killed (`kill -9`) at any moment
 * and started again, many times. After each time a new device loads everything and must find what was acknowledged.
 */
export async function killRounds(
  kind: 'embedded' | 'postgres',
  kills: number,
  tell: (line: string) => void = () => undefined,
): Promise<KillRun> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-kill-'));
  const cluster = kind === 'postgres' ? await startDurableCluster() : null;
  const env = {
    PATH: process.env.PATH ?? '',
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
    DATA_FOLDER: folder,
    PORT: '0',
    ACCESS_TOKEN_EXPIRE_MINUTES: '10000',
    ...(cluster ? { DATABASE_URL: cluster.url } : {}),
  };
  let node = await startNode(env);
  try {
    const who = await register(node.address, 'kill@a.example');
    const devices = [createDevice(who), createDevice(who), createDevice(who)];
    const made = new Map<Device, RecordId[]>(devices.map((device) => [device, []]));
    let interrupted = 0;
    let lost = 0;
    for (let round = 1; round <= kills; round += 1) {
      for (const device of devices) await connected(device, node.address);
      const writing = new AbortController();
      const written = Promise.all(devices.map((device) => write(device, made.get(device) ?? [], writing.signal)));
      await sleep(20 + Math.random() * 180);
      if (cluster && round % 2 === 0) {
        await cluster.crash();
        writing.abort();
        await written;
        for (const device of devices) await device.disconnect();
      } else {
        const ended = once(node.child, 'exit');
        node.child.kill('SIGKILL');
        await ended;
        writing.abort();
        await written;
        for (const device of devices) await device.disconnect();
        node = await startNode(env);
      }
      const acknowledged = devices.flatMap((device) => acknowledgedOf(device, made.get(device) ?? []));
      interrupted += devices.reduce((sum, device) => sum + waitingOf(device), 0);
      const witness = createDevice(who, `w${String(round).padStart(7, '0')}`);
      await connected(witness, node.address);
      lost += acknowledged.filter((id) => witness.row('company', id) === null).length;
      await witness.disconnect();
      tell(`${round}: ${acknowledged.length} acknowledged, ${lost} lost`);
    }
    // What was interrupted is judged once the devices are back.
    for (const device of devices) await connected(device, node.address);
    await until('everything was judged', () => devices.every((device) => waitingOf(device) === 0));
    const all = [...made.values()].flat();
    const last = createDevice(who, 'thelast0');
    await connected(last, node.address);
    await until('it has all', () => last.store.meta('cursor') === devices[0]?.store.meta('cursor'));
    lost += all.filter((id) => last.row('company', id) === null).length;
    for (const device of [...devices, last]) await device.disconnect();
    const doctor = spawn(process.execPath, [main, 'doctor'], { env, stdio: 'ignore' });
    const [code] = (await once(doctor, 'exit')) as [number];
    return { kills, acknowledged: all.length, lost, interrupted, doctor: code };
  } finally {
    const ended = once(node.child, 'exit');
    node.child.kill('SIGTERM');
    await ended;
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const main = join(import.meta.dirname, '../src/commands/main.ts');

async function startNode(
  env: Record<string, string>,
): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-4000)));
  }
  const address = (): string | undefined => /is at (\S+)/.exec(output)?.[1];
  await until('the server is there', () => {
    if (child.exitCode !== null) throw new Error(`It ended: ${output}`);
    return address() !== undefined;
  });
  return { child, address: address() ?? '' };
}

/** Also tries again: PostgreSQL may be on its way back. */
async function connected(device: Device, address: string): Promise<void> {
  await until('a connection', async () => {
    try {
      await device.connect(address);
      return true;
    } catch {
      await device.disconnect().catch(() => undefined);
      return false;
    }
  });
  await until(
    'what is there',
    () => device.store.meta('generation') !== undefined && device.row('member', device.member) !== null,
  );
}

/** A change every few milliseconds, until it is told to end. */
async function write(device: Device, made: RecordId[], until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    made.push(device.make('company', { name: `Number ${made.length}` }));
    await sleep(3);
  }
}

const isWaiting = ({ acceptedAt }: { readonly acceptedAt: number | null }): boolean => acceptedAt === null;

const waitingOf = (device: Device): number => device.store.outbox().filter(isWaiting).length;

function acknowledgedOf(device: Device, made: readonly RecordId[]): readonly RecordId[] {
  const waiting = new Set(
    device.store
      .outbox()
      .filter(isWaiting)
      .flatMap(({ change }) => change.intentions.flatMap((one) => ('id' in one ? [one.id] : []))),
  );
  return made.filter((id) => !waiting.has(id));
}
