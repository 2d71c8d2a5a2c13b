import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findElectron, installedElectron } from './find-electron.ts';

let dir: string;
const options = (environment: Readonly<Record<string, string>> = {}) => ({
  packageFolder: join(dir, 'electron'),
  failureNote: join(dir, 'note/electron-absent'),
  environment,
});

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-electron-'));
  mkdirSync(join(dir, 'electron/dist'), { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the program is found by either variable, or where its package has put it', () => {
  const program = join(dir, 'electron/dist/electron');
  expect(installedElectron(options())).toBe(undefined);
  writeFileSync(program, '');
  chmodSync(program, 0o755);
  expect(installedElectron(options())).toBe(undefined);
  expect(installedElectron(options({ ELECTRON_EXEC_PATH: program }))).toBe(program);
  expect(installedElectron(options({ ELECTRON_OVERRIDE_DIST_PATH: join(dir, 'electron/dist') }))).toBe(program);
  writeFileSync(join(dir, 'electron/path.txt'), 'electron');
  expect(installedElectron(options())).toBe(program);
});

test('an install that fails is tried once', () => {
  writeFileSync(
    join(dir, 'electron/install.js'),
    `require('node:fs').appendFileSync(${JSON.stringify(join(dir, 'tries'))}, 'x'); process.exit(1);`,
  );
  expect(findElectron(options())).toBe(undefined);
  expect(findElectron(options())).toBe(undefined);
  expect(readFileSync(join(dir, 'tries'), 'utf8')).toBe('x');
});
