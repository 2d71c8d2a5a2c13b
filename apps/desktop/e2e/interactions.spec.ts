import { expect, type Page, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import { seedWorkspace } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

const timeline = (page: Page) => page.getByRole('list', { name: 'Timeline' });
const footer = (page: Page) => page.locator('footer').filter({ hasText: 'Export CSV' });

test.describe('in a new workspace', () => {
  let app: RunningApp;
  test.beforeEach(async ({ page }) => {
    app = await openReadyApp(page);
    await openList(page, 'Contacts');
    await create(page, 'contact', { 'First name': 'Grace', 'Last name': 'Hopper' });
    await page.getByRole('link', { name: 'Grace Hopper' }).click();
  });
  test.afterEach(() => app.stop());

  const open = async (page: Page) => {
    await page.getByRole('toolbar', { name: 'Add' }).getByRole('button', { name: 'Interaction' }).click();
    return page.getByRole('dialog', { name: 'New interaction' });
  };

  test('[S3-17/A] an interaction needs a subject, and stands in the timelines of person and company', async ({
    page,
  }) => {
    const dialog = await open(page);
    await dialog.getByLabel('Description').fill('She would like to see it at work.');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(dialog.getByRole('textbox', { name: 'Subject' })).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog.getByRole('alert')).toContainText('Subject is needed.');

    await dialog.getByRole('textbox', { name: 'Subject' }).fill('Asked for a demonstration');
    await dialog.getByRole('combobox', { name: 'Company' }).fill('Navy');
    await page.getByRole('option', { name: 'Create “Navy”' }).click();
    await expect(dialog.getByRole('combobox', { name: 'Company' })).toHaveValue('Navy');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await expect(dialog).toBeHidden();
    const entry = timeline(page).getByRole('listitem').filter({ hasText: 'Asked for a demonstration' });
    await expect(entry).toContainText('She would like to see it at work.');

    await openList(page, 'Companies');
    await page.getByRole('link', { name: 'Navy' }).click();
    await expect(entry).toContainText('She would like to see it at work.');
  });

  test('[S3-15/A] an interaction is of one of four types, each with an icon, and the list is narrowed by it', async ({
    page,
  }) => {
    for (const [type, subject] of [
      ['Email', 'A letter'],
      ['Phone', 'A call'],
      ['Meeting', 'A visit'],
      ['Notes', 'A thought'],
    ] as const) {
      const dialog = await open(page);
      await expect(dialog.getByLabel('Type').getByRole('option')).toHaveText(['Email', 'Phone', 'Meeting', 'Notes']);
      await dialog.getByLabel('Type').selectOption({ label: type });
      await dialog.getByRole('textbox', { name: 'Subject' }).fill(subject);
      await dialog.getByRole('button', { name: 'Create', exact: true }).click();
      await expect(dialog).toBeHidden();
      await expect(timeline(page).getByRole('listitem').filter({ hasText: subject })).toContainText(type);
    }
    const drawings = await timeline(page)
      .getByRole('listitem')
      .filter({ hasText: /A (letter|call|visit|thought)/ })
      .locator('svg')
      .evaluateAll((icons) => icons.map((icon) => icon.innerHTML));
    expect(new Set(drawings).size).toBe(4);

    await openList(page, 'Interactions');
    await expect(footer(page)).toContainText('4 interactions');
    const show = page.getByRole('group', { name: 'Show' });
    await expect(show.getByRole('button')).toHaveText(['All', 'Email', 'Phone', 'Meeting', 'Notes']);
    for (const [type, subject] of [
      ['Email', 'A letter'],
      ['Meeting', 'A visit'],
    ] as const) {
      await show.getByRole('button', { name: type }).click();
      await expect(page.getByRole('grid').getByRole('link')).toHaveText([subject]);
    }
    await show.getByRole('button', { name: 'All' }).click();
    await expect(footer(page)).toContainText('4 interactions');
  });
});

test('[S3-16/A] a timeline of 10,000 is drawn newest first, a few at a time, down to its end', async ({ page }) => {
  test.setTimeout(120_000);
  const total = 10_000;
  const firstMs = Date.UTC(2016, 0, 1);
  const dir = await seedWorkspace(({ make, makeAll }) => {
    const company = make('company', { name: 'Long Standing' });
    // Written down in another order than they happened.
    makeAll(
      'interaction',
      Array.from({ length: total }, (_, index) => {
        const nth = (index * 7919) % total;
        return { subject: `Number ${nth}`, type: 'phone', company, happenedAt: firstMs + nth * 3_600_000 };
      }),
    );
  });
  const app = await startApp(dir);
  await page.goto(app.address);
  await openList(page, 'Companies');
  await page.getByRole('link', { name: 'Long Standing' }).click();
  const items = timeline(page).getByRole('listitem');
  // The company itself was made today, after all that happened.
  await expect(items.nth(0)).toContainText('Company created');
  await expect(items.nth(1)).toContainText('Number 9999');
  await expect(items.nth(2)).toContainText('Number 9998');

  await page.getByRole('region', { name: 'Activity' }).hover();
  const numbers = async (): Promise<readonly number[]> =>
    (await items.allTextContents()).flatMap((text) => /Number (\d+)/.exec(text)?.[1] ?? []).map(Number);
  let most = 0;
  let rounds = 0;
  await expect(async () => {
    for (let scrolls = 0; scrolls < 20; scrolls += 1) {
      rounds += 1;
      await page.mouse.wheel(0, 1_000_000);
      await page.waitForTimeout(30);
      most = Math.max(most, await items.count());
    }
    const shown = await numbers();
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
    expect(shown.at(-1)).toBe(0);
  }).toPass({ timeout: 90_000 });
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(60);
  expect(await page.locator('*').count()).toBeLessThan(2_000);
  await expect(items.last()).toHaveAttribute('aria-posinset', String(total + 1));
  expect(rounds).toBeGreaterThan(1);
  await app.stop();
});
