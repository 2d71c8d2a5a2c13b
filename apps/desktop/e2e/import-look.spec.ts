import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { csv, openPart, planFor, runImport } from './import-pages.ts';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

/** Faults of a step in the light and the dark theme, and what is wider than a small window. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    const { violations } = await new AxeBuilder({ page }).analyze();
    faults.push(...violations.map(({ id, nodes }) => `${theme}: ${id} ${nodes[0]?.html ?? ''}`));
  }
  const wide = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 360, height: wide.height });
  const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (isTooWide) faults.push('wider than 360 px');
  await page.setViewportSize(wide);
  return faults;
}

test('every step of the wizard has enough contrast, no accessibility faults, and fits 360 px', async ({ page }) => {
  test.setTimeout(60_000);
  await planFor(page, [
    csv('products.csv', 'product,sales_price\nKit,5\nBag,many\n'),
    csv(
      'deals.csv',
      'opportunity_id,product,deal_stage,engage_date\nA1,Kitt,Engaging,1/2/2017\nA2,Bag,Won,2/30/2017\n',
    ),
  ]);
  expect(await faultsOf(page)).toEqual([]);
  await openPart(page, 'Values');
  expect(await faultsOf(page)).toEqual([]);
  await openPart(page, 'Preview');
  await expect(page.getByRole('region', { name: 'Preview of deals.csv' })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await runImport(page);
  expect(await faultsOf(page)).toEqual([]);
});
