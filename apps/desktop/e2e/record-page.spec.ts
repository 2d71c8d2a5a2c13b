import { expect, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

test('after an edit in place the keys go on where it was, and a click elsewhere keeps what it went to', async ({
  page,
}) => {
  await openList(page, 'Companies');
  await create(page, 'company', { Name: 'Orchard' });
  await page.getByRole('grid').getByRole('link', { name: 'Orchard' }).click();
  const industry = page.getByRole('button', { name: /^Edit Industry:/ });
  await industry.press('Enter');
  await page.keyboard.type('Fruit');
  await page.keyboard.press('Enter');
  await expect(industry).toBeFocused();
  await expect(industry).toContainText('Fruit');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(industry).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('s');
  await page.getByRole('textbox', { name: 'Note' }).click();
  await expect(industry).toContainText('Fruits');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
});

test('a click elsewhere ends an edit in a list and keeps the focus', async ({ page }) => {
  await openList(page, 'Companies');
  await create(page, 'company', { Name: 'Orchard' });
  await page.locator('#cell-0-1').dblclick();
  await page.keyboard.type('Fruit');
  await page.getByRole('searchbox').click();
  await expect(page.locator('#cell-0-1')).toHaveText('Fruit');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('where nothing can be written there is no box to write in', async ({ page }) => {
  await openList(page, 'Campaigns');
  await create(page, 'campaign', { Name: 'Spring' });
  await page.getByRole('grid').getByRole('link', { name: 'Spring' }).click();
  await expect(page.getByRole('toolbar', { name: 'Add' }).getByRole('button', { name: 'Call' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Activity' }).getByRole('textbox')).toHaveCount(0);
});

test('an address of nothing says so in plain words and keeps the menu, also in a narrow window', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const { origin } = new URL(app.address);
  for (const [path, words] of [
    ['/e/contacts/0190-none', 'This contact is not here.'],
    ['/e/contacts/01900000-0000-7000-8000-000000000000', 'This contact is not here.'],
    ['/e/nonsense', 'There is no such list.'],
    ['/nonsense', 'There is no such page.'],
  ] as const) {
    await page.goto(origin + path);
    await expect(page.getByRole('alert')).toContainText(words);
    await expect(page.getByRole('button', { name: 'Open the menu' })).toBeVisible();
  }
});

test('the stage of a deal is chosen in one step, among those of its own pipeline in their order', async ({ page }) => {
  await openList(page, 'Deals');
  await page.getByRole('button', { name: 'New deal' }).click();
  await page.getByRole('dialog').getByLabel('Stage', { exact: true }).click();
  const stages = ['Qualification', 'Proposal', 'Negotiation', 'Closed'];
  await expect(page.getByRole('listbox').getByRole('option')).toHaveText(stages);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').getByLabel('Pipeline', { exact: true }).click();
  await expect(page.getByRole('listbox').getByRole('option')).toHaveText(['Sales']);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').getByLabel('Title', { exact: true }).fill('Apples');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await page.getByRole('grid').getByRole('link', { name: 'Apples' }).click();
  const stage = page.getByRole('button', { name: /^Edit Stage:/ });
  await stage.click();
  await expect(page.getByRole('listbox').getByRole('option')).toHaveText(stages);
  // What stands there is marked: Enter alone changes nothing.
  await expect(page.getByRole('option', { selected: true })).toHaveText('Qualification');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(stage).toContainText('Proposal');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { selected: true })).toHaveText('Proposal');
  await page.keyboard.press('Enter');
  await expect(stage).toContainText('Proposal');
  await expect(stage).toBeFocused();
});

test('a note is not written twice in the timeline, and its history has dates that people read', async ({ page }) => {
  await openList(page, 'Deals');
  await create(page, 'deal', { Title: 'Apples', 'Expected close': '2026-01-31' });
  await page.getByRole('grid').getByRole('link', { name: 'Apples' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('First line\nsecond line');
  await page.getByRole('button', { name: 'Save note' }).click();
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText('second line');
  await expect(timeline.getByText('First line')).toHaveCount(1);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'History' })).toContainText('Expected close: Jan 31, 2026');
});

test('a number is read as it is written, and what is none is said in plain words', async ({ page }) => {
  await openList(page, 'Companies');
  await create(page, 'company', { Name: 'Orchard', Employees: '14,566' });
  await page.getByRole('grid').getByRole('link', { name: 'Orchard' }).click();
  const employees = page.getByRole('button', { name: /^Edit Employees:/ });
  await expect(employees).toContainText('14,566');
  await employees.press('Enter');
  await page.keyboard.type(' trees');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This is not a number. Write it in digits, for example 12.');
});
