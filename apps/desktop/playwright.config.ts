import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// Backends that tests start are compiled once: that is a third of their start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/node-compile');

const isCi = process.env.CI !== undefined;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '../../test-results/browser',
  forbidOnly: isCi,
  fullyParallel: false,
  workers: 2,
  retries: 0,
  // Build machines are slow and shared; what is fast is measured by the benchmarks.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/playwright.json' }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    // A trace of every test takes a third of the time: `--trace=retain-on-failure` makes them when one is looked for.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Debian's browser: Playwright's own cannot be downloaded everywhere.
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
