import { expect, type Page, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
  await openList(page, 'Customers');
});
test.afterEach(() => app.stop());

const dialog = (page: Page) => page.getByRole('dialog');
const show = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Show' }).getByRole('button', { name, exact: true });
const footer = (page: Page) => page.locator('footer').filter({ hasText: 'Export CSV' });

async function newCustomer(
  page: Page,
  company: Readonly<Record<string, string>>,
  contact: Readonly<Record<string, string>> = {},
): Promise<void> {
  await page
    .getByRole('button', { name: /^(New|Create) customer$/ })
    .first()
    .click();
  const second = dialog(page).getByRole('region', { name: 'Primary contact' });
  for (const [label, value] of Object.entries(company)) {
    await dialog(page).getByLabel(label, { exact: true }).first().fill(value);
  }
  for (const [label, value] of Object.entries(contact)) await second.getByLabel(label, { exact: true }).fill(value);
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
}

test('[S3-08/A] one form makes a company and its primary contact, and one undo takes both back', async ({ page }) => {
  await newCustomer(
    page,
    { Name: 'Eckert Mauchly', Phone: '+1 215 555 0100', Address: '3747 Ridge Avenue', City: 'Philadelphia' },
    { 'First name': 'Grace', 'Last name': 'Hopper', 'E-mail': 'grace@em.example', Phone: '+1 215 555 0101' },
  );
  await page.getByRole('link', { name: 'Eckert Mauchly' }).click();
  const details = page.getByRole('complementary', { name: 'Attributes' });
  await expect(details).toContainText('3747 Ridge Avenue');
  await expect(details.getByRole('button', { name: /^Edit Primary contact/ })).toContainText('Grace Hopper');
  await expect(details.getByRole('button', { name: /^Edit Customer/ })).toContainText('Yes');
  await details.getByRole('link', { name: 'Open Grace Hopper' }).click();
  await expect(page).toHaveURL(/\/e\/contacts\//);
  await expect(details.getByRole('button', { name: /^Edit Company/ })).toContainText('Eckert Mauchly');
  await expect(details).toContainText('grace@em.example');

  await page.keyboard.press('Control+z');
  await expect(page.getByText('This contact is not here.')).toBeVisible();
  await openList(page, 'Customers');
  await expect(page.getByText('There are no customers yet.')).toBeVisible();
});

test('[S3-08/A] a customer who is a person alone gets a company that is called like the person', async ({ page }) => {
  await newCustomer(page, {}, { 'First name': 'Katherine', 'Last name': 'Johnson' });
  await page.getByRole('link', { name: 'Katherine Johnson' }).click();
  await expect(page).toHaveURL(/\/e\/companies\//);
  await expect(page.getByRole('button', { name: /^Edit Primary contact/ })).toContainText('Katherine Johnson');
});

test('[S3-08/A] what is refused is told at its own part of the form, and nothing is kept', async ({ page }) => {
  await page.getByRole('button', { name: 'Create customer' }).click();
  const second = dialog(page).getByRole('region', { name: 'Primary contact' });
  await second.getByLabel('E-mail').fill('no address');
  await dialog(page).getByLabel('Name', { exact: true }).fill('Half made');
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('E-mail');
  await expect(second.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByText('There are no customers yet.')).toBeVisible();
});

test('[S3-07/A] customers are searched, filtered and narrowed by status, together', async ({ page }) => {
  await newCustomer(page, { Name: 'North Mill', Industry: 'retail' });
  await newCustomer(page, { Name: 'North Lab', Industry: 'medical' });
  await newCustomer(page, { Name: 'South Mill', Industry: 'retail' });
  await openList(page, 'Companies');
  await page.getByRole('button', { name: 'New company' }).click();
  await dialog(page).getByLabel('Name', { exact: true }).fill('North Prospect');
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(footer(page)).toContainText('4 companies');

  await openList(page, 'Customers');
  await expect(footer(page)).toContainText('3 customers');
  await page.getByRole('searchbox', { name: 'Search customers' }).fill('north');
  await expect(footer(page)).toContainText('2 customers');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field').selectOption('industry');
  await page.getByRole('textbox', { name: 'Industry: value' }).fill('retail');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(footer(page)).toContainText('1 customer');
  await expect(page.getByRole('link', { name: 'North Mill' })).toBeVisible();
  await show(page, 'Inactive').click();
  await expect(page.getByText('No customers match this filter.')).toBeVisible();
  await show(page, 'Active').click();
  await expect(footer(page)).toContainText('1 customer');
  await page.reload();
  await expect(footer(page)).toContainText('1 customer');
  await expect(show(page, 'Active')).toHaveAttribute('aria-pressed', 'true');
});

test('[S3-10/A] a customer becomes inactive: list, count and history follow', async ({ page }) => {
  await newCustomer(page, { Name: 'North Mill' });
  await newCustomer(page, { Name: 'South Mill' });
  await page.getByRole('link', { name: 'Overview' }).click();
  const card = page.getByRole('link', { name: /^Customers 2/ });
  await expect(card).toContainText('2 active');

  await openList(page, 'Customers');
  await page.getByRole('link', { name: 'North Mill' }).click();
  await page.getByRole('button', { name: /^Edit Active/ }).click();
  await page.getByRole('combobox', { name: 'Active' }).selectOption('no');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Edit Active/ })).toContainText('No');
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByRole('list', { name: 'History' }).getByRole('listitem').first()).toContainText(
    'Active: Yes → No',
  );

  await page.getByRole('link', { name: 'Overview' }).click();
  await expect(card).toContainText('1 active');
  await card.click();
  await show(page, 'Inactive').click();
  await expect(page.getByRole('grid').getByRole('link')).toHaveText(['North Mill']);
  await show(page, 'Active').click();
  await expect(page.getByRole('grid').getByRole('link')).toHaveText(['South Mill']);
});

