import { canStartCluster } from '@satchel/db/test-cluster';
import { killRounds } from './kill-rounds.ts';

/** `npm run kill -- [--kills N] [--database embedded|postgres]`: 200 times on each, unless another number is given. */
async function main(words: readonly string[]): Promise<void> {
  const place = words.indexOf('--kills');
  const kills = place < 0 ? 200 : Number(words[place + 1]);
  if (!Number.isInteger(kills) || kills < 1) {
    console.error('Say how often: npm run kill -- --kills 20');
    process.exitCode = 2;
    return;
  }
  const only = words[words.indexOf('--database') + 1];
  for (const kind of ['embedded', 'postgres'] as const) {
    if (words.includes('--database') && only !== kind) continue;
    if (kind === 'postgres' && !canStartCluster) {
      console.error('PostgreSQL is left out: its programs are not here.');
      continue;
    }
    const run = await killRounds(kind, kills, (line) => console.error(`${kind} ${line}`));
    console.log(JSON.stringify({ database: kind, ...run }));
    if (run.lost > 0) process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
