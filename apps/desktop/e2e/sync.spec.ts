import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type StartedServer, startServer } from '../test/start-server.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

let server: StartedServer;
const apps: RunningApp[] = [];

test.beforeAll(async () => {
  server = await startServer();
});
test.afterEach(async () => {
  for (const app of apps.splice(0)) await app.stop();
});
test.afterAll(() => server.close());

const password = 'correct horse battery';

async function open(page: Page): Promise<void> {
  const app = await startApp();
  apps.push(app);
  await page.goto(app.address);
}

async function setUp(page: Page): Promise<void> {
  await open(page);
  await page.getByLabel('Workspace name').fill('Orchard');
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

const pill = (page: Page) => page.getByRole('link').filter({ has: page.getByRole('status') });

async function addCompany(page: Page, name: string): Promise<void> {
  await openList(page, 'Companies');
  await create(page, 'company', { Name: name });
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible();
}

test('[S3-06/A] two people connect two browsers to one server: what one writes the other sees, also after both were cut off', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  await setUp(page);
  await expect(pill(page)).toHaveText('On this device');
  await addCompany(page, 'Made alone');
  await pill(page).click();
  await page.getByRole('textbox', { name: 'Server' }).fill(server.address);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@sync.example');
  await page.getByLabel('Choose a password').fill('short');
  await page.getByRole('button', { name: 'Create and connect' }).click();
  await expect(page.getByText('Choose a password of at least 10 characters.')).toBeVisible();
  await expect(page.getByLabel('Choose a password')).toBeFocused();
  await page.getByLabel('Choose a password').fill(password);
  await page.keyboard.press('Enter');
  await expect(pill(page)).toHaveText('Synced', { timeout: 30_000 });
  await expect(page.getByText('Nothing needs your attention.')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const other = await context.newPage();
  await open(other);
  await other.getByRole('button', { name: /^Join a workspace/ }).click();
  expect((await new AxeBuilder({ page: other }).analyze()).violations).toEqual([]);
  await other.getByRole('textbox', { name: 'Server' }).fill(server.address);
  await other.getByLabel('E-mail').fill('ada@sync.example');
  await other.getByLabel('Password').fill('not the password');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await other.getByLabel('Password').fill(password);
  await other.keyboard.press('Enter');
  await expect(pill(other)).toHaveText('Synced', { timeout: 30_000 });
  await other.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Companies' }).click();
  await expect(other.getByRole('row').filter({ hasText: 'Made alone' })).toBeVisible();

  // Without a reload, on the list and on the dashboard.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Companies' }).click();
  await addCompany(other, 'From the other one');
  await expect(page.getByRole('row').filter({ hasText: 'From the other one' })).toBeVisible();

  await server.kill();
  await expect(pill(page)).toHaveText('Offline', { timeout: 20_000 });
  await expect(pill(other)).toHaveText('Offline', { timeout: 20_000 });
  await addCompany(page, 'Offline here');
  await addCompany(other, 'Offline there');
  await expect(pill(page)).toHaveText('Offline – 1 waiting');
  await server.restart();
  await expect(pill(page)).toHaveText('Synced', { timeout: 60_000 });
  await expect(pill(other)).toHaveText('Synced', { timeout: 60_000 });
  for (const name of ['Offline here', 'Offline there']) {
    for (const one of [page, other]) await expect(one.getByRole('row').filter({ hasText: name })).toBeVisible();
  }
  await context.close();
});

test('signed out the pill says so, and signing in again asks for the password alone', async ({ page }) => {
  await setUp(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  const panel = page.getByRole('region', { name: 'Server' });
  await panel.getByRole('textbox', { name: 'Server' }).fill(server.address);
  await panel.getByLabel('Your name').fill('Bo');
  await panel.getByLabel('E-mail').fill('bo@sync.example');
  await panel.getByLabel('Choose a password').fill(password);
  await panel.getByRole('button', { name: 'Create and connect' }).click();
  await expect(pill(page)).toHaveText('Synced', { timeout: 30_000 });
  await panel.getByRole('button', { name: 'Sign out' }).click();
  await expect(pill(page)).toHaveText('Sign in again');
  await expect(panel.getByLabel('E-mail')).toBeHidden();
  await panel.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(pill(page)).toHaveText('Synced', { timeout: 30_000 });
});