test('[S4-02/A] a company is made, read, changed, counted with its contacts, and deleted', async ({ page }) => {
  await newCustomer(page, { Name: 'Acme', Website: 'https://www.acme.example/home' }, { 'First name': 'Wile' });
  await page.getByRole('link', { name: 'Acme' }).click();
  const counts = page.getByRole('list', { name: 'Belongs to it' });
  await expect(counts.getByRole('link', { name: 'Contacts 1' })).toBeVisible();

  await page.getByRole('tab', { name: 'Related' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Contacts' }).getByRole('button', { name: 'New contact' }).click();
  await dialog(page).getByLabel('First name').fill('Road');
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(counts.getByRole('link', { name: 'Contacts 2' })).toBeVisible();
  await page.getByRole('button', { name: /^Edit Industry/ }).click();
  await page.getByRole('textbox', { name: 'Industry' }).fill('delivery');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Edit Industry/ })).toContainText('delivery');
  await page.getByRole('button', { name: /^Edit Established/ }).click();
  await page.getByRole('textbox', { name: 'Established' }).fill('1996');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Edit Established/ })).toContainText('1996');
  await counts.getByRole('link', { name: 'Contacts 2' }).click();
  await expect(footer(page)).toContainText('2 contacts');

  await page.goBack();
  await page.getByRole('button', { name: 'Delete Acme' }).click();
  await expect(page.getByText('There are no companies yet.')).toBeVisible();
});

test('[S4-02/A] a website that another company has is hinted while one types, and is no refusal', async ({ page }) => {
  await newCustomer(page, { Name: 'Acme', Website: 'https://www.acme.example/home' });
  await page.getByRole('button', { name: 'New customer' }).click();
  const website = dialog(page).getByRole('textbox', { name: 'Website' });
  const hint = dialog(page).getByRole('status');
  await website.fill('other.example');
  await expect(hint).toHaveCount(0);
  await website.fill('acme.example');
  await expect(hint).toHaveText('acme.example is already the website of Acme.');
  await dialog(page).getByLabel('Name', { exact: true }).fill('Acme Two');
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Acme Two' })).toBeVisible();
});
