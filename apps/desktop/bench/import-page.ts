import { type Browser, chromium } from '@playwright/test';
import { csv, planFor, runImport } from '../e2e/import-pages.ts';
import { startApp } from '../e2e/start-app.ts';
import { setUpWorkspace } from '../e2e/workspace-pages.ts';
import playwright from '../playwright.config.ts';
import { median, printFigure } from './figure.ts';

const rounds = 5;
const rows = 20_000;

/** How long the page answers nobody while rows are read and written, in a real browser. */
export async function benchImportPage(): Promise<void> {
  const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
  try {
    const longest: number[] = [];
    for (let round = 0; round < rounds; round++) longest.push(await longestTask(browser));
    printFigure({
      name: 'import-page-blocked',
      value: median(longest),
      unit: 'ms',
      floor: null,
      most: 50,
      note: `the longest task of the page while ${rows} rows of contacts are imported through the wizard; the browser counts tasks of more than 50 ms, 0 is none of these; worst of all rounds ${Math.max(...longest)}`,
    });
  } finally {
    await browser.close();
  }
}

async function longestTask(browser: Browser): Promise<number> {
  const app = await startApp();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await setUpWorkspace(page, app.address);
    const lines = Array.from({ length: rows }, (_, n) => `First${n},Last,person${n}@example.com`);
    await planFor(page, [csv('contacts.csv', `First Name,Last Name,Email\n${lines.join('\n')}\n`)]);
    // https://www.w3.org/TR/longtasks/
    const tasks = await page.evaluateHandle(() => {
      const found: number[] = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) found.push(Math.round(duration));
      }).observe({ entryTypes: ['longtask'] });
      return found;
    });
    await runImport(page);
    return Math.max(0, ...(await tasks.jsonValue()));
  } finally {
    await page.close();
    await app.stop();
  }
}
