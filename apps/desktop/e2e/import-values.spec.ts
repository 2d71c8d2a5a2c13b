import { expect, test } from '@playwright/test';
import { countsOf, csv, openPart, planFor, runImport } from './import-pages.ts';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';
import { openList } from './workspace-pages.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

const products = csv('products.csv', 'product\nGTX Pro\nGTX Basic\n');
const pipeline = (...rows: readonly string[]) =>
  csv(
    'pipeline.csv',
    ['opportunity_id,account,product,deal_stage,close_value', ...rows.map((row) => `${row}`)].join('\n'),
  );
const accounts = csv('accounts.csv', 'account\nAcme\n');

const deals = csv(
  'deals.csv',
  'opportunity_id,opportunity,product,deal_stage\nA1,First,GTXPro,Engaging\nA2,Second,GTXPro,Engaging\nA3,Third,Gadget,Engaging\n',
);

for (const { choice, option, products: names } of [
  { choice: 'the suggestion is taken', option: undefined, products: ['GTX Pro', 'GTX Pro', 'Gadget'] },
  { choice: 'another name is taken', option: 'GTX Basic', products: ['GTX Basic', 'GTX Basic', 'Gadget'] },
  { choice: 'it is left empty', option: 'Leave empty', products: ['', '', 'Gadget'] },
]) {
  test(`[S4-17/A] a name that matches nothing is listed once, and ${choice}`, async ({ page }) => {
    await planFor(page, [products, deals]);
    await openPart(page, 'Values');
    const values = page.getByRole('region', { name: 'Values of product' });
    await expect(values.getByRole('listitem')).toHaveCount(2);
    await expect(values.getByRole('listitem').first()).toContainText('2 rows · matches nothing');
    const meaning = values.getByLabel('What “GTXPro” becomes');
    await expect(meaning).toHaveValue('GTX Pro');
    await expect(meaning.getByRole('option').first()).toHaveText('GTX Pro (97% alike)');
    if (option !== undefined) await meaning.selectOption({ label: option });
    await values.getByLabel('What “Gadget” becomes').selectOption({ label: 'Create “Gadget”' });
    await runImport(page);
    for (const [index, title] of ['First', 'Second', 'Third'].entries()) {
      await openList(page, 'Deals');
      await page.getByRole('link', { name: title }).click();
      await expect(page.getByRole('heading', { name: title })).toBeVisible();
      const main = page.getByRole('main');
      for (const name of ['GTX Pro', 'GTX Basic', 'Gadget']) {
        await expect(main.getByText(name, { exact: true })).toHaveCount(name === names[index] ? 1 : 0);
      }
    }
  });
}

test('[S4-17/A] what a stage of the file means can be changed, and is remembered', async ({ page }) => {
  await planFor(page, [
    products,
    accounts,
    pipeline('A1,Acme,GTX Pro,Engaging,', 'A2,Acme,GTX Pro,Won,50', 'A3,Acme,GTX Pro,Prospecting,'),
  ]);
  await openPart(page, 'Values');
  const meaningOf = (value: string) => page.getByLabel(`What “${value}” becomes`);
  await expect(meaningOf('Engaging')).toHaveValue('Negotiation');
  await expect(meaningOf('Prospecting')).toHaveValue('Qualification');
  await expect(meaningOf('Won')).toHaveValue('Won');
  await meaningOf('Engaging').selectOption({ label: 'Proposal' });
  await runImport(page);
  await openList(page, 'Deals');
  const row = (stage: string) => page.getByRole('row').filter({ hasText: stage });
  await expect(row('Proposal')).toHaveCount(1);
  await expect(row('Negotiation')).toHaveCount(0);
  await expect(row('Closed').filter({ hasText: 'Won' })).toHaveCount(1);

  await planFor(page, [products, accounts, pipeline('A9,Acme,GTX Pro,Engaging,')]);
  await openPart(page, 'Values');
  await expect(meaningOf('Engaging')).toHaveValue('Proposal');
});

test('[S4-17/A] of many names the first are listed, more come when they are asked for, and one click decides about all', async ({
  page,
}) => {
  const rows = Array.from({ length: 300 }, (_, index) => `Person ${index},p${index}@example.com,Firm ${index}`);
  await planFor(page, [csv('people.csv', `name,email,company\n${rows.join('\n')}\n`)]);
  await openPart(page, 'Values');
  const values = page.getByRole('region', { name: 'Values of company' });
  await expect(values.getByRole('listitem')).toHaveCount(50);
  await expect(values).toContainText('250 values are not shown');
  await values.getByRole('button', { name: 'Show more' }).click();
  await expect(values.getByRole('listitem')).toHaveCount(250);
  await expect(values).toContainText('50 values are not shown');
  await values.getByRole('button', { name: 'Leave empty' }).click();
  await expect(values.getByLabel('What “Firm 7” becomes')).toHaveValue(':empty');
  await values.getByLabel('What “Firm 7” becomes').selectOption({ label: 'Create “Firm 7”' });
  const result = await runImport(page);
  expect([await countsOf(result, 'Contacts'), await countsOf(result, 'Companies')]).toEqual([
    ['300', '0', '0'],
    ['1', '0', '0'],
  ]);
});
