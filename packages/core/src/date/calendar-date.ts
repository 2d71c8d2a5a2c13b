import { tzOffset } from '@date-fns/tz';

declare const brand: unique symbol;

/** A day without a time zone as `YYYY-MM-DD`, 0001-01-01 to 9999-12-31, so that text order is the order of time. */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' };

/** 0 for Sunday to 6 for Saturday: the first day of a week. ISO 8601 starts on 1, Monday. */
export type WeekStart = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export type CalendarUnit = 'week' | 'month' | 'quarter' | 'year';

/** Whether a text is a date that exists (Gregorian, also before 1582). */
export function isCalendarDate(text: string): text is CalendarDate {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Undefined for a day that does not exist, such as February 30th, and outside the years 1 to 9999. */
export function calendarDate(year: number, month: number, day: number): CalendarDate | undefined {
  const isWhole = Number.isInteger(year) && Number.isInteger(month) && Number.isInteger(day);
  return isWhole && isDay(year, month, day) ? format(year, month, day) : undefined;
}

/** Throws RangeError beyond the years 1 to 9999. */
export const addDays = (date: CalendarDate, days: number): CalendarDate => fromDayNumber(toDayNumber(date) + days);

/** The same day of another month, or that month's last day. Throws RangeError beyond the years 1 to 9999. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = split(date);
  const total = year * 12 + (month - 1) + months;
  const toYear = Math.floor(total / 12);
  const toMonth = (total % 12) + 1;
  const added = calendarDate(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
  if (added === undefined) throw new RangeError(`No date ${months} months after ${date}`);
  return added;
}

/** Days from `a` to `b`, negative when `b` is earlier. */
export const daysBetween = (a: CalendarDate, b: CalendarDate): number => toDayNumber(b) - toDayNumber(a);

/** 0 for Sunday to 6 for Saturday. */
export function dayOfWeek(date: CalendarDate): WeekStart {
  // 1970-01-01 was a Thursday.
  return WEEK_DAYS[(((toDayNumber(date) + 4) % 7) + 7) % 7] ?? 0;
}

/** The first day of the week, month, quarter or year that the date is in. */
export function startOf(date: CalendarDate, unit: CalendarUnit, weekStart: WeekStart = 1): CalendarDate {
  const { year, month } = split(date);
  switch (unit) {
    case 'week':
      return addDays(date, -((dayOfWeek(date) - weekStart + 7) % 7));
    case 'month':
      return format(year, month, 1);
    case 'quarter':
      return format(year, month - ((month - 1) % 3), 1);
    case 'year':
      return format(year, 1, 1);
  }
}

/**
 * The date on the wall in a time zone.
 *
 * @param ms milliseconds since 1970; @param timeZone an IANA name or an offset; throws RangeError if it is none
 */
export const instantToCalendarDate = (ms: number, timeZone: string): CalendarDate =>
  fromDayNumber(Math.floor((ms + offsetMs(ms, timeZone)) / DAY_MS));

/**
 * The first moment of a day in a time zone, in milliseconds since 1970: midnight, or what comes after where clocks
 * jump over midnight (São Paulo, 2018-11-04). For a day that a zone left out (Apia, 2011-12-30) it is the next day's
 * start. Throws RangeError for an unknown time zone.
 */
export const calendarDateToInstant = (date: CalendarDate, timeZone: string): number =>
  wallTimeToInstant(date, 0, timeZone);

/**
 * The moment at which the clock on the wall shows a time, the first of two where clocks are set back, and the jump where
 * they jump over it. Throws RangeError for an unknown time zone.
 *
 * @param timeMs milliseconds that the clock shows since midnight
 */
export function wallTimeToInstant(date: CalendarDate, timeMs: number, timeZone: string): number {
  const wall = toDayNumber(date) * DAY_MS + timeMs;
  const offsetBefore = offsetMs(wall - DAY_MS, timeZone);
  const offsetAfter = offsetMs(wall + DAY_MS, timeZone);
  for (const ms of [wall - offsetBefore, wall - offsetAfter]) {
    if (ms + offsetMs(ms, timeZone) === wall) return ms;
  }
  // It was jumped over: the jump lies between the two guesses.
  let before = wall - Math.max(offsetBefore, offsetAfter) - 1;
  let after = wall - Math.min(offsetBefore, offsetAfter);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle + offsetMs(middle, timeZone) < wall) before = middle;
    else after = middle;
  }
  return after;
}

const WEEK_DAYS: readonly WeekStart[] = [0, 1, 2, 3, 4, 5, 6];

const DAY_MS = 86_400_000;

function offsetMs(ms: number, timeZone: string): number {
  const minutes = tzOffset(timeZone, new Date(ms));
  if (Number.isNaN(minutes)) throw new RangeError(`Not a time zone: ${timeZone}`);
  return Math.round(minutes * 60_000);
}

function isDay(year: number, month: number, day: number): boolean {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

const format = (year: number, month: number, day: number): CalendarDate =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its callers have checked the day
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as CalendarDate;

const split = (date: CalendarDate) => ({
  year: Number(date.slice(0, 4)),
  month: Number(date.slice(5, 7)),
  day: Number(date.slice(8, 10)),
});

/** Days since 1970-01-01. Source of both ways: H. Hinnant, chrono-compatible low-level date algorithms. */
function toDayNumber(date: CalendarDate): number {
  const { year, month, day } = split(date);
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function fromDayNumber(days: number): CalendarDate {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const date = calendarDate(
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  );
  if (date === undefined) throw new RangeError(`No date ${days} days after 1970-01-01`);
  return date;
}
