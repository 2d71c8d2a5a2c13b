import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDate,
  calendarDateToInstant,
  dayOfWeek,
  daysBetween,
  instantToCalendarDate,
  isCalendarDate,
  startOf,
} from './calendar-date.ts';

const day = (text: string): CalendarDate => {
  if (!isCalendarDate(text)) throw new Error(text);
  return text;
};

const FIRST_DAY = -719_162;
const LAST_DAY = 2_932_896;
const dayNumber = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
const iso = (days: number) => new Date(days * 86_400_000).toISOString().slice(0, 10);

test('days are counted as the platform counts them, over all years', () => {
  const epoch = day('1970-01-01');
  fc.assert(
    fc.property(dayNumber, (days) => {
      const date = addDays(epoch, days);
      expect(date).toBe(iso(days));
      expect(daysBetween(epoch, date)).toBe(days);
      expect(dayOfWeek(date)).toBe(new Date(days * 86_400_000).getUTCDay());
    }),
  );
  expect([addDays(epoch, FIRST_DAY), addDays(epoch, LAST_DAY)]).toEqual(['0001-01-01', '9999-12-31']);
  expect(() => addDays(epoch, LAST_DAY + 1)).toThrow(RangeError);
  expect(() => addDays(epoch, FIRST_DAY - 1)).toThrow(RangeError);
});

test('only days that exist are dates', () => {
  const no = [
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '0000-01-01',
    '2024-1-1',
    '10000-01-01',
  ];
  expect(no.filter(isCalendarDate)).toEqual([]);
  expect(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'].every(isCalendarDate)).toBe(true);
  expect([calendarDate(2024, 2, 30), calendarDate(2024, 1.5, 1), calendarDate(24, 2, 29)]).toEqual([
    undefined,
    undefined,
    '0024-02-29',
  ]);
});

test('months end where they end', () => {
  expect(addMonths(day('2024-01-31'), 1)).toBe('2024-02-29');
  expect(addMonths(day('2024-03-31'), -1)).toBe('2024-02-29');
  expect(addMonths(day('2024-01-15'), -1)).toBe('2023-12-15');
  expect(addMonths(day('2024-12-15'), 13)).toBe('2026-01-15');
  expect(() => addMonths(day('9999-12-01'), 1)).toThrow(RangeError);
});

test('weeks, months, quarters and years begin', () => {
  const date = day('2024-05-15');
  expect([
    startOf(date, 'week'),
    startOf(date, 'week', 0),
    startOf(date, 'month'),
    startOf(date, 'quarter'),
    startOf(date, 'year'),
  ]).toEqual(['2024-05-13', '2024-05-12', '2024-05-01', '2024-04-01', '2024-01-01']);
  expect(startOf(day('2024-05-12'), 'week')).toBe('2024-05-06');
});

test('moments and days meet in their time zone', () => {
  const at = (date: string, zone: string) => new Date(calendarDateToInstant(day(date), zone)).toISOString();
  expect(at('2024-07-01', 'Europe/Zurich')).toBe('2024-06-30T22:00:00.000Z');
  expect(at('2024-07-01', 'Asia/Kolkata')).toBe('2024-06-30T18:30:00.000Z');
  // Midnight is jumped over, comes twice, or the whole day is left out.
  expect(at('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  expect(at('2018-02-18', 'America/Sao_Paulo')).toBe('2018-02-18T03:00:00.000Z');
  expect(at('2024-11-03', 'America/Havana')).toBe('2024-11-03T04:00:00.000Z');
  expect(at('2011-12-30', 'Pacific/Apia')).toBe(at('2011-12-31', 'Pacific/Apia'));
  expect(instantToCalendarDate(Date.UTC(2024, 0, 1, 4, 59), 'America/New_York')).toBe('2023-12-31');
  expect(() => instantToCalendarDate(0, 'No/Where')).toThrow(RangeError);
});

test('a day begins at its first moment, in any zone', () => {
  const zones = [
    'UTC',
    'Europe/Zurich',
    'America/Sao_Paulo',
    'Africa/Cairo',
    'Asia/Beirut',
    'Australia/Lord_Howe',
    'America/Santiago',
  ];
  const days = fc.integer({ min: 3653, max: 25_000 }).map((number) => day(iso(number)));
  fc.assert(
    fc.property(days, fc.constantFrom(...zones), (date, zone) => {
      const ms = calendarDateToInstant(date, zone);
      expect(instantToCalendarDate(ms, zone)).toBe(date);
      expect(instantToCalendarDate(ms - 1, zone) < date).toBe(true);
    }),
  );
});
