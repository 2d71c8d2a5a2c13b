import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok } from '@satchel/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ParentPort, runElectronHost } from './electron-host.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-electron-host-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const threadUrl = new URL('../../../../../packages/db/src/sqlite/database-thread.ts', import.meta.url);
const key = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

/** Starts the host, stops it again, and gives what it said to the main process. */
async function said(keys: readonly Uint8Array[], url = threadUrl, passphrase?: string): Promise<readonly unknown[]> {
  const messages: unknown[] = [];
  let hear: ((event: Parameters<Parameters<ParentPort['on']>[1]>[0]) => void) | undefined;
  const stopped = new Promise<void>((resolve) => {
    const parent: ParentPort = {
      on: (_event, listener) => {
        hear = listener;
      },
      postMessage(message) {
        messages.push(message);
        const asked = message as { readonly kind: string; readonly dir?: string };
        if (asked.kind === 'keys') hear?.({ data: { ...asked, keys: [key(5)] }, ports: [] });
        if (typeof message === 'object' && message !== null && Reflect.get(message, 'kind') === 'stopped') resolve();
      },
    };
    runElectronHost(parent, url, ok(passphrase));
  });
  hear?.({ data: { kind: 'start', dir, keys, version: '1' }, ports: [] });
  hear?.({ data: 'stop', ports: [] });
  await stopped;
  return messages;
}

const ready = [{ kind: 'ready' }, { kind: 'stopped' }];
const trouble = (message: string) => [
  { kind: 'trouble', message: expect.stringContaining(message) as unknown },
  { kind: 'stopped' },
];

test('of the keys that the main process gives the one that fits opens the workspace', async () => {
  expect(await said([key(1)])).toEqual(ready);
  expect(await said([key(2), key(1)])).toEqual(ready);
  expect(await said([key(2), key(3)])).toEqual(trouble('The key does not open this workspace'));
  expect(readdirSync(dir)).toEqual(['workspace.db']);
});

test('without a key from the keychain a key file is made for a new workspace and for no other', async () => {
  expect(await said([])).toEqual(ready);
  expect(readdirSync(dir)).toEqual(['workspace.db', 'workspace.key']);
  rmSync(join(dir, 'workspace.key'));
  expect(await said([])).toEqual(trouble('The key of this workspace is missing or damaged'));
  expect(readdirSync(dir)).toEqual(['workspace.db']);
});

test('the keys of another workspace of the device are asked of the main process', async () => {
  const other = join(dir, 'workspaces', 'abc');
  mkdirSync(other, { recursive: true });
  const known = [{ id: 'abc', name: 'Orchard', server: null }];
  writeFileSync(join(dir, 'workspaces.json'), JSON.stringify({ open: 'abc', known }));
  expect(await said([key(1)])).toEqual([{ kind: 'keys', dir: other }, ...ready]);
  expect(readdirSync(other)).toEqual(['workspace.db']);
  expect(readdirSync(dir)).toEqual(['workspaces', 'workspaces.json']);
});

test('a passphrase opens what it made', async () => {
  expect(await said([], threadUrl, 'correct horse')).toEqual(ready);
  expect(await said([], threadUrl, 'wrong horse')).toEqual(trouble('This passphrase does not open the workspace'));
  expect(await said([])).toEqual(trouble('This workspace opens with a passphrase'));
  expect(readdirSync(dir)).toEqual(['workspace.db', 'workspace.salt']);
});

test('what goes wrong while opening is told in a sentence', async () => {
  const broken = join(dir, 'thread.mjs');
  writeFileSync(broken, 'process.exit(0);');
  expect(await said([key(1)], new URL(`file://${broken}`))).toEqual(trouble('The workspace could not be opened.'));
});
