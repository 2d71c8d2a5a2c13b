import { expect, type Page, test } from '@playwright/test';
import { downloadCsv } from './download-csv.ts';
import { type Seed, seedWorkspace } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

let app: RunningApp;
test.afterEach(() => app.stop());

const footer = (page: Page) => page.locator('footer').filter({ hasText: 'Export CSV' });
const names = (page: Page) => page.getByRole('grid').getByRole('link');

async function openContacts(page: Page, fill: (seed: Seed) => void): Promise<void> {
  app = await startApp(await seedWorkspace(fill));
  await page.goto(app.address);
  await openList(page, 'Contacts');
}

async function addFilter(page: Page, field: string, operator: string, values: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field').selectOption({ label: field });
  await page.getByLabel('Condition').selectOption({ label: operator });
  for (const value of values) {
    await page.getByRole('combobox', { name: `${field}: value` }).fill(value);
    await page.getByRole('option', { name: new RegExp(`^${value}`) }).click();
  }
  await page.getByRole('button', { name: 'Apply' }).click();
}

test('[S1-12/A] contacts are filtered by any, all and none of several tags, together with another filter', async ({
  page,
}) => {
  await openContacts(page, ({ make }) => {
    const vip = make('tag', { name: 'VIP' });
    const press = make('tag', { name: 'Press' });
    const acme = make('company', { name: 'Acme' });
    make('contact', { firstName: 'Both', tags: [vip, press], company: acme });
    make('contact', { firstName: 'Viponly', tags: [vip] });
    make('contact', { firstName: 'Pressonly', tags: [press] });
    make('contact', { firstName: 'Plain', company: acme });
  });
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  const cases = [
    ['is any of', ['Both', 'Pressonly', 'Viponly'], ['Both']],
    ['has all of', ['Both'], ['Both']],
    ['is none of', ['Plain'], ['Plain']],
  ] as const;
  for (const [operator, alone, atAcme] of cases) {
    await addFilter(page, 'Tags', operator, ['VIP', 'Press']);
    await expect(names(page)).toHaveText([...alone]);
    await addFilter(page, 'Company', 'is any of', ['Acme']);
    await expect(names(page)).toHaveText([...atAcme]);
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(footer(page)).toContainText('4 contacts');
  }
});

test('[S1-13/A] every column that has an order sorts the list both ways, empty values last', async ({ page }) => {
  await openContacts(page, ({ make }) => {
    make('contact', { firstName: 'Beta', jobTitle: 'Clerk', lifecycle: 'prospect' });
    make('contact', { firstName: 'Alpha', jobTitle: 'Baker', lifecycle: 'customer' });
    make('contact', { firstName: 'Gamma' });
  });
  const sorted = new Map<string, readonly string[]>();
  const headers = page.getByRole('columnheader').getByRole('button');
  const labels = (await headers.allInnerTexts()).map((label) => label.trim());
  for (const [index, label] of labels.entries()) {
    const header = headers.nth(index);
    if (await header.isDisabled()) continue;
    const cell = page.getByRole('columnheader', { name: label, exact: true });
    for (const direction of ['ascending', 'descending'] as const) {
      await expect(async () => {
        await header.click();
        await expect(cell).toHaveAttribute('aria-sort', direction, { timeout: 300 });
      }).toPass();
      // The rows of the order before stay until the new ones are there.
      await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
      await expect(names(page)).toHaveCount(3);
      sorted.set(`${label} ${direction}`, await names(page).allTextContents());
    }
  }
  expect(sorted.size).toBeGreaterThanOrEqual(8);
  expect(Object.fromEntries(sorted)).toMatchObject({
    'Name ascending': ['Alpha', 'Beta', 'Gamma'],
    'Name descending': ['Gamma', 'Beta', 'Alpha'],
    'Job title ascending': ['Alpha', 'Beta', 'Gamma'],
    'Job title descending': ['Beta', 'Alpha', 'Gamma'],
    'Lifecycle ascending': ['Alpha', 'Beta', 'Gamma'],
    'Lifecycle descending': ['Beta', 'Alpha', 'Gamma'],
  });
});

test('[S1-13/A] pages of a long list stay whole while somebody adds a record before them', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const all = Array.from({ length: 450 }, (_, index) => `N${String(index).padStart(3, '0')}`);
  await openContacts(page, ({ makeAll }) => {
    makeAll(
      'contact',
      all.map((firstName) => ({ firstName })),
    );
  });
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(names(page).first()).toHaveText('N000');
  const seen = new Set<string>();
  const grid = page.getByRole('grid');
  const look = async () => {
    // A row whose page has not come yet has no link; what is looked at is what a person could read.
    const areThere = (): Promise<boolean> =>
      grid.evaluate((list) =>
        [...list.querySelectorAll('[role=row]:has([role=gridcell])')].every((row) => row.querySelector('a') !== null),
      );
    await expect.poll(areThere, { intervals: [20] }).toBe(true);
    for (const name of await names(page).allTextContents()) seen.add(name);
  };
  /** Drawn rows are a good deal more than one step, so that none is stepped over. */
  const scroll = async (steps: number) => {
    for (let step = 0; step < steps; step += 1) {
      await look();
      await grid.evaluate((list) => {
        list.scrollBy({ top: 400, behavior: 'instant' });
        return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      });
    }
  };
  await scroll(8);
  const other = await context.newPage();
  await other.goto(`${new URL(app.address).origin}/e/contacts`);
  await create(other, 'contact', { 'First name': 'A first one' });
  // A page behind another one is drawn once a second.
  await other.close();
  await expect(footer(page)).toContainText('451 contacts');
  await scroll(40);
  await expect(names(page).last()).toHaveText('N449');
  await look();
  expect([...seen].filter((name) => name.startsWith('N')).toSorted()).toEqual(all);
});

test('[S4-18/A] the export holds the columns and rows of the list, by RFC 4180 and without formulas', async ({
  page,
}) => {
  await openContacts(page, ({ make }) => {
    make('contact', { firstName: '=HYPERLINK("http://evil.example")', lastName: 'Anna', emails: ['anna@x.example'] });
    make('contact', { firstName: 'Comma, Anna', lastName: '"Quote"', phones: ['+14155550100'], jobTitle: '+1+1' });
    make('contact', { firstName: 'Berta' });
  });
  await page.getByRole('searchbox').fill('anna');
  await expect(footer(page)).toContainText('2 contacts');
  const headings = await page.getByRole('columnheader').getByRole('button').allInnerTexts();
  const { name, text } = await downloadCsv(page);
  expect(name).toBe('contacts.csv');
  const lines = text.replace(/^\uFEFF/, '').split('\r\n');
  expect(lines[0]).toBe(headings.map((heading) => heading.trim()).join(','));
  expect(lines.length).toBe(4);
  expect(lines.at(-1)).toBe('');
  const rows = lines.slice(1, 3).toSorted();
  expect(rows[0]).toMatch(/^"'=HYPERLINK\(""http:\/\/evil\.example""\) Anna",anna@x\.example,/);
  expect(rows[1]).toMatch(/^"Comma, Anna ""Quote""",,\+14155550100,,'\+1\+1,/);
  expect(text).not.toContain('Berta');
});

test('a refused deletion of many names each that is refused', async ({ page }) => {
  await openContacts(page, ({ make }) => {
    const busy = make('contact', { name: 'Busy Bee' });
    make('contact', { name: 'Idle Ida' });
    make('deal', { title: 'Honey', contacts: [busy] });
  });
  for (const name of ['Busy Bee', 'Idle Ida']) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(/^Busy Bee: This contact has active deals\./);
  await expect(names(page)).toHaveCount(2);
});
