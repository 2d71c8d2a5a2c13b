import { expect, test } from 'vitest';
import { summary } from './summary.ts';

const passed = { title: 'a', outcome: 'passed' } as const;
const failed = { title: 'b', outcome: 'failed' } as const;
const skipped = { title: 'c', outcome: 'skipped' } as const;

test('the last line counts the tests of all stages', () => {
  const outcomes = [
    { name: 'types', seconds: 1, results: [] },
    { name: 'unit', seconds: 1, results: [passed, passed] },
    { name: 'browser', seconds: 1, results: [passed, skipped] },
  ];
  expect(summary(outcomes)).toEqual({ lines: ['3 passed, 0 failed, 1 skipped'], isGreen: true });
});

test('a failed stage is never green, with or without failed tests of its own', () => {
  const outcomes = [
    { name: 'types', seconds: 1, results: [], problem: 'tsc ended with 1' },
    { name: 'unit', seconds: 1, results: [passed, failed], problem: 'vitest ended with 1' },
  ];
  expect(summary(outcomes)).toEqual({
    lines: ['failed: b', 'failed: stage types, tsc ended with 1', '1 passed, 2 failed'],
    isGreen: false,
  });
});
