import { createDatabase } from '@satchel/db/test-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attacks } from '../../test/hostile/attacks.ts';
import { floodAttacks } from '../../test/hostile/flood-attacks.ts';
import { type AttackCost, runAttacks } from '../../test/hostile/run-attacks.ts';

/** 50 ms and 64 MB are measured by `npm run bench -- hostile` on a quiet machine; here others run at the same time. */
const mostBlockMs = 500;
/** Of what comes by the thousand, with which the machine itself is busy. */
const mostFloodBlockMs = 2000;
const mostMemoryMb = 200;

let costs: readonly AttackCost[] = [];
beforeAll(async () => {
  const database = await createDatabase();
  costs = await runAttacks(attacks, database.url);
  await database.drop();
}, 120_000);
afterAll(() => {
  costs = [];
});

test.each(attacks)('$name: ends as it is to end, and costs nobody else anything', ({ name, ends }) => {
  const cost = costs.find((one) => one.name === name);
  expect(cost?.ended).toEqual(ends);
  const isFlood = floodAttacks.some((one) => one.name === name);
  expect(cost?.blockMs).toBeLessThan(isFlood ? mostFloodBlockMs : mostBlockMs);
  expect(cost?.memoryMb).toBeLessThan(mostMemoryMb);
});
