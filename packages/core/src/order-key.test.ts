import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOrderKey, orderKeyBetween, orderKeysBetween } from './order-key.ts';

test('wherever cards are put, their keys keep the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (places) => {
      const keys: string[] = [];
      for (const place of places) {
        const at = place % (keys.length + 1);
        keys.splice(at, 0, orderKeyBetween(keys[at - 1] ?? null, keys[at] ?? null));
      }
      expect(keys).toEqual([...new Set(keys)].sort());
      expect(keys.every(isOrderKey)).toBe(true);
    }),
  );
});

test('many keys at once', () => {
  expect(orderKeysBetween(null, null, 3)).toEqual(['a0', 'a1', 'a2']);
  const between = orderKeysBetween('a0', 'a1', 100);
  expect(['a0', ...between, 'a1']).toEqual([...new Set(['a0', ...between, 'a1'])].sort());
});

test('what is not a key is told apart', () => {
  expect(['a0', 'Zz', 'a0V'].every(isOrderKey)).toBe(true);
  expect(['', 'a', '0', 'a00', 'b1', 'a-', 'a0\n', 'ä0', `a0${'V'.repeat(300)}`].some(isOrderKey)).toBe(false);
  expect(() => orderKeyBetween('a0', 'a0')).toThrow();
});
