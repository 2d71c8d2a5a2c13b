import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCalendarDate } from '@satchel/core';
import { expect, test } from 'vitest';
import { countImported } from '../import/count-imported.ts';
import { generateSample } from '../sample/generate-sample.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { openCommandWorkspace } from './command-workspace.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly problems: string;
}

/** Runs a command in a folder, as a user would; `killOn` kills it soon after it said that. */
function run(command: 'import' | 'generate', folder: string, args: readonly string[], killOn?: string): Promise<Ended> {
  const script = join(import.meta.dirname, `${command}.ts`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: { ...process.env, SATCHEL_CALLED_FROM: folder },
  });
  let out = '';
  let problems = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    problems += data.toString();
    if (killOn !== undefined && problems.includes(killOn)) setTimeout(() => child.kill('SIGKILL'), 200);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, problems })));
}

const folderWith = (files: readonly { readonly name: string; readonly text: string }[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-command-'));
  mkdirSync(join(folder, 'files'));
  for (const { name, text } of files) writeFileSync(join(folder, 'files', name), text);
  return folder;
};

const today = '2026-03-11';
if (!isCalendarDate(today)) throw new Error('not a date');

test('[S4-17/C] the import command ends with one JSON line, and the same line when it is run again', async () => {
  const folder = folderWith(generateSample(7, today));
  const first = await run('import', folder, ['files', '--into', 'workspace']);
  expect(first.code).toBe(0);
  const counts: unknown = JSON.parse(first.out);
  expect(counts).toMatchObject({ companies: 60, products: 6, members: 16, deals: 1200, refused: 0 });
  expect(first.problems).toContain('product "HarborDesk Pro"');
  const second = await run('import', folder, ['files', '--into', 'workspace']);
  expect(second.out).toBe(first.out);
}, 60_000);

const products = [{ name: 'products.csv', text: 'product,sales_price\nKit,"1.234,56"\nBag,7 USD\n' }];

async function inWorkspace<T>(dir: string, look: (workspace: Workspace) => T): Promise<T> {
  const opened = await openCommandWorkspace(dir);
  if (!opened.ok) throw new Error(opened.error);
  const seen = look(opened.value);
  await opened.value.close();
  return seen;
}

test('a command makes a workspace of the currency, country and time zone that it was given, and keeps one that is there', async () => {
  const folder = folderWith(products);
  const made = ['--currency', 'EUR', '--country', 'DE', '--time-zone', 'Europe/Berlin'];
  const first = await run('import', folder, ['files', '--into', 'workspace', ...made]);
  expect(first.problems).toContain('2 rows of product');
  const second = await run('import', folder, ['files', '--into', 'workspace']);
  expect(second.out).toBe(first.out);
  const { profile, prices } = await inWorkspace(join(folder, 'workspace'), (workspace) => ({
    profile: workspace.profile(),
    prices: [...workspace.importTarget.each('product')].map(({ price }) => price),
  }));
  expect(profile).toMatchObject({ currency: 'EUR', country: 'DE', timeZone: 'Europe/Berlin' });
  expect(prices).toEqual([
    { minor: 123_456, currency: 'EUR' },
    { minor: 700, currency: 'USD' },
  ]);
  const wrong = await run('import', folder, ['files', '--into', 'workspace', '--time-zone', 'Mars/North']);
  expect([wrong.code, wrong.problems]).toEqual([
    1,
    expect.stringContaining('"Mars/North" is no time zone: give one such as Europe/Zurich.'),
  ]);
}, 60_000);

test('the import command copies the workspace as it was before, and takes its lock', async () => {
  const folder = folderWith(products);
  const dir = join(folder, 'workspace');
  expect((await run('import', folder, ['files', '--into', 'workspace'])).code).toBe(0);
  writeFileSync(join(folder, 'files/products.csv'), 'product\nThird\n');
  expect((await run('import', folder, ['files', '--into', 'workspace'])).code).toBe(0);
  const copies = readdirSync(join(dir, 'backups')).toSorted();
  expect(copies).toHaveLength(2);
  // The newer copy, opened with the workspace's own key, holds what the first import brought.
  const restored = join(folder, 'restored');
  mkdirSync(restored);
  copyFileSync(join(dir, 'backups', copies[1] ?? ''), join(restored, 'workspace.db'));
  copyFileSync(join(dir, 'workspace.key'), join(restored, 'workspace.key'));
  const names = await inWorkspace(restored, ({ importTarget }) =>
    [...importTarget.each('product')].map((one) => one.name),
  );
  expect(names).toEqual(['Kit', 'Bag']);
  const open = await openCommandWorkspace(dir);
  if (!open.ok) throw new Error(open.error);
  const second = await run('import', folder, ['files', '--into', 'workspace']);
  await open.value.close();
  expect([second.code, second.out, second.problems]).toEqual([
    1,
    '',
    'This workspace is open already. Close it there first.\n',
  ]);
}, 60_000);

test('the import command says what is wrong and ends with an error', async () => {
  const folder = folderWith([{ name: 'a.csv', text: 'name,email\nAnn,"ann@example.com\n' }]);
  const runs = [
    await run('import', folder, []),
    await run('import', folder, ['nowhere', '--into', 'workspace']),
    await run('import', folder, ['files', '--into', 'workspace']),
  ];
  expect(runs.map(({ code, out }) => [code, out])).toEqual(runs.map(() => [1, '']));
  expect(runs[0]?.problems).toContain('Usage: npm run import');
  expect(runs[1]?.problems).toContain('There is no folder or file');
  expect(runs[2]?.problems).toContain('a.csv, line 2: a quote is opened');
}, 60_000);

test('[S4-17/C] the import command leaves out a file that it cannot read, says why, and imports the others', async () => {
  const folder = folderWith([
    { name: 'broken.csv', text: 'name,email\nAnn,"ann@example.com\n' },
    { name: 'companies.csv', text: 'account,sector\nAcme,retail\n' },
  ]);
  const { code, out, problems } = await run('import', folder, ['files', '--into', 'workspace']);
  expect([code, JSON.parse(out)]).toMatchObject([0, { companies: 1, refused: 0 }]);
  expect(problems).toContain('broken.csv is left out: broken.csv, line 2: a quote is opened');
}, 60_000);

test('[S4-17/C] a kill in the middle of an import leaves everything as before', async () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => `Company ${index},retail`);
  const folder = folderWith([{ name: 'accounts.csv', text: `account,sector\n${rows.join('\n')}\n` }]);
  const killed = await run('import', folder, ['files', '--into', 'workspace'], '0 of 40000 rows');
  expect(killed.out).toBe('');
  const workspace = await openCommandWorkspace(join(folder, 'workspace'));
  if (!workspace.ok) throw new Error(workspace.error);
  expect(countImported(workspace.value.importTarget).companies).toBe(0);
  await workspace.value.close();
  const again = await run('import', folder, ['files', '--into', 'workspace']);
  expect(JSON.parse(again.out)).toMatchObject({ companies: 40_000, refused: 0 });
}, 60_000);

test('the generate command makes a workspace', async () => {
  const folder = folderWith([]);
  const made = await run('generate', folder, ['--contacts', '300', '--deals', '100', '--seed', '5', '--into', 'w']);
  expect(made.code).toBe(0);
  expect(JSON.parse(made.out)).toMatchObject({ contacts: 300, deals: 100, seed: 5 });
  const wrong = await run('generate', folder, ['--contacts', 'many', '--into', 'w']);
  expect([wrong.code, wrong.out]).toEqual([1, '']);
}, 60_000);
