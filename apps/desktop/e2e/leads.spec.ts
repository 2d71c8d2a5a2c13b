import { expect, type Page, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import { seedWorkspace } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
  await openList(page, 'Leads');
});
test.afterEach(() => app.stop());

const dialog = (page: Page) => page.getByRole('dialog');
const footer = (page: Page) => page.locator('footer').filter({ hasText: 'Export CSV' });
const details = (page: Page) => page.getByRole('complementary', { name: 'Attributes' });
const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function newLead(page: Page, values: Readonly<Record<string, string>>, source?: string): Promise<void> {
  await page
    .getByRole('button', { name: /^(New|Create) lead$/ })
    .first()
    .click();
  for (const [label, value] of Object.entries(values)) {
    await dialog(page).getByLabel(label, { exact: true }).fill(value);
  }
  if (source !== undefined) await dialog(page).getByLabel('Lead source').selectOption({ label: source });
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
}

async function moveTo(page: Page, lead: string, stage: string): Promise<void> {
  await page.getByRole('button', { name: `Move ${lead} to…` }).click();
  await page.getByRole('menuitem', { name: stage, exact: true }).click();
  await expect(column(page, stage)).toContainText(lead);
}

test('[S4-03/A] a lead gets a number, is read, changed, deleted and brought back', async ({ page }) => {
  await newLead(page, { Name: 'Ada Byron', 'E-mail': 'ada@engine.example' });
  await expect(page.getByRole('row').filter({ hasText: 'Ada Byron' })).toContainText('LED-001');
  await page.getByRole('link', { name: 'Ada Byron' }).click();
  await page.getByRole('button', { name: /^Edit Company/ }).click();
  await page.getByRole('textbox', { name: 'Company' }).fill('Analytical Engines');
  await page.keyboard.press('Enter');
  await expect(details(page).getByRole('button', { name: /^Edit Company/ })).toContainText('Analytical Engines');
  await page.getByRole('button', { name: 'Delete Ada Byron' }).click();
  await expect(page.getByText('There are no leads yet.')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('link', { name: 'Ada Byron' })).toBeVisible();
});

test('[S4-03/A] [S3-12/A] a lead without anything to go by is refused at its field', async ({ page }) => {
  await page.getByRole('button', { name: 'Create lead' }).click();
  await dialog(page).getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog(page).getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog(page).getByRole('alert')).toContainText('Give a name, a company, an e-mail address or a phone');
});

test('[S3-12/A] a lead’s source is one of a list and never empty; leads are filtered and reported by it', async ({
  page,
}) => {
  await page.getByRole('button', { name: 'Create lead' }).click();
  const source = dialog(page).getByLabel('Lead source');
  await expect(source).toHaveValue('other');
  await expect(source.getByRole('option')).toHaveText([
    'Website',
    'Referral',
    'Event',
    'Cold call',
    'Advertisement',
    'Partner',
    'Social',
    'Import',
    'Other',
  ]);
  await page.keyboard.press('Escape');
  await newLead(page, { Name: 'One' }, 'Referral');
  await newLead(page, { Name: 'Two' }, 'Referral');
  await newLead(page, { Name: 'Three' }, 'Event');

  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByLabel('Field').selectOption('source');
  await page.getByRole('checkbox', { name: 'Referral' }).check();
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(footer(page)).toContainText('2 leads');

  await page.getByRole('link', { name: 'Overview' }).click();
  const report = page.getByRole('region', { name: 'Leads by source' });
  await report.getByRole('button', { name: 'As table' }).click();
  await expect(report.getByRole('row')).toHaveText(['SourceLeads', 'Referral2', 'Event1']);
  await report.getByRole('link', { name: 'Event' }).click();
  await expect(footer(page)).toContainText('1 lead');
  await expect(page.getByRole('link', { name: 'Three' })).toBeVisible();
});

