import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectTo, type StartedServe, startServe } from '../../../test/start-serve.ts';
import type { Client } from '../../shared/rpc.ts';

let dir: string;
const started: StartedServe[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-serve-'));
});
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

async function start(): Promise<StartedServe> {
  const served = await startServe({ dir });
  started.push(served);
  return served;
}

const connect = async (address: string): Promise<Client> => (await connectTo(address)).client;

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
