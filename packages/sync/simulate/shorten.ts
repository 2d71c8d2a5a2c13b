import { simulate } from '../src/simulation/simulate.ts';

/** A run that fails, with as few steps as can be found. */
export interface ShortFailure {
  readonly steps: number;
  readonly failure: string;
}

/** Halves the steps as long as the run still fails, then takes single ones away. */
export async function shortestFailure(seed: number, steps: number): Promise<ShortFailure> {
  let shortest: ShortFailure = { steps, failure: (await failureOf(seed, steps)) ?? 'it fails no longer' };
  for (let cut = Math.floor(steps / 2); cut >= 1; cut = Math.floor(cut / 2)) {
    while (shortest.steps > cut) {
      const failure = await failureOf(seed, shortest.steps - cut);
      if (failure === null) break;
      shortest = { steps: shortest.steps - cut, failure };
    }
  }
  return shortest;
}

async function failureOf(seed: number, steps: number): Promise<string | null> {
  try {
    await simulate({ seed, steps });
    return null;
  } catch (error) {
    return String(error);
  }
}
