import { startDurableCluster } from '@satchel/db/test-cluster';
import { attacks } from './attacks.ts';
import { type AttackCost, runAttacks } from './run-attacks.ts';

/** Prints what the dearest attack costs a server, as `apps/desktop/bench/figure.ts` writes it, and each on stderr. */
async function main(): Promise<void> {
  const cluster = await startDurableCluster();
  try {
    const costs = await runAttacks(attacks, cluster.url, (cost) => console.error(lineOf(cost)));
    for (const { name, isRepelled, ended } of costs) {
      if (!isRepelled) throw new Error(`${name} ended otherwise than it should: ${JSON.stringify(ended)}`);
    }
    print('hostile: longest block of the main thread', 'ms', 50, costs, ({ blockMs }) => blockMs);
    print('hostile: memory', 'MB', 64, costs, (cost) => cost.memoryMb);
    print('hostile: longest wait of a neighbour', 'ms', null, costs, ({ neighbourMs }) => neighbourMs);
  } finally {
    await cluster.stop();
  }
}

const lineOf = ({ name, blockMs, memoryMb, neighbourMs }: AttackCost): string =>
  `${blockMs} ms, ${memoryMb} MB, neighbour ${neighbourMs} ms: ${name}`;

function print(
  name: string,
  unit: string,
  most: number | null,
  costs: readonly AttackCost[],
  of: (cost: AttackCost) => number,
): void {
  const [dearest] = costs.toSorted((a, b) => of(b) - of(a));
  if (!dearest) throw new Error('Nothing was tried.');
  const verdict = most === null ? 'no target' : `at most ${most} ${unit}: ${of(dearest) > most ? 'MISSED' : 'met'}`;
  const note = `${verdict}; of ${costs.length} attacks the dearest: ${dearest.name}`;
  console.log(JSON.stringify({ name, value: of(dearest), unit, floor: null, ratio: null, note }));
}

await main();
