import { expect, test } from '@playwright/test';
import { countsOf, csv, planFor, runImport } from './import-pages.ts';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

const people = (count: number) =>
  csv(
    'contacts.csv',
    `First Name,Last Name,Email\n${Array.from({ length: count }, (_, index) => `First${index},Last,person${index}@example.com`).join('\n')}\n`,
  );

test('[S4-17/A] a running import shows how far it is, and cancelled it leaves nothing', async ({ page }) => {
  test.setTimeout(60_000);
  await planFor(page, [people(30_000)]);
  await page.getByRole('button', { name: /^Import 30,000 rows/ }).click();
  const bar = page.getByRole('progressbar', { name: 'Writing' });
  await expect(bar).toHaveAttribute('aria-valuenow', /^[1-9]\d?$/, { timeout: 20_000 });
  await expect(page.getByText(/^\d+(?:\.\d)?%$/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The import was cancelled; nothing was changed.')).toBeVisible();
  // The plan is still there, so that it can be changed and started again.
  await expect(page.getByRole('button', { name: /^Import 30,000 rows/ })).toBeEnabled();
  await openList(page, 'Contacts');
  await expect(page.getByRole('main')).toContainText('There are no contacts yet.');
});

test('[S4-17/A] after a cancelled import the same files can be imported', async ({ page }) => {
  await planFor(page, [people(20_000)]);
  await page.getByRole('button', { name: /^Import 20,000 rows/ }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The import was cancelled; nothing was changed.')).toBeVisible();
  const result = await runImport(page);
  expect(await countsOf(result, 'Contacts')).toEqual(['20,000', '0', '0']);
});
