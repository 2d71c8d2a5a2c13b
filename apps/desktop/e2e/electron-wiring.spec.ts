import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { installedElectron } from '../src/main/find-electron.ts';

const desktop = resolve(import.meta.dirname, '..');

test('the built main process and backend are wired together (a stand-in, not Electron)', () => {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-wiring-'));
  const run = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(desktop, 'e2e/electron-stand-in/run.ts')],
    { encoding: 'utf8', timeout: 25_000, env: { ...process.env, SATCHEL_WORKSPACE: dir } },
  );
  const files = readdirSync(dir);
  rmSync(dir, { recursive: true, force: true });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toMatchObject({
    windowOptions: [
      { webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false } },
      { webPreferences: { contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false } },
    ],
    loaded: ['app://satchel/', 'app://satchel/'],
    navigationsPrevented: 4,
    windowOpenAnswers: [{ action: 'deny' }, { action: 'deny' }],
    permissions: {
      media: false,
      geolocation: false,
      notifications: false,
      'clipboard-read': false,
      openExternal: false,
    },
    errors: [],
    hasQuit: true,
    afterForeignFrame: 0,
    status: { state: 'new', host: 'electron', version: '9.9.9' },
    created: { ok: true, value: { group: null } },
    hasStages: true,
    windows: 2,
    policy: expect.stringContaining("script-src 'self'"),
    outside: 'There is nothing here.',
  });
  // The key lies there encrypted by the keychain, and the lock was given back.
  expect(files.toSorted()).toEqual(['workspace.db', 'workspace.key.safe']);
});

test('Electron itself opens the app', async () => {
  const program = installedElectron({
    packageFolder: join(desktop, 'node_modules/electron'),
    failureNote: '',
    environment: process.env,
  });
  const reason = 'Electron is not installed on this machine, so only the stand-in was tried.';
  if (program === undefined || !existsSync(program)) console.log(reason);
  test.skip(program === undefined, reason);
  const dir = mkdtempSync(join(tmpdir(), 'satchel-electron-'));
  const app = await _electron.launch({
    ...(program === undefined ? {} : { executablePath: program }),
    args: [desktop, '--no-sandbox'],
    env: { ...process.env, SATCHEL_WORKSPACE: dir },
  });
  const window = await app.firstWindow();
  await expect(window.getByLabel('Workspace name')).toBeVisible();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});
