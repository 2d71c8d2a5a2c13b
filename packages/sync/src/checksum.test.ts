import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addChecksum, checksumOf, removeChecksum, rowChecksum } from './checksum.ts';

const row = fc.record({ id: fc.uuid({ version: 7 }), rev: fc.integer({ min: 1, max: 2 ** 40 }) });

test('a checksum is the same in any order, and is kept up by what comes and goes', () => {
  fc.assert(
    fc.property(fc.array(row), row, (rows, one) => {
      const sum = checksumOf(rows);
      expect(checksumOf(rows.toReversed())).toBe(sum);
      const more = addChecksum(sum, rowChecksum(one.id, one.rev));
      expect(more).toBe(checksumOf([one, ...rows]));
      expect(removeChecksum(more, rowChecksum(one.id, one.rev))).toBe(sum);
      expect(Number.isSafeInteger(more)).toBe(true);
    }),
  );
});

test('a row that is missing, or is at another revision, or two that changed places, make another checksum', () => {
  const [a, b] = ['018f64f3-161c-7565-a2dd-6f3e3b1c2d4f', '018f64f3-161c-7565-a2dd-7a0c9e8d1f23'];
  const rows = [
    { id: a, rev: 5 },
    { id: b, rev: 6 },
  ];
  const others = [
    [{ id: a, rev: 5 }],
    [
      { id: a, rev: 5 },
      { id: b, rev: 7 },
    ],
    [
      { id: a, rev: 6 },
      { id: b, rev: 5 },
    ],
    [
      { id: a, rev: 5 + 2 ** 24 },
      { id: b, rev: 6 },
    ],
  ];
  expect(new Set([rows, ...others].map(checksumOf)).size).toBe(5);
});
