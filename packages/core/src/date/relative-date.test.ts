import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, type CalendarDate, calendarDate, daysBetween, type WeekStart } from './calendar-date.ts';
import { isRelativeDate, namedRelativeDates, type RelativeDate, resolveRelativeDate } from './relative-date.ts';

const day = (year: number, month: number, date: number): CalendarDate => {
  const result = calendarDate(year, month, date);
  if (result === undefined) throw new Error('no such date');
  return result;
};

const range = (relative: RelativeDate, today = day(2024, 2, 29), weekStart: WeekStart = 1) => {
  const { from, to } = resolveRelativeDate(relative, today, weekStart);
  return `${from} ${to}`;
};

test('relative dates as seen from a leap day', () => {
  expect(Object.fromEntries(namedRelativeDates.map((name) => [name, range(name)]))).toEqual({
    today: '2024-02-29 2024-02-29',
    yesterday: '2024-02-28 2024-02-28',
    tomorrow: '2024-03-01 2024-03-01',
    this_week: '2024-02-26 2024-03-03',
    last_week: '2024-02-19 2024-02-25',
    next_week: '2024-03-04 2024-03-10',
    this_month: '2024-02-01 2024-02-29',
    last_month: '2024-01-01 2024-01-31',
    next_month: '2024-03-01 2024-03-31',
    this_quarter: '2024-01-01 2024-03-31',
    last_quarter: '2023-10-01 2023-12-31',
    next_quarter: '2024-04-01 2024-06-30',
    this_year: '2024-01-01 2024-12-31',
    last_year: '2023-01-01 2023-12-31',
    next_year: '2025-01-01 2025-12-31',
  });
  expect(range('this_week', day(2024, 2, 29), 0)).toBe('2024-02-25 2024-03-02');
});

test('rolling ranges contain today', () => {
  expect(range({ last: 7, unit: 'day' })).toBe('2024-02-23 2024-02-29');
  expect(range({ next: 2, unit: 'week' })).toBe('2024-02-29 2024-03-13');
  expect(range({ last: 1, unit: 'month' })).toBe('2024-01-30 2024-02-29');
  expect(range({ next: 1, unit: 'day' })).toBe('2024-02-29 2024-02-29');
});

test('last, this and next follow each other without a gap', () => {
  const today = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(day(1970, 1, 1), days));
  const weekStart = fc.constantFrom<WeekStart>(0, 1, 2, 3, 4, 5, 6);
  fc.assert(
    fc.property(today, weekStart, fc.constantFrom('week', 'month', 'quarter', 'year'), (date, start, unit) => {
      const [last, now, next] = [`last_${unit}`, `this_${unit}`, `next_${unit}`].map((name) => {
        if (!isRelativeDate(name)) throw new Error(name);
        return resolveRelativeDate(name, date, start);
      });
      if (last === undefined || now === undefined || next === undefined) throw new Error('missing');
      expect([daysBetween(last.to, now.from), daysBetween(now.to, next.from)]).toEqual([1, 1]);
      expect(now.from <= date && date <= now.to).toBe(true);
    }),
  );
});

test('values from outside are checked', () => {
  const yes = ['today', { last: 7, unit: 'day' }, { next: 1, unit: 'month' }];
  const no = [
    'someday',
    '',
    null,
    5,
    {},
    { last: 0, unit: 'day' },
    { last: 1.5, unit: 'day' },
    { last: 1, unit: 'year' },
  ];
  expect(yes.every(isRelativeDate)).toBe(true);
  expect(
    [...no, { last: 1, next: 1, unit: 'day' }, { unit: 'day' }, { next: 5000, unit: 'day' }].some(isRelativeDate),
  ).toBe(false);
});
