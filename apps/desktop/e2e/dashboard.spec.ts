import { expect, type Page, test } from '@playwright/test';
import { openReadyApp } from './ready-app.ts';
import { seedWorkspace, sqlRows } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';

const live = '"deletedAt" IS NULL';
const today = new Date().toISOString().slice(0, 10);

const usd = (minor: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 }).format(minor / 100);
const plain = (count: number): string => new Intl.NumberFormat('en-US').format(count);
const percent = (part: number, whole: number): string =>
  new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 }).format(part / whole);

const card = (page: Page, label: string) =>
  page.getByRole('region', { name: 'Numbers' }).getByRole('link', { name: new RegExp(`^${label} `) });

async function expectFooter(page: Page, count: number): Promise<void> {
  await expect(page.locator('footer').filter({ hasText: 'Export CSV' })).toContainText(new RegExp(`^${plain(count)} `));
}

let app: RunningApp;
test.afterEach(() => app.stop());

function oneNumber(sql: string): number {
  const [row] = sqlRows(app.dir, sql);
  return Number(row?.[0]);
}

test.describe('with sample data', () => {
  test.beforeEach(async ({ page }) => {
    app = await openReadyApp(page, 'sample data');
    // The window opens while the sample is still being written.
    await expect(card(page, 'New deals')).toContainText('1,200', { timeout: 20_000 });
  });

  test('[S4-10/A] [S1-23/A] each number card equals SQL on the file, and leads to a list of as many', async ({
    page,
  }) => {
    const count = (table: string, where: string): number =>
      oneNumber(`SELECT count(*) FROM "${table}" WHERE ${live} AND ${where}`);
    const sum = (where: string): number =>
      oneNumber(`SELECT coalesce(sum("amount_minor"), 0) FROM "deals" WHERE ${live} AND ${where}`);
    const won = count('deals', `"status" = 'won'`);
    const ended = count('deals', `"status" IN ('won', 'lost')`);
    const open = count('deals', `"status" = 'open'`);
    expect([won > 100, ended > won, open > 100]).toEqual([true, true, true]);
    const cards = [
      ['Open deals', plain(open), usd(sum(`"status" = 'open'`)), open],
      ['Won value', usd(sum(`"status" = 'won'`)), `${plain(won)} won`, won],
      ['Win rate', percent(won, ended), `${plain(ended)} closed`, ended],
      ['New deals', plain(count('deals', 'true')), 'added here', count('deals', 'true')],
      ['Tasks due', plain(0), 'today or earlier', 0],
      ['Leads', plain(0), '0 qualified', 0],
      ['Lead conversion', '–', '0 converted', 0],
      ['Customers', plain(count('companies', '"isCustomer"')), 'active', count('companies', '"isCustomer"')],
    ] as const;
    for (const [label, value, detail, listed] of cards) {
      await expect(card(page, label)).toContainText(value);
      await expect(card(page, label)).toContainText(detail);
      await card(page, label).click();
      await expectFooter(page, listed);
      await page.goBack();
    }
  });

  test('[S4-10/A] [S1-23/A] each of the charts equals SQL on the file, and each bar leads to a list of as many', async ({
    page,
  }) => {
    test.setTimeout(90_000);
    const wonBy = (key: string, join = ''): string =>
      `SELECT ${key}, sum(d."amount_minor"), count(*) FROM "deals" d ${join} WHERE d.${live} AND d."status" = 'won' GROUP BY 1`;
    const month = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });
    const charts = [
      {
        title: 'Won value by month',
        rows: sqlRows(app.dir, `${wonBy(`substr(d."closedOn", 1, 7)`)} ORDER BY 1`).map(
          ([key, minor, count]) => [month.format(Date.parse(`${key}-01`)), usd(Number(minor)), Number(count)] as const,
        ),
      },
      {
        title: 'Funnel by stage',
        rows: sqlRows(
          app.dir,
          `SELECT s."name", count(d."id") FROM "stages" s JOIN "pipelines" p ON p."id" = s."pipeline" AND p."kind" = 'deal'
           LEFT JOIN "deals" d ON d."stage" = s."id" AND d.${live} GROUP BY s."id" ORDER BY s."position"`,
        ).map(([name, count]) => [String(name), plain(Number(count)), Number(count)] as const),
      },
      {
        title: 'Won value by owner, top 10',
        rows: sqlRows(
          app.dir,
          `${wonBy('m."name"', 'JOIN "members" m ON m."id" = d."owner"')} ORDER BY 2 DESC LIMIT 10`,
        ).map(([name, minor, count]) => [String(name), usd(Number(minor)), Number(count)] as const),
      },
      {
        title: 'Won value by product',
        rows: sqlRows(
          app.dir,
          `${wonBy('p."name"', 'JOIN "products" p ON p."id" = d."product"')} ORDER BY 2 DESC LIMIT 10`,
        ).map(([name, minor, count]) => [String(name), usd(Number(minor)), Number(count)] as const),
      },
    ];
    for (const { title, rows } of charts) {
      const chart = page.getByRole('region', { name: title });
      await chart.getByRole('button', { name: 'As table' }).click();
      const body = chart.locator('tbody');
      await expect(body.getByRole('row')).toHaveText(rows.map(([label, value]) => `${label}${value}`));
      for (const [index, [label, , count]] of rows.entries()) {
        if ((index > 2 && index < rows.length - 1) || count === 0) continue;
        await body.getByRole('link', { name: label, exact: true }).click();
        await expectFooter(page, count);
        await page.goBack();
        await chart.getByRole('button', { name: 'As table' }).click();
      }
    }
  });

  test('[S4-52/A] a chart is bars, and beside them a table of the same that can be read aloud', async ({ page }) => {
    const funnel = page.getByRole('region', { name: 'Funnel by stage' });
    await expect(funnel.locator('.recharts-bar-rectangle path')).toHaveCount(3);
    await funnel.getByRole('button', { name: 'As table' }).click();
    await expect(funnel.getByRole('columnheader')).toHaveText(['Stage', 'Deals']);
    await expect(funnel.locator('tbody').getByRole('row')).toHaveCount(4);
  });
});

test('[S1-23/A] the dashboard asks nothing of any network, and follows a change at once', async ({ page, context }) => {
  const outside: string[] = [];
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (hostname !== '127.0.0.1' && protocol !== 'data:' && protocol !== 'blob:') outside.push(request.url());
  });
  const dir = await seedWorkspace(({ make }) => {
    make('task', { title: 'Overdue', dueOn: '2020-01-01' });
    make('task', { title: 'Today', dueOn: today });
    make('task', { title: 'Done', dueOn: '2020-01-01', status: 'done' });
    make('lead', { name: 'Ada', source: 'event' });
    make('company', { name: 'Acme', isCustomer: true });
  });
  app = await startApp(dir);
  await page.goto(app.address);
  await expect(card(page, 'Tasks due')).toContainText('2');
  await expect(card(page, 'Leads')).toContainText('1');
  await expect(card(page, 'Customers')).toContainText('1 active');

  const other = await context.newPage();
  await other.goto(`${new URL(app.address).origin}/e/tasks`);
  await other.getByRole('link', { name: 'Overdue' }).click();
  await other.getByRole('button', { name: /^Edit Status/ }).click();
  await other.getByRole('combobox', { name: 'Status' }).selectOption('done');
  await other.keyboard.press('Enter');
  await expect(card(page, 'Tasks due')).toContainText('1');
  expect(outside).toEqual([]);
});
