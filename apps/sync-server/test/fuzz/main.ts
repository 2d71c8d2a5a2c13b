import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const usage = `npm run fuzz -- [--seconds N] [--seed S] [--round R]

Sends made-up frames to a real server and its decoders. What failed once comes first (test/fuzz/cases); then new ones
from the seed, for so long. A failure is printed with how to see it again, and ends with 1.

  --seconds N  how long (60)
  --seed S     of which frames are made up; one of today's date when left out
  --round R    this round alone, after those that it builds upon`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    round: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const seed = Number(values.seed ?? Math.floor(Date.now() / 86_400_000));
const seconds = Number(values.seconds);
const round = values.round === undefined ? null : Number(values.round);

if (
  values.help === true ||
  !Number.isSafeInteger(seed) ||
  !(seconds > 0) ||
  (round !== null && !Number.isSafeInteger(round))
) {
  console.log(usage);
  process.exitCode = values.help === true ? 0 : 2;
} else {
  const folder = join(import.meta.dirname, 'cases');
  const cases = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case);
  const asked = round === null ? [...cases, { seed, seconds }] : [{ seed, round }];
  for (const one of asked) await run(one);
}

/** A round that failed once, and what was wrong. */
interface Case {
  readonly seed: number;
  readonly round?: number;
  readonly seconds?: number;
  readonly what?: string;
}

async function run(one: Case): Promise<void> {
  const { rounds, frames, failure } = await fuzz({
    seed: one.seed,
    ...(one.round === undefined ? {} : { from: one.round, rounds: 1 }),
    ...(one.seconds === undefined ? {} : { seconds: one.seconds }),
  });
  if (!failure) {
    console.log(
      `Seed ${one.seed}${one.round === undefined ? '' : `, round ${one.round}`}: ${rounds} rounds, ${frames} frames, nothing failed.`,
    );
    return;
  }
  process.exitCode = 1;
  console.error(`Seed ${one.seed}, round ${failure.round} failed: ${failure.what}
Frames (base64): ${failure.frames.join(' ')}
See it again: npm run fuzz -- --seed ${one.seed} --round ${failure.round}
Mend it, and keep it: apps/sync-server/test/fuzz/cases/NAME.json, ${JSON.stringify({ seed: one.seed, round: failure.round, what: failure.what })}`);
}
