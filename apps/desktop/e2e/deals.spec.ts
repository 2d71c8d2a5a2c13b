import { expect, type Page, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { create, liftWithKeyboard, openList, placeOf } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('[S2-13/A] a deal is made, changed and deleted', async ({ page }) => {
  await openList(page, 'Deals');
  await create(page, 'deal', { Title: 'Ten seats', Amount: '1200' });
  await expect(page.getByRole('row').filter({ hasText: 'Ten seats' })).toContainText('Qualification');
  await page.getByRole('link', { name: 'Ten seats' }).click();
  await page.getByRole('button', { name: /^Edit Amount/ }).click();
  await page.getByRole('textbox', { name: 'Amount' }).fill('1500');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Edit Amount/ })).toContainText('1,500');
  await page.getByRole('button', { name: 'Delete Ten seats' }).click();
  await expect(page.getByText('There are no deals yet.')).toBeVisible();
});

test('[S2-13/A] what is wrong with a deal is said beside its field, and the rest stays as it was typed', async ({
  page,
}) => {
  await openList(page, 'Deals');
  await page.getByRole('button', { name: 'Create deal' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Description').fill('Typed before the refusal');
  await dialog.getByLabel('Status').selectOption('won');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  for (const [label, sentence] of [
    ['Title', 'Title is needed.'],
    ['Amount', 'A won deal needs an amount above zero.'],
  ] as const) {
    const field = dialog.getByRole('textbox', { name: label, exact: true });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(sentence);
  }
  await expect(dialog.getByLabel('Expected close')).toHaveAttribute('aria-invalid', 'false');
  await dialog.getByRole('button', { name: 'Title is needed.', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Title', exact: true })).toBeFocused();
  await page.keyboard.type('Ten seats');
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('900');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByRole('link', { name: 'Ten seats' }).click();
  const details = page.getByRole('complementary', { name: 'Attributes' });
  await expect(details).toContainText('Typed before the refusal');
  await expect(details.getByRole('button', { name: /^Edit Status/ })).toContainText('Won');
});

test('[S4-51/A] [S4-06/A] a card is moved with the mouse, the keyboard and the menu', async ({ page }) => {
  await openList(page, 'Deals');
  await create(page, 'deal', { Title: 'Alpha', Amount: '100' });
  await create(page, 'deal', { Title: 'Beta' });
  await page.getByRole('button', { name: 'Board' }).click();

  await page.getByRole('button', { name: 'Move Alpha to…' }).click();
  await page.getByRole('menuitem', { name: 'Proposal' }).click();
  await expect(column(page, 'Proposal')).toContainText('Alpha');

  const card = page.getByRole('button', { name: /^Alpha/ });
  const from = await placeOf(card);
  const to = await placeOf(column(page, 'Negotiation'));
  await page.mouse.move(from.x + 40, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, { steps: 4 });
  await page.mouse.move(to.x + 80, to.y + 90, { steps: 12 });
  await page.mouse.up();
  await expect(column(page, 'Negotiation')).toContainText('Alpha');

  await page.getByRole('button', { name: /^Beta/ }).focus();
  await liftWithKeyboard(page);
  await expect(page.getByText('Beta is over Qualification.')).toBeAttached();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Beta is over Proposal.')).toBeAttached();
  await page.keyboard.press('Space');
  await expect(column(page, 'Proposal')).toContainText('Beta');
});

test('[S4-51/A] closing asks how it ended, and winning asks for the amount', async ({ page }) => {
  await openList(page, 'Deals');
  await create(page, 'deal', { Title: 'Gamma' });
  await page.getByRole('button', { name: 'Board' }).click();
  await page.getByRole('button', { name: 'Move Gamma to…' }).click();
  await page.getByRole('menuitem', { name: 'Closed' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move to Closed' });
  await dialog.getByRole('button', { name: 'Won' }).click();
  await dialog.getByRole('textbox', { name: 'Amount' }).fill('250');
  await dialog.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(column(page, 'Closed')).toContainText('Gamma');
});

test('[S2-14/A] [S4-07/A] a task is made on a deal, is due, and is done', async ({ page }) => {
  await openList(page, 'Deals');
  await create(page, 'deal', { Title: 'Delta' });
  await page.getByRole('link', { name: 'Delta' }).click();
  await page.getByRole('toolbar', { name: 'Add' }).getByRole('button', { name: 'Task' }).click();
  await page.getByRole('textbox', { name: 'Task' }).fill('Send the offer');
  await page.getByRole('button', { name: 'Save task' }).click();
  await page.getByRole('list', { name: 'Timeline' }).getByRole('link', { name: 'Send the offer' }).click();
  await page.getByRole('button', { name: /^Edit Due/ }).click();
  await page.getByLabel('Due', { exact: true }).fill('2020-01-31');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('link', { name: /^Tasks due 1/ })).toBeVisible();
  await page.getByRole('link', { name: /^Tasks due 1/ }).click();
  await page.getByRole('link', { name: 'Send the offer' }).click();
  await page.getByRole('button', { name: /^Edit Status/ }).click();
  await page.getByRole('combobox', { name: 'Status' }).selectOption('done');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(page.getByRole('link', { name: /^Tasks due 0/ })).toBeVisible();
});
