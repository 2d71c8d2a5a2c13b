import { expect, test } from '@playwright/test';
import { chooseFiles, countsOf, csv, downloadedText, planFor, runImport } from './import-pages.ts';
import { openReadyApp } from './ready-app.ts';
import type { RunningApp } from './start-app.ts';

let app: RunningApp;
test.beforeEach(async ({ page }) => {
  app = await openReadyApp(page);
});
test.afterEach(() => app.stop());

test('[S4-17/A] refused rows are shown with their reasons, and downloaded as they stood, ready to be mended', async ({
  page,
}) => {
  await planFor(page, [
    csv('products.csv', 'product\nKit\n'),
    csv(
      'deals.csv',
      [
        'opportunity_id,product,deal_stage,engage_date,close_date,close_value',
        'A1,Kit,Won,10/20/2016,10/25/2016,0',
        'A2,Kit,Won,10/20/2016,10/25/2016,"$22,700.00"',
        'A3,Kit,Engaging,2/30/2017,,',
        'A4,Kit,Engaging,10/20/2016',
        'A5,Kit,Won,10/20/2016,10/25/2016,"so, many"',
      ].join('\n'),
    ),
  ]);
  const result = await runImport(page);
  expect(await countsOf(result, 'Deals')).toEqual(['1', '0', '0']);
  const refused = result.getByRole('region', { name: 'Refused rows' });
  await expect(refused.getByRole('heading')).toHaveText('4 rows were not imported');
  await expect(refused.getByRole('row')).toHaveText([
    /File\s*Line\s*Why/,
    /deals\.csv\s*2\s*A won deal needs an amount above zero\./,
    /deals\.csv\s*4\s*engage_date: There is no date "2\/30\/2017" \(read as month\/day\/year\)\./,
    /deals\.csv\s*5\s*The row has too few cells: 4 instead of 6\./,
    /deals\.csv\s*6\s*close_value: "so, many" is not an amount: write it like 1234\.50\./,
  ]);

  const waiting = page.waitForEvent('download');
  await refused.getByRole('button', { name: 'Download refused rows' }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('refused-rows.csv');
  const text = await downloadedText(download);
  expect(text).toBe(
    `\uFEFF${[
      'file,line,reason,opportunity_id,product,deal_stage,engage_date,close_date,close_value',
      'deals.csv,2,A won deal needs an amount above zero.,A1,Kit,Won,10/20/2016,10/25/2016,0',
      'deals.csv,4,"engage_date: There is no date ""2/30/2017"" (read as month/day/year).",A3,Kit,Engaging,2/30/2017,,',
      'deals.csv,5,The row has too few cells: 4 instead of 6.,A4,Kit,Engaging,10/20/2016,,',
      'deals.csv,6,"close_value: ""so, many"" is not an amount: write it like 1234.50.",A5,Kit,Won,10/20/2016,10/25/2016,"so, many"',
      '',
    ].join('\r\n')}`,
  );

  // Mended, the downloaded file itself can be imported.
  const mended = text
    .replace('10/25/2016,0', '10/25/2016,99')
    .replace('2/30/2017', '2/28/2017')
    .replace('2/30', '2/28')
    .replace('"so, many"\r\n', '7\r\n');
  await planFor(page, [csv('refused-rows.csv', mended)]);
  await page.getByLabel('Becomes').selectOption({ label: 'Deals' });
  const again = await runImport(page);
  expect(await countsOf(again, 'Deals')).toEqual(['4', '0', '0']);
});

test('[S4-17/A] a file that cannot be read is told in a sentence that says what, where and what to do', async ({
  page,
}) => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['empty.csv', '', 'empty.csv is empty.'],
    [
      'sheet.csv',
      new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]),
      'sheet.csv is an Excel or other zipped file, not text: save it as CSV and choose that file.',
    ],
    [
      'quote.csv',
      'name,city\nAcme,"Bern\nZoomit,Basel\n',
      'quote.csv, line 2: a quote is opened here or below and never closed. Close it or remove it.',
    ],
    [
      'cell.csv',
      `name,city\nAcme,"${'x'.repeat(1_500_000)}"\n`,
      'cell.csv, line 2: a row of more than 1 MB begins here. A quote may not be closed.',
    ],
  ];
  for (const [name, content, sentence] of cases) {
    await chooseFiles(page, [csv(name, content)]);
    await expect(page.getByRole('alert')).toHaveText(sentence);
    await expect(page.getByRole('button', { name: 'Choose files' })).toBeVisible();
  }
});

test('[S4-17/A] a file that cannot be read is listed with its reason, and the others of the folder are imported', async ({
  page,
}) => {
  await planFor(page, [csv('empty.csv', ''), csv('products.csv', 'product,sales_price\nKit,5\n')]);
  await expect(page.getByRole('region', { name: 'empty.csv' })).toContainText('empty.csv is empty.');
  expect(await countsOf(await runImport(page), 'Products')).toEqual(['1', '0', '0']);
});

test('[S4-17/A] when every row is refused, that is what the result says, and the file has all of them', async ({
  page,
}) => {
  const rows = Array.from({ length: 120 }, (_, index) => `Product ${index},many`);
  await planFor(page, [csv('products.csv', `product,sales_price\n${rows.join('\n')}\n`)]);
  const result = await runImport(page);
  await expect(result.getByRole('heading', { name: 'Nothing was imported' })).toBeVisible();
  await expect(result.getByRole('button', { name: 'Undo import' })).toHaveCount(0);
  await expect(result.getByText('These are the first 100; all of them are in the file.')).toBeVisible();
  const waiting = page.waitForEvent('download');
  await result.getByRole('button', { name: 'Download refused rows' }).click();
  expect((await downloadedText(await waiting)).trimEnd().split('\r\n')).toHaveLength(121);
});
