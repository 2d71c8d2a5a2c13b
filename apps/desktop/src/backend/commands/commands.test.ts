import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCalendarDate } from '@satchel/core';
import { expect, test } from 'vitest';
import { countImported } from '../import/count-imported.ts';
import { generateSample } from '../sample/generate-sample.ts';
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

test('[S4-17/C] a kill in the middle of an import leaves everything as before', async () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => `Company ${index},retail`);
  const folder = folderWith([{ name: 'accounts.csv', text: `account,sector\n${rows.join('\n')}\n` }]);
  const killed = await run('import', folder, ['files', '--into', 'workspace'], '0 of 40000 rows');
  expect(killed.out).toBe('');
  const workspace = openCommandWorkspace(join(folder, 'workspace'));
  if (!workspace.ok) throw new Error(workspace.error);
  expect(countImported(workspace.value.target).companies).toBe(0);
  workspace.value.close();
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
