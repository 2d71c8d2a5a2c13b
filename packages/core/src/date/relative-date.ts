import { unreachable } from '../unreachable.ts';
import { addDays, addMonths, type CalendarDate, startOf, type WeekStart } from './calendar-date.ts';

const NAMED = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
  'next_month',
  'this_quarter',
  'last_quarter',
  'next_quarter',
  'this_year',
  'last_year',
  'next_year',
] as const;

const UNITS = ['day', 'week', 'month'] as const;

export type NamedRelativeDate = (typeof NAMED)[number];

export type RelativeDateUnit = (typeof UNITS)[number];

/**
 * Days as seen from today. `this_month` is the whole calendar month; `{ last: 7, unit: 'day' }` the seven days that end
 * with today, `{ next: 7, unit: 'day' }` those that begin with it. Counts are 1 to 1000.
 */
export type RelativeDate =
  | NamedRelativeDate
  | { readonly last: number; readonly unit: RelativeDateUnit }
  | { readonly next: number; readonly unit: RelativeDateUnit };

/** Both ends belong to it. */
export interface DateRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export const namedRelativeDates: readonly NamedRelativeDate[] = NAMED;

/** Whether a value from outside (a saved view, a request) is one. */
export function isRelativeDate(value: unknown): value is RelativeDate {
  if (typeof value === 'string') return NAMED.some((name) => name === value);
  if (typeof value !== 'object' || value === null || !('unit' in value)) return false;
  const isLast = 'last' in value;
  const count = isLast ? value.last : 'next' in value ? value.next : undefined;
  const isCount = typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 1000;
  return isCount && UNITS.some((unit) => unit === value.unit) && Object.keys(value).length === 2;
}

/** Throws RangeError where the range leaves the years 1 to 9999. */
export function resolveRelativeDate(relative: RelativeDate, today: CalendarDate, weekStart: WeekStart): DateRange {
  if (typeof relative !== 'string') {
    return 'last' in relative
      ? { from: addDays(addUnits(today, relative.unit, -relative.last), 1), to: today }
      : { from: today, to: addDays(addUnits(today, relative.unit, relative.next), -1) };
  }
  const week = startOf(today, 'week', weekStart);
  const month = startOf(today, 'month');
  const quarter = startOf(today, 'quarter');
  const year = startOf(today, 'year');
  switch (relative) {
    case 'today':
      return days(today, 0, 1);
    case 'yesterday':
      return days(today, -1, 1);
    case 'tomorrow':
      return days(today, 1, 1);
    case 'this_week':
      return days(week, 0, 7);
    case 'last_week':
      return days(week, -7, 7);
    case 'next_week':
      return days(week, 7, 7);
    case 'this_month':
      return months(month, 0, 1);
    case 'last_month':
      return months(month, -1, 1);
    case 'next_month':
      return months(month, 1, 1);
    case 'this_quarter':
      return months(quarter, 0, 3);
    case 'last_quarter':
      return months(quarter, -3, 3);
    case 'next_quarter':
      return months(quarter, 3, 3);
    case 'this_year':
      return months(year, 0, 12);
    case 'last_year':
      return months(year, -12, 12);
    case 'next_year':
      return months(year, 12, 12);
    default:
      return unreachable(relative);
  }
}

const addUnits = (date: CalendarDate, unit: RelativeDateUnit, count: number): CalendarDate =>
  unit === 'month' ? addMonths(date, count) : addDays(date, unit === 'week' ? count * 7 : count);

const days = (start: CalendarDate, offset: number, length: number): DateRange => ({
  from: addDays(start, offset),
  to: addDays(start, offset + length - 1),
});

const months = (start: CalendarDate, offset: number, length: number): DateRange => {
  const from = addMonths(start, offset);
  return { from, to: addDays(addMonths(from, length), -1) };
};
