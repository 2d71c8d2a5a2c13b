import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './start-app.ts';
import { openList, setUpWorkspace } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await startApp();
  await setUpWorkspace(page, app.address, 'sample');
});
test.afterEach(() => app.stop());

test('[S4-10/A] [S1-23/A] the numbers of the dashboard are those of the lists behind them', async ({ page }) => {
  for (const label of ['Open deals', 'New deals', 'Customers']) {
    const card = page.getByRole('link', { name: new RegExp(`^${label} `) });
    await expect(card).not.toContainText('…');
    // biome-ignore lint/performance/useDomNodeTextContent: the lines of a card must stay apart
    const number = /^\D*([\d,]+)/.exec((await card.innerText()).replace(label, ''))?.[1] ?? '';
    await card.click();
    await expect(page.getByRole('contentinfo').or(page.locator('footer'))).toContainText(
      number === '0' ? '0 ' : `${number} `,
    );
    await page.getByRole('link', { name: 'Home' }).click();
  }
});

test('[S4-52/A] a chart can be read as a table that leads to the deals', async ({ page }) => {
  const funnel = page.getByRole('region', { name: 'Funnel by stage' });
  await funnel.getByRole('button', { name: 'As table' }).click();
  const count = await funnel.getByRole('row').filter({ hasText: 'Closed' }).getByRole('cell').last().textContent();
  await funnel.getByRole('link', { name: 'Closed' }).click();
  await expect(page.locator('footer')).toContainText(`${count} deals`);
});

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
  await page.getByRole('button', { name: 'Open the menu' }).click();
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
