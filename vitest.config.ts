import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { postgresSource } from './packages/db/test/postgres-source.ts';

const postgres = postgresSource(process.env);
if (!postgres.ok) console.warn(`Tests that need PostgreSQL are left out: ${postgres.reason}`);

/** Processes and threads that tests start are compiled once: that is a third of their start. Lines are counted elsewhere. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node-compile') };

/** Runs of many devices, with mistakes put in on purpose: long, and a project of their own. */
const simulations = 'src/simulation/**/*.test.ts';

/** Files that keep nothing between tests share their modules: to load them anew for each is half of the time. */
const pure = { isolate: false };

const setupFiles = [join(import.meta.dirname, 'scripts/test/fixed-seed.ts')];

export default defineConfig({
  test: {
    reporters: ['default', 'json'],
    // Build machines are slow and shared; what is fast is measured by the benchmarks.
    testTimeout: 30_000,
    maxWorkers: '100%',
    outputFile: { json: 'test-results/vitest.json' },
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      exclude: ['**/*.test.ts', '**/*.contract.ts'],
      reporter: ['text-summary', 'html', 'json-summary'],
      reportsDirectory: 'coverage',
    },
    projects: [
      { test: { ...project('core', 'packages/core').test, ...pure } },
      { test: { ...project('sync', 'packages/sync', simulations).test, ...pure } },
      { test: { name: 'simulation', root: 'packages/sync', include: [simulations], setupFiles } },
      { test: { ...project('db', 'packages/db').test, env } },
      { test: { ...project('desktop', 'apps/desktop').test, env } },
      { test: { name: 'scripts', root: 'scripts', include: ['**/*.test.ts'], setupFiles, ...pure } },
      ...(postgres.ok
        ? [
            {
              test: {
                name: 'db-pg',
                root: 'packages/db',
                include: ['src/**/*.pg.test.ts'],
                globalSetup: ['test/postgres-setup.ts'],
                setupFiles,
              },
            },
            {
              test: {
                name: 'sync-server',
                env,
                root: 'apps/sync-server',
                include: ['{src,bench}/**/*.test.ts'],
                globalSetup: ['../../packages/db/test/postgres-setup.ts'],
                setupFiles,
              },
            },
          ]
        : []),
    ],
  },
});

function project(name: string, folder: string, ...left: readonly string[]) {
  return {
    test: {
      name,
      root: folder,
      include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
      exclude: ['src/**/*.pg.test.ts', ...left],
      setupFiles,
    },
  };
}
