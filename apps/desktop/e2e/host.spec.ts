import { expect, test } from '@playwright/test';
import { type RunningApp, startApp } from './start-app.ts';

let app: RunningApp;

test.beforeAll(async () => {
  app = await startApp();
});
test.afterAll(() => app.stop());

test('the app opens from the printed address, without errors, and forgets the token in it', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) errors.push(message.text());
  });
  const response = await page.goto(app.address);
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self'");
  await expect(page.getByLabel('Workspace name')).toBeVisible();
  expect(page.url()).not.toContain('token');
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(errors).toEqual([]);
});

test('a page without the token sees nothing', async ({ page }) => {
  const response = await page.goto(new URL(app.address).origin);
  expect(response?.status()).toBe(401);
  await expect(page.getByText('Open the address that Satchel printed')).toBeVisible();
});

test('another site can neither show the app in a frame nor open its socket', async ({ page }) => {
  await page.goto(app.address);
  await expect(page.getByLabel('Workspace name')).toBeVisible();
  const { host } = new URL(app.address);
  await page.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="http://${host}/"></iframe>` }),
  );
  await page.goto('http://evil.example/');
  expect(await page.frameLocator('iframe').getByLabel('Workspace name').count()).toBe(0);
  const outcome = await page.evaluate(
    (address) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener('open', () => resolve('open'));
        socket.addEventListener('error', () => resolve('refused'));
      }),
    `ws://${host}/port`,
  );
  expect(outcome).toBe('refused');
});
