import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Refusal } from '@satchel/core';
import { type ImportOptions, shownValues } from '../../shared/api.ts';
import { countImported } from '../import/count-imported.ts';
import { createImportJobs, type ImportFile } from '../import/jobs.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { describeTrouble } from '../workspace/workspace-trouble.ts';
import { fail, fromCaller } from './called-from.ts';
import { openCommandWorkspace, WORKSPACE_USAGE, workspaceArguments, workspaceOptions } from './command-workspace.ts';

const USAGE = `Usage: npm run import -- FOLDER --into DIR [--value NAME=NAME]... ${WORKSPACE_USAGE}
FOLDER may also be one CSV file. --value Engaging=Proposal reads a value as another one.
--currency is that of amounts and --country that of phone numbers which do not say it; those of the workspace when they
are left out. A workspace that is not there is made with them.`;

await main();

async function main(): Promise<void> {
  const given = readArguments();
  if (given === undefined) return fail(USAGE);
  const source = fromCaller(given.source);
  if (!existsSync(source)) return fail(`There is no folder or file ${source}.`);
  const files = filesIn(source);
  if (files.length === 0) return fail(`There are no CSV files in ${source}.`);
  const workspace = await openCommandWorkspace(fromCaller(given.into), given.workspace);
  if (!workspace.ok) return fail(workspace.error);
  try {
    await importFiles(files, workspace.value, given.options);
  } finally {
    await workspace.value.close();
  }
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        into: { type: 'string' },
        ...workspaceArguments,
        value: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
    });
    const [source, ...more] = positionals;
    const pairs = values.value.map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    const { into, currency, country } = values;
    if (source === undefined || more.length > 0 || into === undefined || pairs.some(([name]) => name === ''))
      return undefined;
    const options: ImportOptions = {
      valueByName: Object.fromEntries(pairs),
      ...(currency === undefined ? {} : { currency }),
      ...(country === undefined ? {} : { country }),
    };
    return { source, into, options, workspace: workspaceOptions(values) };
  } catch {
    return undefined;
  }
}

function filesIn(source: string): readonly ImportFile[] {
  if (statSync(source).isFile()) return [{ name: basename(source), bytes: readFileSync(source) }];
  return readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:csv|tsv|txt)$/i.test(entry.name))
    .map(({ name }) => ({ name, bytes: readFileSync(join(source, name)) }));
}

/** Progress goes to stderr, so that stdout is the one line. */
async function importFiles(
  files: readonly ImportFile[],
  { importTarget: target, dir }: Workspace,
  options: ImportOptions,
): Promise<void> {
  const tell = (refusals: readonly Refusal[]): void =>
    fail(refusals.map((refusal) => describeTrouble(refusal, dir).message).join('\n'));
  let toldMs = 0;
  const cancel = () => jobs.cancel(job);
  const jobs = createImportJobs(target, ({ stage, done, total }) => {
    if (stage !== 'writing' || performance.now() - toldMs < 1000) return;
    toldMs = performance.now();
    console.error(`${done} of ${total} rows`);
  });
  const { job } = jobs.begin();
  process.once('SIGINT', cancel);
  for (const { name, bytes } of files) jobs.addFilePart(job, name, bytes, true);
  const plan = await jobs.analyse(job, options);
  if (!plan.ok) return tell(plan.error);
  for (const { file, rows, entity, warnings } of plan.value.files) {
    console.error(`${file}: ${entity === null ? 'left out' : `${rows} rows of ${entity}`}`);
    for (const warning of warnings) console.error(`  ${warning}`);
  }
  for (const { file, reason } of plan.value.unreadable) console.error(`${file} is left out: ${reason}`);
  for (const { file, column, value, rows, decision } of plan.value.unresolved) {
    const done =
      decision === 'create' ? 'is made' : decision === 'empty' ? 'is left empty' : `is read as "${decision.use}"`;
    console.error(`${file}: ${column} "${value}" (${rows} rows) ${done}`);
  }
  for (const { file, column, unresolved } of plan.value.counts) {
    if (unresolved > shownValues) console.error(`${file}: ${column} has ${unresolved - shownValues} more such values`);
  }
  const summary = await jobs.run(job, plan.value);
  if (!summary.ok) return tell(summary.error);
  for (const { file, line, reason } of summary.value.refusals) console.error(`${file}, line ${line}: ${reason}`);
  console.log(JSON.stringify({ ...countImported(target), refused: summary.value.refused }));
}
