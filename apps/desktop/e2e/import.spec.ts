import { expect, test } from '@playwright/test';
import { countsOf, csv, openPart, planFor, runImport } from './import-pages.ts';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

const accounts = csv('accounts.csv', 'account,sector,city\nAcme,retail,Bern\nZoomit,software,Basel\n');

test('[S4-17/A] files become records through the wizard, and one click takes the import back', async ({ page }) => {
  await planFor(page, [
    accounts,
    csv('contacts.csv', 'First Name,Last Name,Email,Company\nGrace,Hopper,grace@navy.example,Acme\n'),
  ]);
  const result = await runImport(page);
  await expect(result.getByRole('heading', { name: 'Imported' })).toBeVisible();
  expect(await countsOf(result, 'Companies')).toEqual(['2', '0', '0']);
  await openList(page, 'Companies');
  await expect(page.locator('footer').filter({ hasText: 'Export CSV' })).toContainText('2 companies');
  await page.goBack();

  await planFor(page, [csv('more.csv', 'account,sector\nHatfan,services\n')]);
  await runImport(page);
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByRole('heading', { name: 'The import was taken back' })).toBeVisible();
  await openList(page, 'Companies');
  await expect(page.locator('footer').filter({ hasText: 'Export CSV' })).toContainText('2 companies');
});

test('[S4-17/A] the preview shows the first rows as they are written afterwards', async ({ page }) => {
  await planFor(page, [csv('products.csv', 'product,sales_price\nKit,"$1,250.50"\nBag,"1.234,56"\nCap,twelve\n')]);
  await openPart(page, 'Preview');
  const preview = page.getByRole('region', { name: 'Preview of products.csv' });
  await expect(preview.getByRole('columnheader')).toHaveText(['Line', 'Becomes', 'Name', 'List price']);
  await expect(preview.getByRole('row').nth(1).getByRole('cell')).toHaveText(['2', 'New', 'Kit', '$1,250.50']);
  await expect(preview.getByRole('row').nth(2).getByRole('cell')).toHaveText(['3', 'New', 'Bag', '$1,234.56']);
  await expect(preview.getByRole('row').nth(3)).toContainText('sales_price: "twelve" is not an amount');
  await runImport(page);
  await openList(page, 'Products');
  await expect(page.locator('footer').filter({ hasText: 'Export CSV' })).toContainText('2 products');
  await expect(page.getByRole('gridcell', { name: '$1,250.50' })).toBeVisible();
  await expect(page.getByRole('gridcell', { name: '$1,234.56' })).toBeVisible();
});

test('[S4-17/A] how columns were mapped by hand is remembered for the next file like it', async ({ page }) => {
  const file = (name: string, account: string) => csv(name, `account,remarks\n${account},told by hand\n`);
  await planFor(page, [file('first.csv', 'Acme')]);
  const remarks = page.getByLabel('remarks fills');
  await expect(remarks).toHaveValue('');
  await remarks.selectOption({ label: 'About' });
  await expect(remarks).toHaveValue('notes');
  await runImport(page);
  await planFor(page, [file('second.csv', 'Zoomit')]);
  await expect(page.getByLabel('remarks fills')).toHaveValue('notes');
  await runImport(page);
  await openList(page, 'Companies');
  await page.getByRole('link', { name: 'Zoomit' }).click();
  await expect(page.getByText('told by hand').first()).toBeVisible();
});

test('[S4-17/A] importing again changes nothing, and an edit made in between stays', async ({ page }) => {
  await planFor(page, [accounts]);
  await runImport(page);
  await openList(page, 'Companies');
  const industry = (text: string) => page.getByRole('gridcell', { name: text, exact: true });
  await industry('retail').dblclick();
  const editor = page.getByRole('grid').getByRole('textbox');
  await editor.fill('wholesale');
  await editor.press('Enter');
  await expect(industry('wholesale')).toBeVisible();

  await planFor(page, [accounts]);
  const again = await runImport(page);
  await expect(again.getByRole('heading', { name: 'Nothing had to be changed' })).toBeVisible();
  expect(await countsOf(again, 'Companies')).toEqual(['0', '0', '2']);
  await openList(page, 'Companies');
  await expect(industry('wholesale')).toBeVisible();
  await expect(industry('retail')).toHaveCount(0);
});
