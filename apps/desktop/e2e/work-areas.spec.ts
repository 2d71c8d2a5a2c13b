import { expect, type Page, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

const areas = [
  ['Overview', '/'],
  ['Customers', '/e/customers'],
  ['Leads', '/e/leads'],
  ['Interactions', '/e/interactions'],
] as const;

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const area = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Work areas' }).getByRole('link', { name, exact: true });

test('[S3-18/A] four work areas are reached with the keyboard alone', async ({ page }) => {
  await expect(page.getByRole('list', { name: 'Work areas' }).getByRole('link')).toHaveText(
    areas.map(([name]) => name),
  );
  for (const [name, path] of areas) {
    await page.evaluate(() => document.body.focus());
    await page.locator('body').press('Tab');
    for (let presses = 0; presses < 12; presses += 1) {
      if (await area(page, name).evaluate((link) => link === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(area(page, name)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(heading(page, name)).toBeVisible();
    await expect(page).toHaveURL(new URL(app.address).origin + path);
    await expect(area(page, name)).toHaveAttribute('aria-current', 'page');
    await page.goto(new URL(app.address).origin + path);
  }
});

test('[S3-18/A] each work area has an address of its own, for reload, Back and Forward', async ({ page }) => {
  for (const [name] of areas) {
    await area(page, name).click();
    await expect(heading(page, name)).toBeVisible();
    await page.reload();
    await expect(heading(page, name)).toBeVisible();
  }
  for (const [name] of areas.slice(0, -1).toReversed()) {
    await page.goBack();
    await expect(heading(page, name)).toBeVisible();
  }
  for (const [name] of areas.slice(1)) {
    await page.goForward();
    await expect(heading(page, name)).toBeVisible();
  }
});
