import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { importSample } from '../src/backend/service/import.ts';
import { seedWorkspace } from './seed-workspace.ts';
import { type RunningApp, startApp } from './start-app.ts';

type Content = 'nothing' | 'sample data';

/** What the first run leads to, which is proven by itself: each test has a copy of it, made once. */
const made = new Map<Content, Promise<string>>();

/** Opens the app on a workspace of its own that is set up. */
export async function openReadyApp(page: Page, content: Content = 'nothing'): Promise<RunningApp> {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-e2e-'));
  cpSync(await ready(content), dir, { recursive: true });
  const app = await startApp(dir);
  await page.goto(app.address);
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  return app;
}

function ready(content: Content): Promise<string> {
  const known = made.get(content) ?? make(content);
  made.set(content, known);
  return known;
}

async function make(content: Content): Promise<string> {
  const dir = await seedWorkspace(async ({ workspace }) => {
    if (content === 'nothing') return;
    const imported = await importSample(workspace);
    if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  });
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
