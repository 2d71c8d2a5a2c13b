import { expect, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page, 'sample data');
  await openList(page, 'Deals');
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
});
test.afterEach(() => app.stop());

test('Back leads to where one was in a list: its scroll, its row and what was selected', async ({ page }) => {
  const grid = page.getByRole('grid');
  await grid.evaluate((element) => {
    element.scrollTop = 20_000;
  });
  const link = grid.locator('[aria-rowindex="560"]').getByRole('link');
  await expect(link).toBeVisible();
  await grid.locator('[aria-rowindex="561"]').getByRole('checkbox').check();
  const title = (await link.textContent()) ?? '';
  const place = await link.boundingBox();
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await page.goBack();
  await expect(link).toHaveText(title);
  expect(await link.boundingBox()).toEqual(place);
  await expect(page.getByText('1 deal selected')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await openList(page, 'Deals');
  await expect(grid.locator('[aria-rowindex="2"]')).toBeVisible();
});

test('what a filter hides is not selected any more', async ({ page }) => {
  const grid = page.getByRole('grid');
  await grid.getByRole('checkbox').first().check();
  await expect(page.getByText('1 deal selected')).toBeVisible();
  await grid.evaluate((element) => {
    element.scrollTop = 20_000;
  });
  // The row under the focus is another one by now, and Space is not for that.
  await expect(grid).toBeFocused();
  await page.getByRole('searchbox').fill('nobody is called so');
  await expect(page.getByText('No deals match this filter.')).toBeVisible();
  await expect(page.getByText('1 deal selected')).toBeHidden();
});

test('the keyboard sorts by a column and keeps the cell in sight that it goes to', async ({ page }) => {
  const grid = page.getByRole('grid');
  await page.keyboard.press('j');
  await expect(grid).toBeFocused();
  await page.keyboard.press('ArrowUp');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const amount = page.getByRole('columnheader', { name: 'Amount' });
  await expect(amount).toHaveAttribute('aria-sort', 'ascending');
  await page.keyboard.press('Enter');
  await expect(amount).toHaveAttribute('aria-sort', 'descending');
  await page.keyboard.press('End');
  await expect(page.getByRole('columnheader').last()).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(grid.locator('#cell-0-0')).toBeInViewport({ ratio: 0.9 });
});

test('a dialog gives the focus back to where it came from', async ({ page }) => {
  const button = page.getByRole('button', { name: 'New deal' });
  await button.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Title', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toBeFocused();
});
