import { parseArgs } from 'node:util';
import { writeGenerated } from '../sample/write-generated.ts';
import { fail, fromCaller } from './called-from.ts';
import { openCommandWorkspace, WORKSPACE_USAGE, workspaceArguments, workspaceOptions } from './command-workspace.ts';

const USAGE = `Usage: npm run generate -- --contacts N --deals N [--seed S] --into DIR   (at most 1,000,000 together)
A workspace that is not there is made: ${WORKSPACE_USAGE}`;

const MOST = 1_000_000;

await main();

async function main(): Promise<void> {
  const given = readArguments();
  if (given === undefined) return fail(USAGE);
  const workspace = await openCommandWorkspace(fromCaller(given.into), given.workspace);
  if (!workspace.ok) return fail(workspace.error);
  const startMs = performance.now();
  try {
    const written = await writeGenerated(workspace.value.importTarget, {
      ...given,
      nowMs: Date.now(),
      onProgress: (done) => console.error(`${done} written`),
    });
    const seconds = Math.round((performance.now() - startMs) / 100) / 10;
    console.log(JSON.stringify({ contacts: given.contacts, deals: given.deals, seed: given.seed, written, seconds }));
  } finally {
    await workspace.value.close();
  }
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        contacts: { type: 'string', default: '1000' },
        deals: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        into: { type: 'string' },
        ...workspaceArguments,
      },
    });
    const [contacts, deals, seed] = [values.contacts, values.deals, values.seed].map(Number);
    const { into } = values;
    const isCount = (count: number | undefined): count is number =>
      count !== undefined && Number.isInteger(count) && count >= 0 && count <= MOST;
    if (!isCount(contacts) || !isCount(deals) || seed === undefined || !Number.isInteger(seed)) return undefined;
    const workspace = workspaceOptions(values);
    return into === undefined || contacts + deals > MOST ? undefined : { contacts, deals, seed, into, workspace };
  } catch {
    return undefined;
  }
}
