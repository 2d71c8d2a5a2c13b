import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';

/** A database's thread that ends at its first question; the next one of the same file is a real one. */
const { path } = workerData as { readonly path: string };
const marker = `${path}.ended`;

if (existsSync(marker)) await import('../src/sqlite/database-thread.ts');
else {
  parentPort?.on('message', () => {
    writeFileSync(marker, '');
    process.exit(1);
  });
  parentPort?.postMessage({ kind: 'opened', result: { ok: true, value: null } });
}
