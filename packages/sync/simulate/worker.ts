import { parentPort } from 'node:worker_threads';
import { type SimulationResult, simulate } from '../src/simulation/simulate.ts';

/** What became of one seed. */
export interface SeedResult {
  readonly seed: number;
  readonly result: SimulationResult | null;
  readonly failure: string | null;
}

const port = parentPort;
port?.on('message', ({ seed, steps }: { readonly seed: number; readonly steps: number }) => {
  simulate({ seed, steps }).then(
    (result) => port.postMessage({ seed, result, failure: null } satisfies SeedResult),
    (error: unknown) =>
      port.postMessage({
        seed,
        result: null,
        failure: error instanceof Error && error.name !== 'Violation' ? (error.stack ?? error.message) : String(error),
      } satisfies SeedResult),
  );
});
