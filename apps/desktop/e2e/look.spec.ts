import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page, 'sample data');
});
test.afterEach(() => app.stop());

test.describe.configure({ timeout: 60_000 });

test('[S4-53/A] [S1-22/A] light, dark and system, all with enough contrast and no accessibility faults', async ({
  page,
}) => {
  const scan = async () => {
    const { violations } = await new AxeBuilder({ page }).exclude('[data-sonner-toaster]').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  };
  for (const theme of ['Light', 'Dark']) {
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: theme, exact: true }).check({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    await scan();
    await openList(page, 'Deals');
    await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
    await scan();
    await page.getByRole('button', { name: 'Board' }).click();
    await expect(page.getByRole('region', { name: 'Qualification' })).toBeVisible();
    await scan();
  }
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Like the system' }).check({ force: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('at 360 px the sidebar is a drawer and nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const menu = page.getByRole('button', { name: 'Open the menu' });
  await menu.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  await expect(menu).toBeFocused();
  await menu.click();
  await page.getByRole('link', { name: 'Companies', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Companies' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('the screenshot of the README', async ({ page }) => {
  await openList(page, 'Deals');
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(page.getByRole('region', { name: 'Qualification' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Move .+ to…$/ }).nth(5)).toBeVisible({ timeout: 20_000 });
  await page.screenshot({ path: new URL('../../../docs/screenshot.png', import.meta.url).pathname });
});
