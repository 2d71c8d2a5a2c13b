import { execFileSync } from 'node:child_process';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type StartedServer, startServer } from '../test/start-server.ts';
import { startBrokenServers } from './broken-servers.ts';
import { type RunningApp, startApp } from './start-app.ts';
import { create, openList } from './workspace-pages.ts';

test.describe.configure({ mode: 'serial' });

let server: StartedServer;
const apps: RunningApp[] = [];
/** Ada's window and Bo's, on two devices, from the first test on. */
let page: Page;
let other: Page;

test.beforeAll(async ({ browser }) => {
  server = await startServer();
  const look = { viewport: { width: 1280, height: 800 } };
  page = await (await browser.newContext(look)).newPage();
  other = await (await browser.newContext(look)).newPage();
});
test.afterAll(async () => {
  for (const window of [page, other]) await window.context().close();
  for (const app of apps.splice(0)) await app.stop();
  await server.close();
});

const password = 'correct horse battery';

async function open(window: Page): Promise<void> {
  const app = await startApp();
  apps.push(app);
  await window.goto(app.address);
}

async function setUp(window: Page): Promise<void> {
  await open(window);
  await window.getByLabel('Workspace name').fill('Orchard');
  await window.getByLabel('Your name').fill('Ada');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('navigation', { name: 'Main' })).toBeVisible();
}

const pill = (window: Page) => window.getByRole('link').filter({ has: window.getByRole('status') });

