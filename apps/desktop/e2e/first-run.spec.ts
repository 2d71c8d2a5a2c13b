import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './start-app.ts';

let app: RunningApp;
test.beforeEach(async () => {
  app = await startApp();
});
test.afterEach(() => app.stop());

test('a first screen without names says what is missing, field by field, and goes on once they are given', async ({
  page,
}) => {
  await page.goto(app.address);
  await page.getByLabel('Workspace name').fill(' ');
  await page.getByRole('button', { name: /^Use it now/ }).click();
  await expect(page.getByText('Give the workspace a name.')).toBeVisible();
  await expect(page.getByText('Say what you are called.')).toBeVisible();
  await expect(page.getByLabel('Workspace name')).toBeFocused();
  await expect(page.getByLabel('Your name')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.type('Orchard');
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.getByRole('region', { name: 'Getting started' }).getByRole('button', { name: 'Sample data' }).click();
  await page.getByRole('button', { name: 'Add sample data' }).click();
  await expect(page.getByRole('button', { name: 'Remove sample data' })).toBeVisible({ timeout: 25_000 });
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('region', { name: 'Funnel by stage' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Getting started' })).toBeHidden();
  // Nor does an empty list offer what is there already.
  await page.getByRole('link', { name: 'Campaigns' }).click();
  await expect(page.getByText('There are no campaigns yet.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Or look around with sample data' })).toBeHidden();
});

test('the search knows every place of the sidebar', async ({ page }) => {
  await page.goto(app.address);
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  const places = await page.getByRole('navigation', { name: 'Main' }).getByRole('link').allTextContents();
  await page.keyboard.press('Control+k');
  const options = page.getByRole('listbox', { name: 'Results' }).getByRole('option');
  await expect(options).toHaveText(places.map((place) => new RegExp(`^${place}`)));
  await page.keyboard.type('sett');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('a backend that is gone says so, and what was typed stays', async ({ page }) => {
  await page.goto(app.address);
  await page.getByLabel('Your name').fill('Ada');
  const gone = app;
  app = { ...gone, stop: () => Promise.resolve() };
  await gone.stop();
  await page.getByRole('button', { name: /^Use it now/ }).click();
  await expect(page.getByRole('alert')).toContainText('The connection to the workspace has closed.');
  await expect(page.getByRole('button', { name: /^Use it now/ })).toBeEnabled();
  await expect(page.getByLabel('Your name')).toHaveValue('Ada');
});
