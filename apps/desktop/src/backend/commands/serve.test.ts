import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Client, createClient } from '../../shared/rpc.ts';
import { createWsPort } from '../host/ws-port.ts';

let dir: string;
const started: ChildProcess[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-serve-'));
  mkdirSync(join(dir, 'window'));
  writeFileSync(join(dir, 'window/index.html'), 'page');
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

interface Started {
  readonly address: string;
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
}

async function start(): Promise<Started> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(import.meta.dirname, 'serve.ts'),
      `--workspace=${join(dir, 'workspace')}`,
      `--window=${join(dir, 'window')}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  started.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const printed = /open at (\S+)\n/.exec(said)?.[1];
      if (printed !== undefined) resolve(printed);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(said)));
  });
  return { address, child, ended };
}

async function connect(address: string): Promise<Client> {
  const entered = await fetch(address, { redirect: 'manual' });
  const { host, origin } = new URL(address);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${host}/port`, { headers: { cookie, origin } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return createClient(createWsPort(socket));
}

const everything = { and: [] } as const;

test('[S4-17/C] a kill in the middle of an import leaves everything as before, and the next start goes on', async () => {
  const first = await start();
  const client = await connect(first.address);
  const user = { name: 'Orchard', userName: 'Ada', currency: 'USD', country: 'US', withSample: false };
  await client.call('workspace.create', user);
  const { job } = await client.call('import.begin', {});
  const rows = Array.from({ length: 20_000 }, (_, index) => `First${index},Last,person${index}@example.com\n`);
  const part = new TextEncoder().encode(`First Name,Last Name,Email\n${rows.join('')}`);
  await client.call('import.addFilePart', { job, file: 'contacts.csv', part, isLast: true });
  const plan = await client.call('import.analyse', { job });
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  const isUnderWay = new Promise<void>((resolve) => {
    client.listen('import.progress', ({ stage, done }) => {
      if (stage === 'writing' && done > 2_000) resolve();
    });
  });
  const run = client.call('import.run', { job, plan: plan.value });
  const cutOff = run.then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  await isUnderWay;
  first.child.kill('SIGKILL');
  expect(await cutOff).toContain('has closed');
  await first.ended;

  const second = await start();
  const again = await connect(second.address);
  expect(await again.call('workspace.status', {})).toMatchObject({ state: 'ready', name: 'Orchard' });
  expect(await again.call('records.count', { entity: 'contact', where: everything })).toBe(0);
  expect(await again.call('records.count', { entity: 'importRun', where: everything })).toBe(0);
}, 30_000);

test('a second start says where the first one is, and a stop closes everything', async () => {
  const first = await start();
  const second = await start();
  expect(second.address).toBe(first.address);
  expect(await second.ended).toBe(0);
  const client = await connect(first.address);
  const told = new Promise((resolve) => client.listen('trouble', resolve));
  first.child.kill('SIGTERM');
  expect(await told).toEqual({ message: 'Satchel was closed. Start it again to go on.' });
  expect(await first.ended).toBe(0);
});