/** Asks the server as somebody who is signed in elsewhere. */
async function ask(path: string, body?: unknown, token = ''): Promise<unknown> {
  const response = await fetch(`${server.address}/api/v1${path}`, {
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return response.status === 204 ? null : await response.json();
}

async function tokenOf(email: string): Promise<string> {
  const signedIn = await ask('/auth/login', { email, password });
  return (signedIn as { access_token: string }).access_token;
}

/** Invites a colleague as Ada does; gives the link that she is to bring them. */
async function invite(email: string): Promise<string> {
  await page.getByRole('link', { name: 'Settings' }).click();
  const form = page.getByRole('form', { name: 'Invite a colleague' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Name').fill('Bo');
  await form.getByLabel('Role').selectOption('Admin');
  await form.getByRole('button', { name: 'Invite' }).click();
  return await form.getByLabel(`Link for ${email}`).inputValue();
}

async function addCompany(window: Page, name: string): Promise<void> {
  await openList(window, 'Companies');
  await create(window, 'company', { Name: name });
  await expect(window.getByRole('row').filter({ hasText: name })).toBeVisible();
}

test('[S3-06/A] two people connect two browsers to one server: what one writes the other sees, also after both were cut off', async () => {
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
  await page.getByRole('button', { name: 'Prepare for offline' }).click();
  await expect(page.getByText('Everything that you may see is on this device')).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await open(other);
  await other.getByRole('button', { name: /^Join a workspace/ }).click();
  expect((await new AxeBuilder({ page: other }).analyze()).violations).toEqual([]);
  await other.getByRole('textbox', { name: 'Server' }).fill(server.address);
  await other.getByLabel('E-mail').fill('ada@sync.example');
  await other.getByLabel('Password').fill('not the password');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await other.getByText('I was invited').click();
  await other.getByLabel('Invitation').fill(await invite('bo@sync.example'));
  await other.getByLabel('Your name').fill('Bo');
  await other.getByLabel('Choose a password').fill(password);
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
});

test('[B-21/A] [S1-09/A] a record shows who else looks at it or edits it; what one writes into a field stays when the other one changes it, beside theirs, until one is chosen; its history says who changed what and when', async () => {
  await openList(page, 'Companies');
  await page.getByRole('link', { name: 'Made alone' }).click();
  await page.getByRole('button', { name: /^Edit City/ }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Bern');
  await openList(other, 'Companies');
  await other.getByRole('link', { name: 'Made alone' }).click();
  const alsoHere = (window: Page) => window.getByRole('list', { name: 'Also here' });
  await expect(alsoHere(other)).toHaveText(/Ada is editing this/);
  await expect(alsoHere(page)).toHaveText(/Bo looks at this/);
  const change = async (city: string) => {
    await other.getByRole('button', { name: /^Edit City/ }).click();
    await other.getByRole('textbox', { name: 'City' }).fill(city);
    await other.keyboard.press('Enter');
  };
  await change('Basel');
  const notice = page.getByRole('alert').filter({ hasText: 'Changed meanwhile. Now it is: Basel' });
  await expect(notice).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'City' })).toHaveValue('Bern');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  // Neither leaving nor Enter decides.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Keep mine' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(other.getByRole('button', { name: /^Edit City/ })).toContainText('Bern');

  await page.getByRole('button', { name: /^Edit City/ }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Chur');
  await change('Davos');
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await expect(page.getByRole('button', { name: /^Edit City/ })).toContainText('Davos');
  await page.getByRole('tab', { name: 'History' }).click();
  const history = page.getByRole('list', { name: 'History' }).getByRole('listitem');
  await expect(history.filter({ hasText: 'Davos' }).first()).toHaveText(/^Bo changed.*\d+:\d\d [AP]M.*Bern.*Davos/);
});

test('[B-17/A] what is edited while signed out is sent with the password alone; what is refused of it stands beside what the server has, and is corrected and sent again', async () => {
  const address = page.url();
  await page.getByRole('link', { name: 'Settings' }).click();
  const panel = page.getByRole('region', { name: 'Server' });
  await panel.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out, keep it here' }).click();
  await expect(pill(page)).toHaveText('Sign in again');
  await page.goto(address);
  await page.getByRole('button', { name: /^Edit City/ }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Zug');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Activity' }).getByText('Not sent yet')).toBeVisible();
  await other.getByRole('button', { name: 'Delete Made alone' }).click();
  await expect(pill(other)).toHaveText('Synced');
  await pill(page).click();
  await expect(panel.getByLabel('E-mail')).toBeHidden();
  await panel.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(pill(page)).toHaveText('Needs attention (1)', { timeout: 30_000 });
  await page.getByRole('link', { name: 'Inbox 1' }).click();
  const inbox = page.getByRole('region', { name: 'Needs attention' });
  await expect(inbox.getByText('It was deleted meanwhile.')).toBeVisible();
  await expect(inbox.getByRole('row').filter({ hasText: 'City' })).toHaveText(/Zug.*Davos/);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await inbox.getByRole('button', { name: 'Keep theirs' }).click();
  await expect(inbox.getByText('Nothing needs your attention.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await inbox.getByRole('button', { name: 'Fix and resend' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('The server has: Davos')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'City' }).fill('Chur');
  await dialog.getByRole('button', { name: 'Resend' }).click();
  await expect(inbox.getByText('Nothing needs your attention.')).toBeVisible();
  await openList(other, 'Companies');
  await other.getByRole('link', { name: 'Made alone' }).click();
  await expect(other.getByRole('button', { name: /^Edit City/ })).toContainText('Chur');
});

test('[S2-04/A] what was written while the session ended elsewhere is sent all the same, and the new password brings the rest', async () => {
  await pill(other).click();
  await other.getByRole('button', { name: 'Pause' }).click();
  await addCompany(other, 'Written meanwhile');
  await expect(pill(other)).toHaveText('Paused – 1 waiting');
  // Which ends every session but the one that asks.
  const changed = { current_password: password, password: 'another horse battery' };
  await ask('/auth/change-password', changed, await tokenOf('bo@sync.example'));
  await pill(other).click();
  await other.getByRole('button', { name: 'Go on' }).click();
  await expect(pill(other)).toHaveText('Sign in again', { timeout: 30_000 });
  await openList(page, 'Companies');
  await expect(page.getByRole('row').filter({ hasText: 'Written meanwhile' })).toBeVisible();
  await other.getByLabel('Password').fill(password);
  await other.keyboard.press('Enter');
  await expect(other.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await other.getByLabel('Password').fill('another horse battery');
  await other.keyboard.press('Enter');
  await expect(pill(other)).toHaveText('Synced', { timeout: 30_000 });
});

test('two windows of one workspace show what the other one does, and keep what is being written', async () => {
  const tab = await page.context().newPage();
  await tab.goto(new URL('/', page.url()).href);
  await openList(tab, 'Companies');
  // What is not in front is drawn seldom.
  await page.bringToFront();
  await addCompany(page, 'In both windows');
  await tab.bringToFront();
  await tab.getByRole('link', { name: 'In both windows' }).click();
  await tab.getByRole('button', { name: /^Edit City/ }).click();
  await tab.getByRole('textbox', { name: 'City' }).fill('Bern');
  await page.bringToFront();
  await page.getByRole('link', { name: 'In both windows' }).click();
  await page.getByRole('button', { name: /^Edit City/ }).click();
  await page.getByRole('textbox', { name: 'City' }).fill('Basel');
  await page.keyboard.press('Enter');
  await expect(tab.getByRole('alert').filter({ hasText: 'Now it is: Basel' })).toBeVisible();
  await tab.getByRole('button', { name: 'Keep mine' }).click();
  await expect(page.getByRole('button', { name: /^Edit City/ })).toContainText('Bern');
  await tab.close();
});

test('[S2-03/A] [S5-19/A] [S3-20/A] whatever is in the way of getting in or of saving is told in a sentence, and one goes on from there', async () => {
  await page.getByRole('button', { name: 'Workspace: Orchard' }).click();
  await page.getByRole('menuitem', { name: 'Add a workspace' }).click();
  await page.getByRole('button', { name: /^Join a workspace/ }).click();
  await page.getByLabel('E-mail').fill('guessed@sync.example');
  await page.getByLabel('Password').fill('not the password');
  const broken = await startBrokenServers();
  const { address } = broken;
  const wrong = { email: 'guessed@sync.example', password: 'not the password' };
  const faults: readonly (readonly [string, string, (() => Promise<unknown>)?])[] = [
    ['http://crm.example.com', 'This address is not encrypted. Use https://'],
    ['ws://crm.example.com/sync', 'This address is not encrypted. Use https://'],
    [address.stopped, 'The server does not answer. Check the address and the network'],
    [address['500'], 'The server has trouble of its own (500). Try again in a moment'],
    [address['503'], 'The server has trouble of its own (503). Try again in a moment'],
    [address.garbage, 'There is no Satchel server at this address.'],
    [address.certificate, 'This server shows a certificate that nobody vouches for.'],
    [server.address, 'The e-mail address or the password is not right.'],
    [
      server.address,
      'That was too often. Wait a little and try again.',
      () => Promise.all(Array.from({ length: 10 }, () => ask('/auth/login', wrong))),
    ],
  ];
  for (const [where, sentence, before] of faults) {
    await before?.();
    await page.getByRole('textbox', { name: 'Server' }).fill(where);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
  }
  broken.close();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Orchard' }).click();

  // No file of the app grows beyond this, as on a full disk.
  await openList(page, 'Companies');
  const { pid = 0 } = apps[0] ?? {};
  const limitFiles = (bytes: string) => execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
  await page.getByRole('button', { name: 'New company' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Room for this');
  limitFiles('1000');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: 'The disk is full, so nothing was saved.' })).toBeVisible();
  limitFiles('unlimited');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Room for this' })).toBeVisible();
  await expect(pill(page)).toHaveText('Synced', { timeout: 30_000 });
});

test('[S2-01/A] a device has several workspaces to go between, and removes one with what was not sent in it', async () => {
  const menu = (name: string) => page.getByRole('button', { name: `Workspace: ${name}` });
  await menu('Orchard').click();
  await page.getByRole('menuitem', { name: 'Add a workspace' }).click();
  await page.getByLabel('Workspace name').fill('Brewery');
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await menu('Brewery').click();
  await page.getByRole('menuitem', { name: /^Orchard/ }).click();
  await expect(menu('Orchard')).toBeVisible();
  await openList(page, 'Companies');
  await expect(page.getByRole('row').filter({ hasText: 'Made alone' })).toBeVisible();

  await server.kill();
  await addCompany(page, 'Never sent');
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('1 edit was not sent');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await dialog.getByRole('button', { name: 'Sign out and remove' }).click();
  await expect(menu('Brewery')).toBeVisible();
  await expect(page.getByText('Orchard was removed from this device.')).toBeVisible();
  await openList(page, 'Companies');
  await expect(page.getByText('Made alone')).toBeHidden();
});

test('[B-22/A] a workspace made alone is brought into an organization that has data: what both have is seen and decided before anything is sent', async () => {
  await server.restart();
  await pill(other).click();
  await other.getByRole('button', { name: 'Prepare for offline' }).click();
  await expect(other.getByText('Everything that you may see is on this device')).toBeVisible();
  await openList(other, 'Contacts');
  await create(other, 'contact', { 'First name': 'Ann', 'E-mail': 'ann@acme.example', 'Job title': 'Buyer' });
  await openList(page, 'Contacts');
  await create(page, 'contact', { 'First name': 'Ann', 'E-mail': 'ann@acme.example', 'Job title': 'Head of buying' });
  await addCompany(page, 'Hops and malt');
  await pill(page).click();
  await page.getByText('I have an account').click();
  await page.getByRole('textbox', { name: 'Server' }).fill(server.address);
  await page.getByLabel('E-mail').fill('ada@sync.example');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Orchard' })).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Bring Brewery into Orchard' })).toBeVisible({ timeout: 20_000 });
  const ann = page.getByRole('article', { name: 'Ann' });
  await expect(ann).toContainText('the same e-mail');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await ann
    .getByRole('group', { name: 'Ann: Job title' })
    .getByRole('radio', { name: /Head of buying/ })
    .check();
  // Nobody else sees any of it yet, and what was decided outlives the window.
  await page.reload();
  await expect(ann.getByRole('radio', { name: /Head of buying/ })).toBeChecked();
  await openList(other, 'Companies');
  await expect(other.getByText('Hops and malt')).toBeHidden();
  await page.getByRole('button', { name: 'Bring it in and send' }).click();
  await expect(page.getByRole('heading', { name: 'Brewery was brought in' })).toBeVisible();
  await expect(other.getByRole('row').filter({ hasText: 'Hops and malt' })).toBeVisible();
  await openList(other, 'Contacts');
  await expect(other.getByRole('row').filter({ hasText: 'Ann' })).toHaveCount(1);
  await expect(other.getByRole('row').filter({ hasText: 'Ann' })).toContainText('Head of buying');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

test('[S1-05/A] [S5-03/A] Settings show the account with its role and its devices; a revoked device is signed out and wiped', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  const account = page.getByRole('region', { name: 'Account' });
  await expect(account).toContainText('ada@sync.example');
  await expect(account).toContainText('Owner');
  await account.getByLabel('First name').fill('Augusta');
  await account.getByRole('button', { name: 'Save' }).click();
  await expect(account.getByRole('button', { name: 'Save' })).toBeDisabled();
  const devices = account.getByRole('list').getByRole('listitem');
  await expect(devices.filter({ hasText: 'This device' })).toHaveCount(1);
  await expect(devices.filter({ hasText: 'This device' }).getByRole('button')).toHaveCount(0);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await devices
    .filter({ hasText: 'of a colleague' })
    .getByRole('button', { name: /^Revoke/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(devices.filter({ hasText: 'of a colleague' })).toHaveCount(0);
  await expect(other.getByText('This device was removed from the organization.')).toBeVisible();
  await expect(other.getByRole('button', { name: /^Join a workspace/ })).toBeVisible();
  // The name is the account's own, and signing out ends the session at the server.
  const token = await tokenOf('ada@sync.example');
  const me = async () =>
    (await ask('/auth/me', undefined, token)) as { user: { first_name: string }; sessions: readonly unknown[] };
  expect((await me()).user.first_name).toBe('Augusta');
  const before = (await me()).sessions.length;
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out, keep it here' }).click();
  await expect(pill(page)).toHaveText('Sign in again');
  await expect.poll(async () => (await me()).sessions.length).toBe(before - 1);
});
