import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { closeCodes } from '../../src/gateway/close-codes.ts';
import { createDevice, type Device, until } from '../device.ts';
import { register } from '../running-server.ts';
import type { Attack, Target } from './attack.ts';
import { connectPeer } from './peer.ts';

/** What one attack has cost a server, as that says itself under `/metrics`, and its neighbours. */
export interface AttackCost {
  readonly name: string;
  /** Whether it ended as it is to end, and how it did. */
  readonly isRepelled: boolean;
  readonly ended: unknown;
  /** The longest that the main thread was busy at a stretch, in milliseconds. */
  readonly blockMs: number;
  /** What the process held at most besides what it held before. */
  readonly memoryMb: number;
  /** The longest that an edit of somebody else took meanwhile. */
  readonly neighbourMs: number;
}

/** Tries every attack on a server process of its own, one after another, while somebody else works there. */
export async function runAttacks(
  attacks: readonly Attack[],
  databaseUrl: string,
  tell: (cost: AttackCost) => void = () => undefined,
): Promise<readonly AttackCost[]> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-hostile-'));
  const node = await startNode({ DATA_FOLDER: folder, DATABASE_URL: databaseUrl, MAX_CONNECTIONS_PER_USER: '100' });
  try {
    const attacker = await register(node.address, 'attacker@a.example');
    const victim = await register(node.address, 'victim@a.example');
    const neighbour = createDevice(victim);
    await neighbour.connect(node.address);
    await until('the first load', () => neighbour.row('member', neighbour.member) !== null);
    const secret = `Secret ${crypto.randomUUID()}`;
    const company = neighbour.make('company', { name: secret });
    const target: Target = { address: node.address, attacker, victim: { ...victim, company, secret } };
    // It has ten seconds to say who it is: as long as the rest takes at least.
    const silent = await connectPeer(node.address, null);
    const costs: AttackCost[] = [];
    for (const attack of attacks) {
      const cost = await costOf(attack, target, node.child.pid ?? 0, neighbour);
      tell(cost);
      costs.push(cost);
    }
    if ((await silent.closed()) !== closeCodes.tooLate) throw new Error('Who says nothing is not cut off.');
    if (!neighbour.isConnected()) throw new Error('A neighbour was cut off.');
    await neighbour.disconnect();
    return costs;
  } finally {
    const ended = once(node.child, 'exit');
    node.child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function costOf(attack: Attack, target: Target, pid: number, neighbour: Device): Promise<AttackCost> {
  // What was busy before is told, and begins anew.
  await lagMs(target.address);
  const before = memoryMb(pid);
  const working = new AbortController();
  const worked = work(neighbour, working.signal);
  let ended: unknown;
  try {
    ended = await attack.run(target);
  } catch (error) {
    ended = error instanceof Error ? error.message : error;
  }
  working.abort();
  const neighbourMs = await worked;
  const blockMs = await lagMs(target.address);
  const isRepelled = isDeepStrictEqual(ended, attack.ends);
  return { name: attack.name, isRepelled, ended, blockMs, memoryMb: before(), neighbourMs };
}

/** Edits one after another, and says how long the slowest took. */
async function work(device: Device, until_: AbortSignal): Promise<number> {
  let longest = 0;
  do {
    const start = performance.now();
    device.make('company', { name: 'Meanwhile' });
    await until('it was judged', () => device.store.outbox().length === 0);
    longest = Math.max(longest, performance.now() - start);
  } while (!until_.aborted);
  return Math.round(longest);
}

/** The longest delay of the event loop since it was asked last: the histogram looks every 10 ms, and begins anew. */
async function lagMs(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const seconds = Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text)?.[1]);
  return Math.max(0, Math.round(seconds * 1000) - 10);
}

/** What a process comes to hold at most from now on, besides what it holds now. Linux says so; elsewhere it is 0. */
function memoryMb(pid: number): () => number {
  const field = (name: string): number => {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  };
  try {
    const before = field('VmRSS');
    // Its peak is its size of now (https://www.kernel.org/doc/html/latest/filesystems/proc.html).
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return () => Math.max(0, Math.round(field('VmHWM') - before));
  } catch {
    return () => 0;
  }
}

async function startNode(
  env: Readonly<Record<string, string>>,
): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const main = join(import.meta.dirname, '../../src/commands/main.ts');
  const child = spawn(process.execPath, ['--max-semi-space-size=64', main], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
