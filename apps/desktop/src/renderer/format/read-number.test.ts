import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalMark, readNumber, writeNumber } from './read-number.ts';

test('a number is read as the language writes it', () => {
  expect(decimalMark('en-US')).toBe('.');
  expect(decimalMark('de-DE')).toBe(',');
  for (const [text, point, comma] of [
    ['14,566', 14_566, 14.566],
    ['14.566', 14.566, 14_566],
    ['1,250.5', 1250.5, null],
    ['1.250,5', null, 1250.5],
    ['0,5', 0.5, 0.5],
    ['0.5', 0.5, 0.5],
    ["1'250", 1250, 1250],
    ['1 250', 1250, 1250],
    ['-1,000', -1000, -1],
    ['1,2,3', null, null],
    ['abc', null, null],
    ['', null, null],
  ] as const) {
    expect([text, readNumber(text, '.'), readNumber(text, ',')]).toEqual([text, point, comma]);
  }
});

test('what is written is read again', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
      const rounded = Math.round(value * 100) / 100 + 0;
      for (const mark of ['.', ','] as const) expect(readNumber(writeNumber(rounded, mark), mark)).toBe(rounded);
    }),
  );
});
