import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
const toUnmount: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-troubles-'));
  mkdirSync(join(folder, 'window'));
  writeFileSync(join(folder, 'window/index.html'), 'page');
});
afterEach(() => {
  for (const dir of toUnmount.splice(0)) execFileSync('umount', [dir]);
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly problems: string;
}

function run(command: 'import' | 'serve', args: readonly string[]): Promise<Ended> {
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
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, problems })));
}

const importFile = (rows: number, into = 'workspace'): Promise<Ended> => {
  const lines = Array.from({ length: rows }, (_, index) => `Company ${index},retail`);
  writeFileSync(join(folder, 'accounts.csv'), `account,sector\n${lines.join('\n')}\n`);
  return run('import', ['accounts.csv', '--into', into]);
};

const serve = (): Promise<Ended> =>
  run('serve', [`--workspace=${join(folder, 'workspace')}`, `--window=${join(folder, 'window')}`]);

/** The problems that the command and the app tell, after which they end with an error. */
async function told(): Promise<readonly string[]> {
  const ended = [await importFile(10), await serve()];
  expect(ended.map(({ code, out }) => [code, out])).toEqual([
    [1, ''],
    [1, ''],
  ]);
  return ended.map(({ problems }) => problems.trim());
}

const dataOf = (dir: string): Buffer => readFileSync(join(dir, 'workspace.db'));

test('[S4-17/C] with a wrong key or none, the command and the app say so and change nothing', async () => {
  const dir = join(folder, 'workspace');
  await importFile(20);
  const key = join(dir, 'workspace.key');
  const right = readFileSync(key);
  const before = dataOf(dir);

  writeFileSync(key, Buffer.alloc(32, 7));
  for (const sentence of await told()) {
    expect(sentence).toContain('The key does not open this workspace');
    expect(sentence).toContain(`The newest copy is ${join(dir, 'backups')}`);
  }
  rmSync(key);
  for (const sentence of await told()) {
    expect(sentence).toBe(
      `The key of this workspace is missing or damaged: ${key}. Put it back from your backup; nothing was changed.`,
    );
  }
  expect(dataOf(dir).equals(before)).toBe(true);
  expect(readdirSync(dir)).not.toContain('lock');
  writeFileSync(key, right);
  expect(JSON.parse((await importFile(20)).out)).toMatchObject({ companies: 20 });
}, 60_000);

test('[S4-17/C] with a damaged file, the command and the app say where its newest copy is, and that copy can be put back', async () => {
  const dir = join(folder, 'workspace');
  await importFile(3000);
  await importFile(3000);
  const path = join(dir, 'workspace.db');
  const whole = dataOf(dir);
  writeFileSync(path, Buffer.concat([Buffer.alloc(4096, 1), whole.subarray(4096)]));
  for (const sentence of await told()) expect(sentence).toContain(join(dir, 'backups', 'satchel-'));

  // The file opens, and the damage is met when the import copies it.
  const middle = Math.floor(whole.length / 4096 / 2) * 4096;
  const damaged = Buffer.concat([whole.subarray(0, middle), Buffer.alloc(whole.length - middle, 1)]);
  writeFileSync(path, damaged);
  const ended = await importFile(3000);
  expect([ended.code, ended.out]).toEqual([1, '']);
  expect(ended.problems).toContain(
    `The workspace’s file is damaged. The newest copy is ${join(dir, 'backups', 'satchel-')}`,
  );

  // What the sentence says works.
  const newest = readdirSync(join(dir, 'backups')).toSorted().at(-1) ?? '';
  for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  writeFileSync(path, readFileSync(join(dir, 'backups', newest)));
  expect(JSON.parse((await importFile(3000)).out)).toMatchObject({ companies: 3000 });
}, 60_000);

test('[S4-17/C] with a full disk, the command says so, and what was there is there', async ({ skip }) => {
  const dir = join(folder, 'workspace');
  mkdirSync(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    console.warn('The test of a full disk is left out: this user cannot mount a small one.');
    return skip();
  }
  toUnmount.push(dir);
  const first = await importFile(100);
  expect(JSON.parse(first.out)).toMatchObject({ companies: 100 });
  const full = await importFile(30_000);
  expect([full.code, full.out]).toEqual([1, '']);
  expect(full.problems).toContain('The disk is full, so nothing was saved. Make room and try again.');
  const again = await importFile(110);
  expect(JSON.parse(again.out)).toMatchObject({ companies: 110 });
}, 60_000);
