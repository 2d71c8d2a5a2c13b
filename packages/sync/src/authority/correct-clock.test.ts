import { type Change, changeIdFrom, formatHlc, hlcParts, MAX_CLOCK_AHEAD_MS, recordIdFrom } from '@satchel/core';
import { expect, test } from 'vitest';
import { correctClock } from './correct-clock.ts';

const serverNow = Date.UTC(2026, 0, 1);
const id = '01a1fcf7-9dcf-77aa-afab-d89410601bfc';

const changeAt = (ms: number): Change => ({
  id: changeIdFrom(id),
  actor: recordIdFrom(id),
  device: 'abcd1234',
  at: formatHlc({ ms, counter: 0, device: 'abcd1234' }),
  intentions: [],
});
const corrected = (stamps: readonly number[], deviceNow: number) =>
  correctClock(stamps.map(changeAt), deviceNow, serverNow).map(({ at }) => {
    const { ms, counter } = hlcParts(at);
    return [ms - serverNow, counter];
  });

test('R-10 a stamp of the far future is at most a minute ahead, also when the clock is right on sending', () => {
  const stamps = [serverNow - 5000, serverNow + 4e9, serverNow + 9e9];
  for (const deviceNow of [serverNow, serverNow + 1500]) {
    expect(corrected(stamps, deviceNow)).toEqual([
      [-5000, 0],
      [MAX_CLOCK_AHEAD_MS, 0],
      [MAX_CLOCK_AHEAD_MS, 1],
    ]);
  }
});

test('R-10 stamps of a clock that is off are shifted, and those of a right one stay', () => {
  expect(corrected([serverNow + 3e9 - 10, serverNow + 3e9], serverNow + 3e9)).toEqual([
    [-10, 0],
    [0, 0],
  ]);
  const right = [serverNow - 20, serverNow - 30].map(changeAt);
  expect(correctClock(right, serverNow + 10, serverNow)).toBe(right);
});
