import { Buffer } from 'node:buffer';
import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './start-app.ts';
import { openList, setUpWorkspace } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await startApp();
  await setUpWorkspace(page, app.address);
});
test.afterEach(() => app.stop());

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('[S4-17/A] files become records through the wizard, and one click takes the import back', async ({ page }) => {
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page
    .getByLabel('CSV files', { exact: true })
    .setInputFiles([
      csv('accounts.csv', 'account,sector\nAcme,retail\nZoomit,software\n'),
      csv('contacts.csv', 'First Name,Last Name,Email,Company\nGrace,Hopper,grace@navy.example,Acme\n'),
    ]);
  await expect(page.getByRole('heading', { name: 'What the files mean' })).toBeVisible();
  await page.getByRole('button', { name: /^Import 3 rows/ }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result.getByRole('heading', { name: 'Imported' })).toBeVisible();
  await openList(page, 'Companies');
  await expect(page.locator('footer')).toContainText('2 companies');
  await page.goBack();

  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page
    .getByLabel('CSV files', { exact: true })
    .setInputFiles([csv('more.csv', 'account,sector\nHatfan,services\n')]);
  await page.getByRole('button', { name: /^Import 1 row/ }).click();
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByRole('heading', { name: 'The import was taken back' })).toBeVisible();
  await openList(page, 'Companies');
  await expect(page.locator('footer')).toContainText('2 companies');
});