test('[S3-11/A] the pipeline’s columns hold what the list holds, and a lead goes through every stage', async ({
  page,
}) => {
  const stages = ['New', 'Contacted', 'Qualified', 'Proposal', 'Closed Won', 'Closed Lost'];
  for (const name of ['One', 'Two', 'Three']) await newLead(page, { Name: name });
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(stages);
  for (const stage of [...stages.slice(1), 'Contacted']) await moveTo(page, 'One', stage);
  await moveTo(page, 'Two', 'Qualified');

  const expected = { New: 1, Contacted: 1, Qualified: 1, Proposal: 0, 'Closed Won': 0, 'Closed Lost': 0 };
  for (const [stage, count] of Object.entries(expected)) {
    await expect(column(page, stage).locator('header')).toHaveText(`${stage}${count}`);
  }
  await page.getByRole('button', { name: 'List', exact: true }).click();
  for (const [stage, count] of Object.entries(expected)) {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Field').selectOption('stage');
    await page.getByRole('combobox', { name: 'Stage: value' }).fill(stage);
    await page
      .getByRole('option', { name: stage })
      .filter({ hasText: new RegExp(`^${stage}`) })
      .first()
      .click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect(footer(page)).toContainText(`${count} lead`);
    await page.getByRole('button', { name: 'Remove this filter' }).click();
  }
});

test('[S3-11/A] a lead follows its deal: stages that the deal contradicts are greyed, and say why', async ({
  page,
}) => {
  await newLead(page, { Name: 'Ada Byron', Company: 'Analytical Engines' });
  await page.getByRole('link', { name: 'Ada Byron' }).click();
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Convert', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await openList(page, 'Leads');
  await page.getByRole('button', { name: 'Board' }).click();
  await expect(column(page, 'Proposal')).toContainText('Ada Byron');
  await page.getByRole('button', { name: 'Move Ada Byron to…' }).click();
  const back = page.getByRole('menuitem', { name: /^Contacted/ });
  await expect(back).toHaveAttribute('aria-disabled', 'true');
  await expect(back).toContainText('deal');
});

test('[S4-03/A] converting a lead makes company, contact and deal in one change', async ({ page }) => {
  await newLead(page, { Name: 'Ada Byron', Company: 'Analytical Engines', 'E-mail': 'ada@engine.example' });
  await page.getByRole('link', { name: 'Ada Byron' }).click();
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await dialog(page).getByLabel('Deal title').fill('First engine');
  await dialog(page).getByRole('textbox', { name: 'Amount' }).fill('5000');
  await dialog(page).getByRole('button', { name: 'Convert', exact: true }).click();
  await expect(dialog(page)).toBeHidden();

  await expect(page.getByRole('button', { name: 'Convert', exact: true })).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Stages' }).locator('[aria-current="step"]')).toHaveText('Proposal');
  await details(page).getByRole('link', { name: 'Open First engine' }).click();
  await expect(page).toHaveURL(/\/e\/deals\//);
  await expect(details(page)).toContainText('$5,000.00');
  await details(page).getByRole('link', { name: 'Open Analytical Engines' }).click();
  await expect(page).toHaveURL(/\/e\/companies\//);
  const counts = page.getByRole('list', { name: 'Belongs to it' });
  await expect(counts.getByRole('link')).toHaveText(['Contacts 1', 'Deals 1']);
  await counts.getByRole('link', { name: 'Contacts 1' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Ada Byron' })).toContainText('ada@engine.example');

  await page.keyboard.press('Control+z');
  await expect(page.getByText('No contacts match this filter.')).toBeVisible();
  await openList(page, 'Deals');
  await expect(page.getByText('There are no deals yet.')).toBeVisible();
  await openList(page, 'Leads');
  await expect(page.getByRole('row').filter({ hasText: 'Ada Byron' })).toContainText('New');
});

test('[S4-03/A] converting uses a company that is there already, and opens no deal when none is wanted', async ({
  page,
}) => {
  const dir = await seedWorkspace(({ make }) => {
    make('company', { name: 'Analytical Engines' });
    make('lead', { name: 'Ada Byron', company: 'analytical engines', source: 'event' });
  });
  const seeded = await startApp(dir);
  await page.goto(seeded.address);
  await openList(page, 'Leads');
  await page.getByRole('link', { name: 'Ada Byron' }).click();
  await page.getByRole('button', { name: 'Convert', exact: true }).click();
  await expect(dialog(page).getByRole('combobox', { name: 'Company' })).toHaveValue('Analytical Engines');
  await dialog(page).getByLabel('Open a deal').selectOption('no');
  await dialog(page).getByRole('button', { name: 'Convert', exact: true }).click();
  await expect(dialog(page)).toBeHidden();
  await openList(page, 'Companies');
  await expect(footer(page)).toContainText('1 company');
  await openList(page, 'Deals');
  await expect(page.getByText('There are no deals yet.')).toBeVisible();
  await seeded.stop();
});
