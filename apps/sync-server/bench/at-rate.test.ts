import { expect, test } from 'vitest';
import { atRate, createDelays } from './at-rate.ts';

test('what could not be done in its time was due in its time, and nothing is left out', async () => {
  let nowMs = 0;
  const done: (readonly [index: number, dueMs: number, atMs: number])[] = [];
  await atRate({ perSecond: 1000, seconds: 0.01 }, (index, dueMs) => done.push([index, dueMs, nowMs]), {
    now: () => nowMs,
    // The second wait is a long one, as when whoever measures is kept from working.
    wait: () => {
      nowMs += nowMs === 1 ? 7 : 1;
      return Promise.resolve();
    },
  });
  expect(done).toEqual([
    [0, 0, 0],
    [1, 1, 1],
    [2, 2, 8],
    [3, 3, 8],
    [4, 4, 8],
    [5, 5, 8],
    [6, 6, 8],
    [7, 7, 8],
    [8, 8, 8],
    [9, 9, 9],
  ]);
});

test('a delay counts from when it was due, once, and what never came took for ever', () => {
  const delays = createDelays();
  delays.due('a', 10);
  delays.due('b', 20);
  delays.due('c', 30);
  delays.seen('b', 25);
  delays.seen('b', 99);
  delays.seen('nobody made this', 40);
  delays.seen('a', 50);
  expect(delays.missing()).toBe(1);
  expect(delays.all()).toEqual([5, 40, Number.POSITIVE_INFINITY]);
  expect(() => delays.due('c', 31)).toThrow('due already');
});
