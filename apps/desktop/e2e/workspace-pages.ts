import { expect, type Locator, type Page } from '@playwright/test';

/** Passes the first run. `sample` waits until the sample data is there. */
export async function setUpWorkspace(page: Page, address: string, choice: 'now' | 'sample' = 'now'): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Workspace name').fill('Test workspace');
  await page.getByLabel('Your name').fill('Ada Tester');
  await page.getByRole('button', { name: choice === 'now' ? /^Use it now/ : /sample data/ }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible({ timeout: 25_000 });
}

/** Goes to a list by the sidebar, as a user does. */
export async function openList(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Fills a create dialog's text fields by their labels. */
export async function create(page: Page, what: string, values: Readonly<Record<string, string>>): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^(New|Create) ${what}$`) })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label, { exact: true }).fill(value);
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Where something is once it stands still. */
export async function placeOf(target: Locator): Promise<{ readonly x: number; readonly y: number }> {
  let before = await target.boundingBox();
  await expect(async () => {
    const now = await target.boundingBox();
    const isStill = now !== null && before !== null && now.x === before.x && now.y === before.y;
    before = now;
    expect(isStill).toBe(true);
  }).toPass({ intervals: [50] });
  if (!before) throw new Error('It is not drawn.');
  return before;
}

/** Picks up the card that has the focus. The board listens to the arrow keys one task later than it answers. */
export async function liftWithKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Space');
  await expect(page.locator('[aria-pressed=true]')).toBeVisible();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
}
