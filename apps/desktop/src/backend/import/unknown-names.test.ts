import { foldText } from '@satchel/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPace } from './pace.ts';
import { countValues, suggestNames } from './unknown-names.ts';

const pace = createPace(undefined);

test('values are counted once however they are written, and get the name that is most like them', async () => {
  const values = ['GTXPro', 'gtxpro', 'GTXPro', ' GTXPRO ', '', 'Other', '  '];
  const counted = await countValues(values, pace);
  expect([...counted]).toEqual([
    ['gtxpro', { value: 'GTXPro', rows: 4 }],
    ['other', { value: 'Other', rows: 1 }],
  ]);
  expect(await suggestNames([...counted.values()].toReversed(), ['GTX Basic', 'GTX Pro'], pace)).toMatchObject([
    { value: 'GTXPro', rows: 4, suggestion: 'GTX Pro', score: 0.97 },
    { value: 'Other', rows: 1 },
  ]);
  expect(await suggestNames([{ value: 'x', rows: 1 }], [], pace)).toEqual([
    { value: 'x', rows: 1, suggestion: null, score: 0 },
  ]);
});

test('every value is counted exactly once', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'A', 'é', 'b', ' ', 'ß'), maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 50 }), async (values) => {
      const counted = await countValues(values, pace);
      const expected = Map.groupBy(
        values.filter((value) => foldText(value) !== ''),
        (value) => foldText(value),
      );
      expect([...counted].map(([folded, { rows }]) => [folded, rows])).toEqual(
        [...expected].map(([folded, group]) => [folded, group.length]),
      );
    }),
  );
});
