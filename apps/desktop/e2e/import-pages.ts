import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { type Download, expect, type Locator, type Page } from '@playwright/test';

/** A file to choose, as text or as bytes. */
export const csv = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
});

/** Goes to the wizard and gives it files. */
export async function chooseFiles(page: Page, files: readonly ReturnType<typeof csv>[]): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Import', exact: true }).click();
  // After an import the wizard still shows its result.
  const again = page.getByRole('button', { name: 'Import more' });
  const input = page.getByLabel('CSV files', { exact: true });
  await expect(again.or(page.getByRole('button', { name: 'Choose files' }))).toBeVisible();
  if (await again.isVisible()) await again.click();
  await input.setInputFiles([...files]);
}

/** The same, up to the plan. */
export async function planFor(page: Page, files: readonly ReturnType<typeof csv>[]): Promise<void> {
  await chooseFiles(page, files);
  await expect(page.getByRole('heading', { name: 'What the files mean' })).toBeVisible();
}

export const openPart = (page: Page, part: 'Columns' | 'Values' | 'Preview'): Promise<void> =>
  page.getByRole('navigation', { name: 'Parts of the plan' }).getByRole('button', { name: part }).click();

/** Starts the import and waits for its result. */
export async function runImport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^Import [\d,]+ rows?$/ }).click();
  const result = page.getByRole('region', { name: 'Result' });
  await expect(result).toBeVisible({ timeout: 25_000 });
  return result;
}

/** New, changed and unchanged records of a kind, as the result says. */
export async function countsOf(result: Locator, kind: string): Promise<readonly string[]> {
  const row = result.getByRole('row').filter({ has: result.page().getByRole('link', { name: kind, exact: true }) });
  return (await row.getByRole('cell').allTextContents()).slice(1);
}

export async function downloadedText(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}
