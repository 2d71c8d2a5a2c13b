import { canStartCluster } from '@satchel/db/test-cluster';
import { expect, test } from 'vitest';
import { killRounds } from '../../test/kill-rounds.ts';

// `npm run kill` does it 200 times, as does every night; the build machine has no time for it between.
test.skipIf(!canStartCluster || process.env['CI'] !== undefined).each([
  ['embedded', 1],
  ['postgres', 1],
] as const)(
  'killed while it commits, and started again: nothing that was acknowledged is lost on %s',
  async (kind, kills) => {
    const run = await killRounds(kind, kills);
    expect(run).toMatchObject({ kills, lost: 0 });
    expect(run.acknowledged).toBeGreaterThan(20);
    expect(run.interrupted).toBeGreaterThan(0);
  },
  240_000,
);
