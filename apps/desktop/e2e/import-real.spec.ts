import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { countsOf, openPart, runImport } from './import-pages.ts';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/data/sales-opportunities');
const isThere = existsSync(folder);
if (!isThere) console.warn(`The test on real sales data is left out: ${folder} is not there.`);

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

test('[S4-17/A] the real export becomes a workspace, again changes nothing, and one undo removes all of it', async ({
  page,
}) => {
  test.skip(!isThere, `${folder} is not there.`);
  test.setTimeout(90_000);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => join(folder, name));
  const choose = async (): Promise<void> => {
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await page.getByLabel('CSV files', { exact: true }).setInputFiles(files);
    await expect(page.getByRole('heading', { name: 'What the files mean' })).toBeVisible({ timeout: 20_000 });
  };
  await choose();
  await openPart(page, 'Values');
  await expect(page.getByRole('listitem').filter({ hasText: 'GTXPro' })).toContainText('1,480 rows');
  await expect(page.getByLabel('What “GTXPro” becomes')).toHaveValue('GTX Pro');
  const result = await runImport(page);
  for (const [kind, created] of [
    ['Companies', '85'],
    ['Products', '7'],
    ['Members', '41'],
    ['Deals', '8,800'],
  ] as const) {
    expect(await countsOf(result, kind)).toEqual([created, '0', '0']);
  }
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('link', { name: /^Open deals / })).toContainText('2,089');
  await expect(page.getByRole('main')).toContainText('$10,005,534');

  await choose();
  const again = await runImport(page);
  await expect(again.getByRole('heading', { name: 'Nothing had to be changed' })).toBeVisible();
  expect(await countsOf(again, 'Deals')).toEqual(['0', '0', '8,800']);

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone', { exact: true })).toBeVisible({ timeout: 25_000 });
  for (const [kind, none] of [
    ['Companies', 'companies'],
    ['Products', 'products'],
    ['Deals', 'deals'],
  ] as const) {
    await openList(page, kind);
    await expect(page.getByRole('main')).toContainText(`There are no ${none} yet.`);
  }
  // Only the user is left.
  await page.goto(new URL('/e/members', page.url()).href);
  await expect(page.locator('footer').filter({ hasText: 'Export CSV' })).toContainText('1 member');
});
