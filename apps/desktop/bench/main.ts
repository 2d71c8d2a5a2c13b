import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { benchAuthority } from '@satchel/db/authority.bench';
import { benchReplica } from '@satchel/db/replica.bench';
import { benchBrowser } from './browser.ts';
import { type Figure, printFigure } from './figure.ts';
import { benchImport } from './import.ts';
import { benchImportPage } from './import-page.ts';
import { benchLists } from './lists.ts';
import { benchSearch } from './search.ts';
import { benchStart } from './start.ts';

/** `npm run bench [-- NAME …]`: every figure, or those of the benches named, one JSON line each. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  import: benchImport,
  'import-page': benchImportPage,
  lists: benchLists,
  search: benchSearch,
  start: benchStart,
  browser: benchBrowser,
  authority: async () => {
    if (process.execArgv.includes(asServer)) for (const figure of await benchAuthority()) printFigure(figure);
    else inOwnProcess('authority');
  },
  hostile: async () => {
    const file = join(import.meta.dirname, '../../sync-server/test/hostile/bench.ts');
    const { status } = spawnSync(process.execPath, [...process.execArgv, file], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`The bench hostile ended with ${status}.`);
  },
  replica: async () => {
    for (const figure of await benchReplica()) printFigure(figure);
  },
  ...Object.fromEntries(
    ['live', 'alone', 'load', 'idle', 'busy', 'migrate'].map((name) => [
      `server-${name}`,
      () => ofServer(`server-${name}`),
    ]),
  ),
};

const serverBench = join(import.meta.dirname, '../../sync-server/bench/main.ts');

/** Figures of the sync server come from a process that only puts load on it. */
async function ofServer(name: string): Promise<void> {
  const child = fork(serverBench, [name]);
  child.on('message', (figure: Figure) => printFigure(figure));
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`The bench ${name} ended with ${status}.`);
}

/** As the server runs: `scripts/run.mjs`. */
const asServer = '--max-semi-space-size=64';

function inOwnProcess(name: string): void {
  const args = [...process.execArgv, asServer, import.meta.filename, name];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`The bench ${name} ended with ${status}.`);
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length === 0 || names.includes(name)) await bench();
  }
}
