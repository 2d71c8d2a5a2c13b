import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { countsOf, csv, planFor, runImport } from './import-pages.ts';
import { serveWorkspace } from './serve-workspace.ts';
import { openList, setUpWorkspace } from './workspace-pages.ts';

/** Who has the workspace open, as its lock says. */
function holderOf(dir: string): number {
  const lock: unknown = JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'));
  const pid: unknown = typeof lock === 'object' && lock !== null ? Reflect.get(lock, 'pid') : undefined;
  if (typeof pid !== 'number') throw new Error('The lock names nobody.');
  return pid;
}

test('[S4-17/A] a kill in the middle of an import is told, and the next start finds everything as before', async ({
  page,
}) => {
  test.setTimeout(60_000);
  const dir = mkdtempSync(join(tmpdir(), 'satchel-kill-'));
  const first = await serveWorkspace(dir);
  await setUpWorkspace(page, first.address);
  await planFor(page, [csv('products.csv', 'product,series\nKit,A\n')]);
  await runImport(page);
  const rows = Array.from({ length: 30_000 }, (_, index) => `Product ${index},B`);
  const many = csv('more.csv', `product,series\n${rows.join('\n')}\n`);
  await planFor(page, [many]);
  await page.getByRole('button', { name: /^Import 30,000 rows/ }).click();
  await expect(page.getByRole('progressbar', { name: 'Writing' })).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/, {
    timeout: 20_000,
  });
  process.kill(holderOf(dir), 'SIGKILL');
  await expect(page.getByText(/connection to the workspace has closed/).first()).toBeVisible();

  const second = await serveWorkspace(dir);
  await page.goto(second.address);
  await openList(page, 'Products');
  await expect(page.locator('footer').filter({ hasText: 'Export CSV' })).toContainText('1 product');
  await planFor(page, [many]);
  expect(await countsOf(await runImport(page), 'Products')).toEqual(['30,000', '0', '0']);
  await second.stop();
  rmSync(dir, { recursive: true, force: true });
});
