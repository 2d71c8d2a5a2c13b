import { readFileSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { foldText } from '@satchel/core';
import { serveWorkspace } from '../e2e/serve-workspace.ts';
import playwright from '../playwright.config.ts';
import { createSeededRandom } from '../src/backend/sample/seeded-random.ts';
import { firstNames, lastNames } from '../src/backend/sample/vocabulary.ts';
import { percentile, printFigure } from './figure.ts';
import { withLargeWorkspaces } from './large-workspaces.ts';

/** What a person sees, in a real browser: typing in the search and scrolling a long list. */
export async function benchBrowser(): Promise<void> {
  await withLargeWorkspaces(
    [
      { contacts: 100_000, deals: 0 },
      { contacts: 1_000_000, deals: 0 },
    ],
    async ([small, large]) => {
      if (!small || !large) throw new Error('A workspace is missing.');
      const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
      try {
        await inApp(browser, small.dir, (page) => typing(page, '100,000', 50));
        await inApp(browser, large.dir, async (page) => {
          await typing(page, '1,000,000', null);
          await scrolling(page);
        });
      } finally {
        await browser.close();
      }
    },
  );
}

async function inApp(browser: Browser, dir: string, work: (page: Page) => Promise<void>): Promise<void> {
  const app = await serveWorkspace(dir);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(app.address);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
    await work(page);
  } finally {
    await page.close();
    await app.stop();
  }
}

const rounds = 5;

/**
 * From the key's own time stamp until the frame with the results of this text is painted, in the dialog that searches
 * everything and in a list. `most` is null where no target is set.
 */
async function typing(page: Page, size: string, most: number | null): Promise<void> {
  const names = createSeededRandom(3);
  const letters = (name: string) => foldText(name).replace(/[^a-z]/g, '');
  const words = Array.from({ length: rounds }, () =>
    `${letters(names.pick(firstNames))} ${letters(names.pick(lastNames))}`.slice(0, 9),
  );
  const places: Readonly<Record<string, () => Promise<{ input: string; results: string }>>> = {
    'search dialog': async () => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search everything' }).waitFor();
      return { input: '[role=combobox]', results: '[role=listbox]' };
    },
    'list search': async () => {
      await page.goto(new URL('/e/contacts', page.url()).href);
      await page.getByRole('gridcell').nth(20).waitFor();
      return { input: 'input[type=search]', results: '[role=grid]' };
    },
  };
  for (const [name, open] of Object.entries(places)) {
    const { input, results } = await open();
    await page.locator(input).first().focus();
    const watched = await page.evaluateHandle(watchKeys, { input, results });
    let keys = 0;
    for (const word of words) {
      for (const letter of word) {
        await page.keyboard.press(letter === ' ' ? 'Space' : letter);
        keys += 1;
        // As fast as somebody who types 100 words a minute.
        await page.waitForTimeout(100);
        await page.waitForFunction(({ watched: noted, keys: most }) => noted.length >= most, { watched, keys });
      }
      await page.locator(input).first().fill('');
      await page.waitForTimeout(200);
    }
    const times = await watched.jsonValue();
    await page.keyboard.press('Escape');
    printFigure({
      name: `keystroke to painted results, ${name}, at ${size}`,
      value: percentile(times, 0.95),
      unit: 'ms',
      floor: null,
      most,
      note: `p95 of ${times.length} keys in Chromium, software rendering`,
    });
  }
}

/** Runs in the page. Gives a list that grows by the milliseconds of each key in the field. */
function watchKeys({ input, results }: { input: string; results: string }): number[] {
  const times: number[] = [];
  // Of the tasks that wait when a frame is painted, this is the next.
  const afterPaint = (work: () => void): void => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = work;
    port2.postMessage(null);
  };
  const field = document.querySelector<HTMLInputElement>(input);
  if (!field) throw new Error(`There is no ${input}.`);
  field.addEventListener(
    'keydown',
    (key) => {
      const before = field.value;
      const look = (): void => {
        const isAnswered = document.querySelector(results)?.getAttribute('aria-busy') === 'false';
        if (field.value === before || !isAnswered) requestAnimationFrame(look);
        else afterPaint(() => times.push(performance.now() - key.timeStamp));
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
  return times;
}

/** Wheel, pages, jumps to anywhere and back, through the whole list. */
async function scrolling(page: Page): Promise<void> {
  await page.goto(new URL('/e/contacts', page.url()).href);
  const grid = page.getByRole('grid');
  await page.getByRole('gridcell').nth(20).waitFor();
  await grid.hover();
  const frames = await page.evaluateHandle(() => {
    const noted: number[] = [];
    let last = performance.now();
    const note = (now: number): void => {
      noted.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    return noted;
  });
  const random = createSeededRandom(9);
  for (let round = 0; round < rounds; round++) {
    for (let step = 0; step < 60; step++) {
      await page.mouse.wheel(0, random.between(200, 2000));
      await page.waitForTimeout(16);
    }
    for (let jump = 0; jump < 20; jump++) {
      await grid.evaluate((element, share) => {
        element.scrollTop = share * element.scrollHeight;
      }, random.next());
      await page.waitForTimeout(60);
    }
  }
  await grid.evaluate((element) => {
    element.scrollTop = element.scrollHeight;
  });
  await page.locator('[aria-rowindex="1000001"] [role=gridcell]').nth(1).filter({ hasText: /\w/ }).waitFor();
  const times = await frames.evaluate((noted) => noted.slice(5));
  const memoryBytes = await rendererMemoryBytes(page);
  printFigure({
    name: 'scroll through 1,000,000, longest frame',
    value: Math.max(...times),
    unit: 'ms',
    floor: null,
    most: 50,
    note: `of ${times.length} frames, p99 ${percentile(times, 0.99).toFixed(1)} ms; Chromium with software rendering`,
  });
  printFigure({
    name: 'scroll through 1,000,000, memory of the page',
    value: memoryBytes / 1_000_000,
    unit: 'MB',
    floor: null,
    most: 300,
    note: 'private memory of the page’s whole process after the scroll',
  });
}

/** Of the process that holds the page, by the system's account. */
async function rendererMemoryBytes(page: Page): Promise<number> {
  const browser = page.context().browser();
  const session = await browser?.newBrowserCDPSession();
  if (!session) throw new Error('There is no browser.');
  const ids = await rendererIds(session);
  const sizes = ids.map((id) => {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8');
    const part = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0);
    return (part('Private_Clean') + part('Private_Dirty')) * 1024;
  });
  return Math.max(...sizes);
}

async function rendererIds(session: CDPSession): Promise<readonly number[]> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}
