import { benchAuthority } from '@satchel/db/authority.bench';
import { benchReplica } from '@satchel/db/replica.bench';
import { benchBrowser } from './browser.ts';
import { printFigure } from './figure.ts';
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
    for (const figure of await benchAuthority()) printFigure(figure);
  },
  replica: async () => {
    for (const figure of await benchReplica()) printFigure(figure);
  },
};

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
