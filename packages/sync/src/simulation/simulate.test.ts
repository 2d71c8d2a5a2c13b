import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

test('devices and server end with the same rows, whatever the network and people do', async () => {
  let accepted = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const result = await simulate({ seed, steps: 120 });
    accepted += result.accepted;
  }
  expect(accepted).toBeGreaterThan(300);
});
