import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createDevice, until } from '../../test/device.ts';
import { ask, register } from '../../test/running-server.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-serve-'));
  folders.push(folder);
  return folder;
};

function start(
  env: Record<string, string>,
  words: readonly string[] = [],
): { readonly child: ChildProcess; readonly output: () => string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...words], {
    env: {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
      PORT: '0',
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  return { child, output: () => output };
}

async function addressOf({ output }: ReturnType<typeof start>): Promise<string> {
  await until('the address', () => /is at (\S+)/.test(output())).catch((error: unknown) => {
    throw new Error(`It said: ${output()}`, { cause: error });
  });
  return /is at (\S+)/.exec(output())?.[1] ?? '';
}

test('one command starts the server with its own database; stopped and started again it has everything', async () => {
  const folder = newFolder();
  const first = start({ DATA_FOLDER: folder });
  const address = await addressOf(first);
  const who = await register(address, 'serve@a.example');
  const device = createDevice(who);
  await device.connect(address);
  await until('the first load', () => device.row('member', device.member) !== null);
  const company = device.make('company', { name: 'Kept' });
  await until('it was judged', () => device.store.outbox().length === 0);
  // Nobody else opens the folder meanwhile; what is asked on the command line the server does itself.
  const intruder = start({ DATA_FOLDER: folder });
  const linked = start({ DATA_FOLDER: folder }, ['reset-password', 'serve@a.example']);
  expect(await Promise.all([once(intruder.child, 'exit'), once(linked.child, 'exit')])).toEqual([
    [1, null],
    [0, null],
  ]);
  expect(intruder.output()).toContain('Another server has the database in this folder');
  const link = /http\S+/.exec(linked.output())?.[0] ?? '';
  expect(link).toContain(`${address}/account/password?token=`);
  const token = new URL(link).searchParams.get('token');
  const reset = { token, password: 'another good password' };
  expect((await ask(address, 'POST', '/api/v1/auth/reset-password', { body: reset })).status).toBe(204);
  await device.disconnect();
  const ended = once(first.child, 'exit');
  first.child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(statSync(join(folder, 'secret-key')).mode & 0o777).toBe(0o600);

  const second = start({ DATA_FOLDER: folder });
  const again = await addressOf(second);
  const login = { email: 'serve@a.example', password: 'another good password' };
  const { body } = await ask(again, 'POST', '/api/v1/auth/login', { body: login });
  const other = createDevice({ ...who, token: (body as unknown as { access_token: string }).access_token });
  await other.connect(again);
  await until('it is there', () => other.row('company', company)?.['name'] === 'Kept');
  await other.disconnect();
  const stopped = once(second.child, 'exit');
  second.child.kill('SIGTERM');
  await stopped;
  const nobody = start({ DATA_FOLDER: folder }, ['reset-password', 'nobody@a.example']);
  const nothing = start({ DATA_FOLDER: newFolder() }, ['reset-everything']);
  expect(await Promise.all([once(nobody.child, 'exit'), once(nothing.child, 'exit')])).toEqual([
    [1, null],
    [2, null],
  ]);
  expect(nobody.output()).toContain('There is no account of nobody@a.example');
}, 120_000);

test('[S1-28/S] it says what is wrong with its environment and ends', async () => {
  const { child, output } = start({ NODE_ENV: 'production', SECRET_KEY: 'short', DATA_FOLDER: newFolder() });
  expect(await once(child, 'exit')).toEqual([2, null]);
  expect(output()).toContain('SECRET_KEY is too easy to guess');
});
