import { expect, type Page, test } from '@playwright/test';
import { sqlRows } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { create, openList, setUpWorkspace } from './workspace-pages.ts';

let app: RunningApp;
test.afterEach(() => app.stop());

const tables = [
  ['companies', '"name"'],
  ['products', '"name"'],
  ['deals', `concat_ws('|', "externalId", "title", "status", "amount_minor", "closedOn")`],
] as const;

const liveRows = () =>
  tables.map(([table, columns]) =>
    sqlRows(app.dir, `SELECT ${columns} FROM "${table}" WHERE "deletedAt" IS NULL ORDER BY 1`).flat(),
  );

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name }).click();
}

test('[S4-54/A] sample data goes with one click and leaves what is one’s own; added twice it is the same', async ({
  page,
}) => {
  test.setTimeout(60_000);
  app = await startApp();
  await setUpWorkspace(page, app.address);
  await openList(page, 'Companies');
  await create(page, 'company', { Name: 'My own' });
  const own = liveRows();
  expect(own.map((rows) => rows.length)).toEqual([1, 0, 0]);

  const states: unknown[] = [];
  for (let time = 0; time < 2; time += 1) {
    await press(page, 'Add sample data');
    await expect(page.getByRole('button', { name: 'Remove sample data' })).toBeEnabled({ timeout: 20_000 });
    await expect(page.getByRole('button', { name: 'Add sample data' })).toHaveCount(0);
    const rows = liveRows();
    expect(rows.map((list) => list.length > 1)).toEqual([true, true, true]);
    states.push(rows);
    await press(page, 'Remove sample data');
    await expect(page.getByRole('button', { name: 'Add sample data' })).toBeEnabled({ timeout: 20_000 });
    expect(liveRows()).toEqual(own);
  }
  expect(states[1]).toEqual(states[0]);
});
