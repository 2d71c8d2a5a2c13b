import { join } from 'node:path';
import { defineConfig } from 'electron-vite';
import { rendererConfig } from './vite.renderer.config.ts';

const source = (path: string): string => join(import.meta.dirname, 'src', path);
const out = (path: string): string => join(import.meta.dirname, 'out', path);

/** Our own packages are TypeScript sources and are bundled; the driver is native and stays outside. */
const nodeBuild = {
  externalizeDeps: { exclude: ['@satchel/core', '@satchel/sync', '@satchel/db'] },
};

/** `main` holds two processes: Electron's own, and the backend with its reader threads. */
export default defineConfig({
  main: {
    build: {
      ...nodeBuild,
      outDir: out(''),
      emptyOutDir: false,
      rolldownOptions: {
        input: {
          'main/main': source('main/main.ts'),
          'backend/electron-backend': source('backend/electron-backend.ts'),
          'backend/database-thread': join(import.meta.dirname, '../../packages/db/src/sqlite/database-thread.ts'),
        },
        external: ['better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'backend/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: out('preload'),
      rolldownOptions: {
        input: { preload: source('preload/preload.cts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: rendererConfig,
});
