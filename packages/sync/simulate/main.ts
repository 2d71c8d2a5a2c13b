import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { simulate } from '../src/simulation/simulate.ts';
import { shortestFailure } from './shorten.ts';
import type { SeedResult } from './worker.ts';

const usage = `npm run simulate -- [--seeds N] [--from S] [--steps N] [--trace]

Runs devices and servers on the real replica and authority, each run made up from a seed, and checks the invariants of
packages/sync/SPEC.md. Prints the seeds that fail, with the fewest steps in which they do, and ends with 1 when one does.

  --seeds N   how many seeds (100)
  --from S    the first seed (1)
  --steps N   how much happens in each (300)
  --trace     prints everything that happens; for one seed`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    steps: { type: 'string', default: '300' },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const [seeds, from, steps] = [values.seeds, values.from, values.steps].map(Number);

if (values.help || !isCount(seeds) || !isCount(steps) || from === undefined || !Number.isSafeInteger(from)) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else if (values.trace) {
  await traceOne(from, steps);
} else {
  await runAll(from, seeds, steps);
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0;
}

async function traceOne(seed: number, most: number): Promise<void> {
  try {
    const result = await simulate({ seed, steps: most, trace: (event) => console.log(event) });
    console.log(JSON.stringify(result));
  } catch (error) {
    console.error(String(error));
    process.exitCode = 1;
  }
}

async function runAll(first: number, count: number, most: number): Promise<void> {
  const startedAt = performance.now();
  const failed: SeedResult[] = [];
  const total = { changes: 0, accepted: 0, refused: 0, events: 0 };
  let next = first;
  const take = (): number | null => (next < first + count ? next++ : null);
  const runners = Array.from({ length: Math.min(availableParallelism(), count) }, () =>
    runWorker(take, most, (result) => {
      if (result.failure !== null) failed.push(result);
      for (const name of ['changes', 'accepted', 'refused', 'events'] as const)
        total[name] += result.result?.[name] ?? 0;
    }),
  );
  await Promise.all(runners);
  for (const { seed, failure } of failed.toSorted((a, b) => a.seed - b.seed)) {
    const shortest = await shortestFailure(seed, most);
    console.error(`seed ${seed}: ${failure}`);
    console.error(`  in ${shortest.steps} steps: ${shortest.failure}`);
    console.error(`  npm run simulate -- --from ${seed} --steps ${shortest.steps} --trace`);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(JSON.stringify({ seeds: count, from: first, failed: failed.length, ...total, seconds: Number(seconds) }));
  if (failed.length > 0) process.exitCode = 1;
}

/** Hands a worker one seed after another until there are none. */
function runWorker(take: () => number | null, most: number, onResult: (result: SeedResult) => void): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  const hand = (): void => {
    const seed = take();
    if (seed === null) void worker.terminate();
    else worker.postMessage({ seed, steps: most });
  };
  return new Promise((resolve, reject) => {
    worker.on('message', (result: SeedResult) => {
      onResult(result);
      hand();
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
    hand();
  });
}
