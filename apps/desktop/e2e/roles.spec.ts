import { expect, type Page, test } from '@playwright/test';
import { downloadCsv } from './download-csv.ts';
import { type Seed, seedWorkspace } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { liftWithKeyboard, openList, placeOf } from './workspace-pages.ts';

const footer = (page: Page) => page.locator('footer').filter({ hasText: 'Export CSV' });
const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const refusal = 'Only owners and admins can move a deal back.';

let app: RunningApp | undefined;
test.afterEach(() => app?.stop());

/** A workspace with somebody else's records, too; the user has the given role at the end. */
async function openAs(page: Page, role: 'owner' | 'member', more: (seed: Seed) => void = () => undefined) {
  const dir = await seedWorkspace((seed) => {
    const { me, make, update, stage } = seed;
    const bob = make('member', { name: 'Bob Boss', role: 'owner' });
    const negotiation = stage('Sales', 'Negotiation');
    for (const [owner, name] of [
      [me, 'Mine'],
      [bob, 'Theirs'],
    ] as const) {
      const company = make('company', { name: `${name} Ltd`, isCustomer: true, owner });
      make('deal', {
        title: `${name} deal`,
        company,
        amount: { minor: 500_00, currency: 'USD' },
        stage: negotiation,
        owner,
      });
      make('product', { name: `${name} product`, owner });
    }
    more(seed);
    if (role !== 'owner') update('member', me, { role });
  });
  app = await startApp(dir);
  await page.goto(app.address);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

test('[S2-08/A] a member’s lists, board, search, reports and exports hold own records only', async ({ page }) => {
  await openAs(page, 'member');
  await expect(page.getByRole('link', { name: /^Open deals 1/ })).toContainText('$500');
  await expect(page.getByRole('link', { name: /^Customers 1/ })).toBeVisible();

  for (const [list, mine] of [
    ['Companies', 'Mine Ltd'],
    ['Customers', 'Mine Ltd'],
    ['Deals', 'Mine deal'],
  ] as const) {
    await openList(page, list);
    await expect(page.getByRole('grid').getByRole('link')).toHaveText([mine]);
    await expect(footer(page)).toContainText(/^1 /);
  }
  const { text } = await downloadCsv(page);
  expect(text).toContain('Mine deal');
  expect(text).not.toContain('Theirs');

  await page.getByRole('button', { name: 'Board' }).click();
  await expect(column(page, 'Negotiation')).toContainText('Mine deal');
  await expect(column(page, 'Negotiation').locator('header')).toHaveText('Negotiation1$500');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search everything' }).fill('deal');
  await expect(page.getByRole('option').filter({ hasText: 'Mine deal' })).toBeVisible();
  await expect(page.getByRole('option').filter({ hasText: 'Theirs' })).toHaveCount(0);
});

test('[S2-08/A] another’s record does not open for a member, not even by its address', async ({ page }) => {
  let theirs = '';
  await openAs(page, 'member', ({ make }) => {
    const bob = make('member', { name: 'Carla' });
    theirs = make('company', { name: 'Hidden Ltd', owner: bob });
  });
  await page.goto(`${new URL(app?.address ?? '').origin}/e/companies/${theirs}`);
  await expect(page.getByText('This company is not here.')).toBeVisible();
  await expect(page.getByText('Hidden Ltd')).toHaveCount(0);
});

test('[S2-08/A] what a member may only read is shown without ways to change it', async ({ page }) => {
  await openAs(page, 'member');
  await openList(page, 'Products');
  await page.getByRole('link', { name: 'Theirs product' }).click();
  await expect(page.getByText('You can read this, and only its owner or an admin can change it.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Edit / })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Delete / })).toHaveCount(0);
  await page.goBack();
  await page.getByRole('link', { name: 'Mine product' }).click();
  await expect(page.getByRole('button', { name: 'Delete Mine product' })).toBeVisible();
  await page.goto(`${new URL(app?.address ?? '').origin}/e/stages`);
  await expect(page.getByRole('grid').getByRole('link').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'New stage' })).toHaveCount(0);
});

test('[S2-08/A] a member who hands a record to somebody else is refused with the reason', async ({ page }) => {
  await openAs(page, 'member');
  await openList(page, 'Companies');
  await page.getByRole('link', { name: 'Mine Ltd' }).click();
  await page.getByRole('button', { name: /^Edit Owner/ }).click();
  await expect(page.getByRole('combobox', { name: 'Owner' })).toBeFocused();
  await page.keyboard.type('Bob');
  await page.getByRole('option', { name: 'Bob Boss' }).click();
  await page.getByRole('combobox', { name: 'Owner' }).press('Enter');
  await expect(page.getByRole('alert')).toHaveText('You may not hand companies over to others.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /^Edit Owner/ })).toContainText('Ada Tester');
});

async function pickUp(page: Page, title: string): Promise<void> {
  const card = page.getByRole('button', { name: new RegExp(`^${title}`) });
  const box = await placeOf(card);
  await page.mouse.move(box.x + 40, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 30, { steps: 4 });
}

async function carryTo(page: Page, name: string): Promise<void> {
  const box = await placeOf(column(page, name));
  await page.mouse.move(box.x + 80, box.y + 90, { steps: 12 });
}

test('[S4-51/A] a member sees before the drop where a deal may not go, and why', async ({ page }) => {
  await openAs(page, 'member');
  await openList(page, 'Deals');
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(column(page, 'Negotiation')).toContainText('Mine deal');
  await pickUp(page, 'Mine deal');
  for (const stage of ['Qualification', 'Proposal']) {
    await expect(column(page, stage)).toHaveAttribute('data-forbidden', 'true');
    await expect(column(page, stage)).toContainText(refusal);
  }
  for (const stage of ['Negotiation', 'Closed']) {
    await expect(column(page, stage)).toHaveAttribute('data-forbidden', 'false');
    await expect(column(page, stage)).not.toContainText(refusal);
  }
  await carryTo(page, 'Proposal');
  await page.mouse.up();
  await expect(column(page, 'Negotiation')).toContainText('Mine deal');
  await expect(column(page, 'Proposal')).not.toContainText('Mine deal');

  await page.getByRole('button', { name: 'Move Mine deal to…' }).click();
  const proposal = page.getByRole('menuitem', { name: /^Proposal/ });
  await expect(proposal).toHaveAttribute('aria-disabled', 'true');
  await expect(proposal).toContainText(refusal);
  await expect(page.getByRole('menuitem', { name: 'Closed' })).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /^Mine deal/ }).focus();
  await liftWithKeyboard(page);
  await expect(page.getByText('Mine deal is over Negotiation.')).toBeAttached();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText(`Mine deal is over Proposal. ${refusal}`)).toBeAttached();
  await page.keyboard.press('Escape');
});

test('[S4-51/A] an owner moves a deal back: nothing is greyed', async ({ page }) => {
  await openAs(page, 'owner');
  await openList(page, 'Deals');
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(column(page, 'Negotiation')).toContainText('Mine deal');
  await pickUp(page, 'Mine deal');
  await carryTo(page, 'Qualification');
  await expect(column(page, 'Qualification')).toHaveAttribute('data-forbidden', 'false');
  await page.mouse.up();
  await expect(column(page, 'Qualification')).toContainText('Mine deal');
});
