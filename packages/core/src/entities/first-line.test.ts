import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkText } from '../text/fold.ts';
import { firstLine } from './first-line.ts';

test('the first line that says something, shortened', () => {
  expect(firstLine('\n  \n Call back \nsoon')).toBe('Call back');
  expect(firstLine('long words', 6)).toBe('long…');
  expect([firstLine(null), firstLine(' \n ')]).toEqual([null, null]);
});

test('a title is never cut within a character', () => {
  expect(firstLine('four 🍎', 6)).toBe('four…');
  const text = fc.string({ unit: fc.constantFrom('a', '🍎', ' ', '\n') });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (body, maxLength) => {
      const line = firstLine(body, maxLength) ?? '';
      expect([checkText(line), line.length <= maxLength]).toEqual([undefined, true]);
    }),
  );
});
