import { expect, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
  await openList(page, 'Contacts');
});
test.afterEach(() => app.stop());

test('[S1-10/A] a contact is made, read, changed and deleted, and each step can be undone', async ({ page }) => {
  await create(page, 'contact', { 'First name': 'Grace', 'Last name': 'Hopper', 'E-mail': 'grace@navy.example' });
  const row = page.getByRole('row').filter({ hasText: 'Grace Hopper' });
  await expect(row).toContainText('grace@navy.example');

  await row.getByRole('gridcell').nth(5).dblclick();
  await page.keyboard.type('Admiral');
  await page.keyboard.press('Enter');
  await expect(row).toContainText('Admiral');
  await page.keyboard.press('Control+z');
  await expect(row).not.toContainText('Admiral');

  await row.getByRole('link').click();
  await page.getByRole('button', { name: /^Edit Job title/ }).click();
  await page.getByRole('textbox', { name: 'Job title' }).fill('Rear Admiral');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Edit Job title/ })).toContainText('Rear Admiral');

  await page.getByRole('button', { name: 'Delete Grace Hopper' }).click();
  await expect(page.getByText('There are no contacts yet.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: 'Grace Hopper' })).toBeVisible();
});

test('[S4-58/A] a refusal is shown at the field and as a summary', async ({ page }) => {
  await page
    .getByRole('button', { name: /contact$/ })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click();
  const alert = page.getByRole('dialog').getByRole('alert');
  await expect(alert).toContainText('Give a name, an e-mail address or a phone number.');
  await expect(alert).toBeFocused();
});

test('[S1-11/A] contacts are found by name without accents, by mail and by phone in any writing', async ({ page }) => {
  await create(page, 'contact', {
    'First name': 'José',
    'Last name': 'Núñez',
    'E-mail': 'jn@example.com',
    Phone: '+41 44 668 18 00',
  });
  await create(page, 'contact', { 'First name': 'Mary', 'Last name': 'Other' });
  for (const text of ['jose nun', 'jn@example', '044 668', '+41446681800']) {
    await page.getByRole('searchbox').fill(text);
    await expect(page.getByText('1 contact', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: 'José Núñez' })).toBeVisible();
  }
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search everything' }).fill('nunez');
  await page.getByRole('option').filter({ hasText: 'José Núñez' }).waitFor();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/e\/contacts\/[0-9a-f-]{36}/);
});

test('[S1-24/A] [S1-13/A] the table is searched, filtered, sorted and opened with the keyboard', async ({ page }) => {
  for (const name of ['Anna', 'Berta', 'Clara']) await create(page, 'contact', { 'First name': name });
  const firstRow = page.getByRole('grid').getByRole('row').nth(1);
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(firstRow).toContainText('Anna');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(firstRow).toContainText('Clara');
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '4');

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name: value' }).fill('ber');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByText('1 contact', { exact: true })).toBeVisible();
  await expect(page.getByText('Name contains ber')).toBeVisible();

  await page.getByRole('grid').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/e\/contacts\/[0-9a-f-]{36}/);
  await page.goBack();
  await expect(page.getByText('Name contains ber')).toBeVisible();
});

test('[S1-11/A] what is sought stands in the address, also when the order changes with the last key', async ({
  page,
}) => {
  for (const name of ['Zoe', 'Zora', 'Other']) await create(page, 'contact', { 'First name': name });
  await page.getByRole('searchbox').pressSequentially('zo');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page).toHaveURL(/q=zo/);
  await expect(page).toHaveURL(/sort=name/);
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('zo');
  await expect(page.getByRole('grid').getByRole('link')).toHaveText(['Zoe', 'Zora']);
  await page.getByRole('searchbox').fill('');
  await expect(page).not.toHaveURL(/q=/);
});
