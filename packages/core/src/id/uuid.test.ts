import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUuidV7Generator, parseUuid, recordIdFrom, uuidV7, uuidV8, uuidVersion } from './uuid.ts';

const seeded = (seed: number) => {
  let state = seed;
  return (sizeBytes: number) =>
    Uint8Array.from({ length: sizeBytes }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return state >>> 24;
    });
};

test('version 7 carries the time and the marks of RFC 9562', () => {
  const zeros = (sizeBytes: number) => new Uint8Array(sizeBytes);
  // The time of the example in RFC 9562, appendix A.6.
  expect(uuidV7(0x017f22e279b0, zeros)).toBe('017f22e2-79b0-7000-8000-000000000000');
  const ones = (sizeBytes: number) => new Uint8Array(sizeBytes).fill(255);
  expect(uuidV7(2 ** 48 - 1, ones)).toBe('ffffffff-ffff-7fff-bfff-ffffffffffff');
  expect(() => uuidV7(2 ** 48, ones)).toThrow(RangeError);
});

test('the generator counts up within a millisecond and while the clock goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2 }), fc.integer(), (times, seed) => {
      let index = 0;
      const next = createUuidV7Generator({
        now: () => 1_700_000_000_000 + (times[index++] ?? 0),
        random: seeded(seed),
      });
      const ids = times.map(() => next());
      expect(ids).toEqual([...new Set(ids)].sort());
      expect(ids.map(uuidVersion)).toEqual(ids.map(() => 7));
    }),
  );
});

test('the generator does not run out within one millisecond', () => {
  const next = createUuidV7Generator({ now: () => 1, random: (n) => new Uint8Array(n).fill(255) });
  let last = next();
  for (let i = 0; i < 100_000; i++) {
    const id = next();
    if (id <= last) throw new Error(`${id} after ${last}`);
    last = id;
  }
});

test('version 8 is the same for the same parts and no others', () => {
  expect(uuidV8(['change', 'rule', 'target'])).toBe(uuidV8(['change', 'rule', 'target']));
  expect(uuidVersion(uuidV8(['a']))).toBe(8);
  expect(uuidV8(['ab', 'c'])).not.toBe(uuidV8(['a', 'bc']));
  expect(uuidV8(['\ud800'])).not.toBe(uuidV8(['\ud801']));
  // Ids made from parts are stored: they must never change.
  expect(uuidV8(['change', 'rule', 'target'])).toMatchInlineSnapshot(`"7cb7cd21-724f-8bdd-8a9d-c1b286002dfd"`);
});

test('a UUID is read in any case and refused otherwise', () => {
  expect(parseUuid(' 017F22E2-79B0-7CC3-98C4-DC0C0C07398F ')).toEqual({
    ok: true,
    value: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  });
  expect(parseUuid('017f22e279b07cc398c4dc0c0c07398f').ok).toBe(false);
  expect(parseUuid('').ok).toBe(false);
  expect(uuidVersion('017f22e2-79b0-9cc3-98c4-dc0c0c07398f')).toBe(undefined);
  expect(() => recordIdFrom('x')).toThrow(TypeError);
});
