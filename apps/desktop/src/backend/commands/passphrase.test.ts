import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectTo, startServe } from '../../../test/start-serve.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-passphrase-'));
  writeFileSync(join(folder, 'right'), 'correct horse\n');
  writeFileSync(join(folder, 'wrong'), 'wrong horse\n');
  writeFileSync(join(folder, 'empty'), '\n');
  writeFileSync(join(folder, 'accounts.csv'), 'account,sector\nAcme,retail\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly problems: string;
}

function run(
  command: 'import' | 'generate' | 'serve',
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const script = join(import.meta.dirname, `${command}.ts`);
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: { ...process.env, SATCHEL_CALLED_FROM: folder, ...env },
  });
  let out = '';
  let problems = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    problems += data.toString();
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, problems: problems.trim() })));
}

const imported = (dir: string, ...args: readonly string[]) => run('import', ['accounts.csv', '--into', dir, ...args]);

test('a workspace that was made with a passphrase opens with it in every command, and with no other', async () => {
  const made = await imported('workspace', '--passphrase-file', 'right');
  expect(JSON.parse(made.out)).toMatchObject({ companies: 1 });
  const dir = join(folder, 'workspace');
  expect(readdirSync(dir)).not.toContain('workspace.key');
  const before = readFileSync(join(dir, 'workspace.db'));

  const wrong = 'This passphrase does not open the workspace. Nothing was changed.';
  const without =
    'This workspace opens with a passphrase: give it with --passphrase-file FILE or in SATCHEL_PASSPHRASE.';
  const serving = [`--workspace=${dir}`, '--window=nowhere'];
  const problems = [
    await imported('workspace', '--passphrase-file', 'wrong'),
    await imported('workspace'),
    await imported('workspace', '--passphrase-file', 'empty'),
    await imported('workspace', '--passphrase-file', 'nowhere'),
    await run('generate', ['--contacts', '1', '--into', 'workspace', '--passphrase-file', 'wrong']),
    await run('serve', [...serving, '--passphrase-file', 'wrong']),
    await run('serve', serving),
    await run('serve', serving, { SATCHEL_PASSPHRASE: 'wrong horse' }),
  ];
  expect(problems.map(({ code, out, problems: said }) => [code, out, said])).toEqual(
    [
      wrong,
      without,
      'The passphrase is empty.',
      'The file with the passphrase cannot be read: nowhere.',
      wrong,
      wrong,
      without,
      wrong,
    ].map((sentence) => [1, '', sentence]),
  );
  expect(readFileSync(join(dir, 'workspace.db')).equals(before)).toBe(true);
  expect(readdirSync(dir)).not.toContain('workspace.key');

  const served = await startServe({ dir: folder, env: { SATCHEL_PASSPHRASE: 'correct horse' } });
  const { client, socket } = await connectTo(served.address);
  expect(await client.call('records.count', { entity: 'company', where: { and: [] } })).toBe(1);
  socket.close();
  served.child.kill('SIGTERM');
  expect(await served.ended).toBe(0);
  expect(JSON.parse((await imported('workspace', '--passphrase-file', 'right')).out)).toMatchObject({ companies: 1 });
}, 60_000);

test('a workspace with a key file is not opened with a passphrase', async () => {
  mkdirSync(join(folder, 'other'));
  await imported('other');
  const refused = await imported('other', '--passphrase-file', 'right');
  expect([refused.code, refused.problems]).toEqual([
    1,
    'This workspace has a key file and no passphrase: start without one.',
  ]);
  expect(readdirSync(join(folder, 'other'))).not.toContain('workspace.salt');
}, 20_000);
