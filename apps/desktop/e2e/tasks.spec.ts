import { expect, type Page, test } from '@playwright/test';
import { seedWorkspace } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

let app: RunningApp;
test.afterEach(() => app.stop());

const tasks = (page: Page) => page.getByRole('grid').getByRole('link');
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

test('[S4-07/A] a task is assigned, due, overdue and completed, and lists say which', async ({ page }) => {
  app = await startApp(
    await seedWorkspace(({ make }) => {
      make('member', { name: 'Bob Helper' });
      make('task', { title: 'Late', dueOn: day(-3) });
      make('task', { title: 'Late but done', dueOn: day(-3), status: 'done' });
      make('task', { title: 'Next week', dueOn: day(7) });
    }),
  );
  await page.goto(app.address);
  await openList(page, 'Tasks');
  await create(page, 'task', { Title: 'Call back', Due: day(-1) });
  await page.getByRole('link', { name: 'Call back' }).click();
  await page.getByRole('button', { name: /^Edit Assignee/ }).click();
  await page.getByRole('combobox', { name: 'Assignee' }).fill('Bob');
  await page.getByRole('option', { name: 'Bob Helper' }).click();
  await expect(page.getByRole('button', { name: /^Edit Assignee/ })).toContainText('Bob Helper');

  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('link', { name: /^Tasks due 2/ }).click();
  await expect(tasks(page)).toHaveText(['Late', 'Call back']);
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field').selectOption('assignee');
  await page.getByRole('combobox', { name: 'Assignee: value' }).fill('Bob');
  await page.getByRole('option', { name: 'Bob Helper' }).click();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(tasks(page)).toHaveText(['Call back']);

  await tasks(page).click();
  await page.getByRole('button', { name: /^Edit Status/ }).click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('done');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Edit Status/ })).toContainText('Done');
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('link', { name: /^Tasks due 1/ }).click();
  await expect(tasks(page)).toHaveText(['Late']);
});

const reminder = (page: Page, title: string) => page.getByRole('region', { name: `Reminder: ${title}` });

test('[S4-07/A] a reminder shows when its moment has come, and is done, moved or dismissed from there', async ({
  page,
}) => {
  const past = Date.now() - 60_000;
  app = await startApp(
    await seedWorkspace(({ make }) => {
      make('task', { title: 'Send the offer', remindAt: past });
      make('task', { title: 'Call back', remindAt: past });
      make('task', { title: 'Next year', remindAt: Date.now() + 365 * 86_400_000 });
    }),
  );
  // They came due while the app was closed.
  await page.goto(app.address);
  await expect(reminder(page, 'Send the offer')).toBeVisible();
  await expect(reminder(page, 'Call back')).toBeVisible();
  await expect(reminder(page, 'Next year')).toBeHidden();

  await reminder(page, 'Send the offer').getByRole('button', { name: 'Done' }).click();
  await expect(reminder(page, 'Send the offer')).toBeHidden();
  await reminder(page, 'Call back').getByRole('button', { name: 'Snooze' }).click();
  await page.getByRole('menuitem', { name: 'In an hour' }).click();
  await expect(reminder(page, 'Call back')).toBeHidden();
  await openList(page, 'Tasks');
  const row = page.getByRole('row').filter({ hasText: 'Send the offer' });
  await expect(row).toContainText('Done');

  await create(page, 'task', { Title: 'Water the plants', Reminder: '2026-01-01T08:00' });
  await expect(reminder(page, 'Water the plants')).toBeVisible();
  await reminder(page, 'Water the plants').getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Water the plants' })).toBeVisible();
  await reminder(page, 'Water the plants').getByRole('button', { name: 'Dismiss' }).click();
  await expect(reminder(page, 'Water the plants')).toBeHidden();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(reminder(page, 'Water the plants')).toBeVisible();
});
