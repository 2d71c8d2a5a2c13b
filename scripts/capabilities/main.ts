// `npm run capabilities [-- --from FILE]`: writes docs/capabilities.md from the list of capabilities and the reports of
// the last `npm test`. Where the list is absent, ids and homes are those of the document as it is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Capability, readCapabilities, readWrittenTable } from './read-ids.ts';
import { readResults } from './read-results.ts';
import { unknownIds, writeTable } from './write-table.ts';

const root = join(import.meta.dirname, '../..');
const documentFile = join(root, 'docs/capabilities.md');
const { values } = parseArgs({ options: { from: { type: 'string' } } });

const capabilities = readList(values.from);
const reports = ['unit.json', 'integration.json', 'simulation.json', 'playwright.json']
  .map((name) => join(root, 'test-results', name))
  .filter(existsSync);
if (capabilities.length === 0) {
  console.error('There are no capabilities to report on: name their list with `-- --from FILE`.');
  process.exitCode = 1;
} else if (reports.length === 0) {
  console.error('There are no test results to report on: run `npm test` first.');
  process.exitCode = 1;
} else {
  const results = reports.flatMap((file) => readResults(readFileSync(file, 'utf8')));
  for (const { id, title } of unknownIds(capabilities, results)) console.error(`${id} is no capability: ${title}`);
  const document = writeTable(capabilities, results);
  writeFileSync(documentFile, document);
  console.log(`docs/capabilities.md: ${/^\d+ proven.*$/m.exec(document)?.[0]}`);
}

function readList(from: string | undefined): readonly Capability[] {
  const list = from === undefined ? join(root, '../shared/CAPABILITIES.md') : calledFrom(from);
  if (existsSync(list)) return readCapabilities(readFileSync(list, 'utf8'));
  if (from !== undefined) throw new Error(`${list} does not exist.`);
  return existsSync(documentFile) ? readWrittenTable(readFileSync(documentFile, 'utf8')) : [];
}

function calledFrom(path: string): string {
  return resolve(process.env.SATCHEL_CALLED_FROM ?? process.cwd(), path);
}
