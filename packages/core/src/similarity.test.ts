import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMatcher, similarity } from './similarity.ts';

test('names are alike in steps', () => {
  expect(similarity('Müller  AG', 'muller ag')).toBe(1);
  expect(similarity('GTXPro', 'GTX Pro')).toBe(0.97);
  expect(similarity('Philipines', 'Philippines')).toBeCloseTo(10 / 11);
  expect(similarity('abc', 'xyz')).toBe(0);
  expect(similarity('', '')).toBe(1);
  expect(similarity('--', '!!')).toBe(0);
});

test('another digit is another thing', () => {
  expect(similarity('Long product name, model 2', 'Long product name, model 3')).toBe(0.85);
  expect(similarity('GTX Plus Basic', 'GTX Plus Pro')).toBeLessThan(0.9);
});

test('it is symmetric and between 0 and 1', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(similarity(a, b)).toBe(similarity(b, a));
      expect(similarity(a, b) >= 0 && similarity(a, b) <= 1).toBe(true);
      expect(similarity(a, a)).toBe(1);
    }),
  );
});

test('the best match is the one with the highest score', () => {
  const products = ['GTX Basic', 'GTX Pro', 'MG Special', 'MG Advanced', 'GTX Plus Pro', 'GTX Plus Basic', 'GTK 500'];
  expect(createMatcher(products)('GTXPro')).toEqual({ candidate: 'GTX Pro', score: 0.97 });
  expect(createMatcher(products)('zzz')).toBe(undefined);
  expect(createMatcher([])('GTXPro')).toBe(undefined);
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (value, candidates) => {
      const highest = Math.max(0, ...candidates.map((candidate) => similarity(value, candidate)));
      expect(createMatcher(candidates)(value)?.score ?? 0).toBe(highest);
    }),
  );
});
