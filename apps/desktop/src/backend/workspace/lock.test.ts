import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Lock, takeLock } from './lock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function taken(): Lock {
  const lock = takeLock(dir);
  if (!lock.ok) throw new Error(lock.error.message);
  return lock.value;
}

/** A process that takes the lock, says whether it has it, and keeps it. */
function taker() {
  const script = `
    import { takeLock } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lock.ts')).href)};
    const lock = takeLock(${JSON.stringify(dir)});
    console.log(lock.ok ? 'taken' : lock.error.code);
    setInterval(() => undefined, 1000);`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = new Promise<string>((resolve) =>
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim())),
  );
  return { child, said };
}

test('a lock is released once, and never that of another', () => {
  const first = taken();
  first.setAddress('http://127.0.0.1:4000/');
  expect(takeLock(dir)).toMatchObject({ error: { code: 'in-use', address: 'http://127.0.0.1:4000/' } });
  first.release();
  expect(readdirSync(dir)).toEqual([]);
  const second = taken();
  first.release();
  first.setAddress('http://127.0.0.1:1/');
  expect(takeLock(dir)).toMatchObject({ error: { code: 'in-use', message: 'This workspace is open already.' } });
  second.release();
});

test('a new address is written beside the old one and takes its place', () => {
  const lock = taken();
  linkSync(join(dir, 'lock'), join(dir, 'before'));
  lock.setAddress('http://127.0.0.1:4000/');
  expect(JSON.parse(readFileSync(join(dir, 'before'), 'utf8'))).toEqual({ pid: process.pid, address: '' });
  expect(JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))).toMatchObject({ address: 'http://127.0.0.1:4000/' });
  lock.release();
});

test('a note that was left behind means nothing, also when its process number lives again', () => {
  for (const left of [JSON.stringify({ pid: process.pid, address: 'http://127.0.0.1:1/' }), '{', '', 'null']) {
    writeFileSync(join(dir, 'lock'), left);
    writeFileSync(join(dir, 'lock.held'), '');
    taken().release();
    expect(readdirSync(dir)).toEqual([]);
  }
});

test('[S4-17/C] what a killed process held is free at once', async () => {
  const { child, said } = taker();
  expect(await said).toBe('taken');
  expect(takeLock(dir)).toMatchObject({ ok: false });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(readdirSync(dir)).toEqual(['lock', 'lock.held']);
  taken().release();
});

test('of several processes that start at once one has the workspace', async () => {
  const takers = Array.from({ length: 4 }, taker);
  const said = await Promise.all(takers.map((one) => one.said));
  for (const { child } of takers) child.kill('SIGKILL');
  expect(said.toSorted()).toEqual(['in-use', 'in-use', 'in-use', 'taken']);
}, 20_000);
