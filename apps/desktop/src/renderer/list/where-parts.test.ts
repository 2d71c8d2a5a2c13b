import { coreModel, entityFor } from '@satchel/core';
import { expect, test } from 'vitest';
import { operatorsOf, operatorWords } from './where-parts.ts';

const { fields } = entityFor(coreModel, 'deal');
const words = (name: keyof typeof fields): readonly string[] => {
  const field = fields[name];
  return field ? operatorsOf(field).map((operator) => operator.words) : [];
};

test('a day is before or after another one, an amount below or above', () => {
  expect(words('closedOn')).toEqual(
    expect.arrayContaining(['is after', 'is on or after', 'is before', 'is on or before']),
  );
  expect(words('closedOn')).not.toContain('is above');
  expect(words('amount')).toEqual(expect.arrayContaining(['is above', 'is at least', 'is below', 'is at most']));
});

test('a text is asked what it holds and not whether it is above another one', () => {
  expect(words('title')).toEqual(expect.arrayContaining(['contains', 'does not contain', 'starts with']));
  expect(words('title')).not.toContain('is above');
});

test('a sentence says it as the form asked it', () => {
  const condition = { field: 'closedOn', op: 'lte', value: '2026-01-31' } as const;
  expect(operatorWords({ condition, isNot: false }, fields['closedOn'])).toBe('is on or before');
  const holds = { field: 'title', op: 'contains', value: 'x' } as const;
  expect(operatorWords({ condition: holds, isNot: true }, fields['title'])).toBe('does not contain');
});
