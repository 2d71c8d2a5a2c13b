import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareHlc,
  createClock,
  deviceTag,
  formatHlc,
  type Hlc,
  hlcMs,
  hlcParts,
  isHlc,
  MAX_CLOCK_AHEAD_MS,
} from './hlc.ts';

const device = 'abcd1234';
const earliest = formatHlc({ ms: 0, counter: 0, device: '00000000' });

test('stamps follow the time and count within a millisecond', () => {
  const times = [1000, 1000, 900, 1001];
  const clock = createClock({ now: () => times.shift() ?? 0, device });
  expect([clock.tick(), clock.tick(), clock.tick(), clock.tick()]).toEqual([
    '0000000003e8-0000-abcd1234',
    '0000000003e8-0001-abcd1234',
    '0000000003e8-0002-abcd1234',
    '0000000003e9-0000-abcd1234',
  ]);
});

test('a full counter runs into the next millisecond', () => {
  const clock = createClock({ now: () => 1000, device, last: formatHlc({ ms: 1000, counter: 0xffff, device }) });
  expect(clock.tick()).toBe('0000000003e9-0000-abcd1234');
});

test('a stamp from elsewhere comes before what follows it', () => {
  const clock = createClock({ now: () => 1000, device });
  const remote = formatHlc({ ms: 5000, counter: 7, device: 'zzzzzzzz' });
  expect(clock.receive(remote)).toEqual({ ok: true, value: '000000001388-0008-abcd1234' });
  expect(clock.tick()).toBe('000000001388-0009-abcd1234');
});

test('a stamp too far ahead is refused and leaves the clock alone', () => {
  const clock = createClock({ now: () => 1000, device });
  const at = (ms: number) => formatHlc({ ms, counter: 0, device: 'zzzzzzzz' });
  expect(clock.receive(at(1001 + MAX_CLOCK_AHEAD_MS))).toEqual({ ok: false, error: 'too-far-ahead' });
  expect(hlcMs(clock.tick())).toBe(1000);
  expect(clock.receive(at(1000 + MAX_CLOCK_AHEAD_MS)).ok).toBe(true);
});

test('whatever the clocks do, stamps of two devices that talk keep the order of cause and effect', () => {
  const step = fc.record({ isA: fc.boolean(), isSent: fc.boolean(), nowMs: fc.integer({ min: 0, max: 500 }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let nowMs = 0;
      const a = createClock({ now: () => nowMs, device: 'aaaaaaaa' });
      const b = createClock({ now: () => nowMs, device: 'bbbbbbbb' });
      const last = new Map<typeof a, Hlc>();
      for (const { isA, isSent, nowMs: at } of steps) {
        nowMs = at;
        const [from, to] = isA ? [a, b] : [b, a];
        const stamp = from.tick();
        expect(compareHlc(stamp, last.get(from) ?? earliest)).toBe(1);
        last.set(from, stamp);
        if (!isSent) continue;
        const received = to.receive(stamp);
        if (!received.ok) throw new Error(received.error);
        expect(compareHlc(received.value, stamp)).toBe(1);
        expect(compareHlc(received.value, last.get(to) ?? earliest)).toBe(1);
        last.set(to, received.value);
      }
    }),
  );
});

test('text order is the order of time, then counter', () => {
  const parts = fc.record({
    ms: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
    counter: fc.integer({ min: 0, max: 0xffff }),
    device: fc.constant(device),
  });
  fc.assert(
    fc.property(parts, parts, (x, y) => {
      expect(hlcParts(formatHlc(x))).toEqual(x);
      const expected = Math.sign(x.ms - y.ms || x.counter - y.counter);
      expect(compareHlc(formatHlc(x), formatHlc(y))).toBe(expected);
    }),
  );
});

test('what is not a stamp is refused', () => {
  expect(isHlc('0000000003e8-0000-abcd1234')).toBe(true);
  expect(isHlc('0000000003e8-0000-ABCD1234')).toBe(false);
  expect(() => createClock({ now: () => 0, device: 'short' })).toThrow(TypeError);
  expect(deviceTag('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toBe('0c07398f');
});
