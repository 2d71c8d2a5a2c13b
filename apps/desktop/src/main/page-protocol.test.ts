import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../shared/page-policy.ts';
import { pageResponse } from './page-protocol.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'satchel-page-'));
  mkdirSync(join(dir, 'window/assets'), { recursive: true });
  writeFileSync(join(dir, 'window/index.html'), 'page');
  writeFileSync(join(dir, 'window/assets/a.js'), 'code');
  writeFileSync(join(dir, 'secret.js'), 'secret');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const asked = async (path: string) => {
  const { status, headers, ...response } = await pageResponse(join(dir, 'window'), `app://satchel${path}`).then(
    async (found) => ({ status: found.status, headers: found.headers, text: await found.text() }),
  );
  return { status, text: response.text, policy: headers.get('content-security-policy') };
};

test('the window’s files are handed to Electron’s page with its policy, and nothing else is', async () => {
  expect(await asked('/')).toEqual({ status: 200, text: 'page', policy: contentSecurityPolicy });
  expect(await asked('/deals/1')).toMatchObject({ status: 200, text: 'page' });
  expect(await asked('/assets/a.js')).toEqual({ status: 200, text: 'code', policy: contentSecurityPolicy });
  for (const path of ['/assets/b.js', '/..%2fsecret.js', '/%', '/%00', '//', '/assets/a.js.map']) {
    expect([path, (await asked(path)).text === 'secret']).toEqual([path, false]);
  }
  expect((await asked('/%')).status).toBe(404);
  expect((await asked('/..%2fsecret.js')).status).toBe(404);
});
