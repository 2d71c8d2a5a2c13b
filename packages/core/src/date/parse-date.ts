import { err, ok, type Result } from '../result.ts';
import { type CalendarDate, calendarDate } from './calendar-date.ts';
import { withoutTime } from './written-time.ts';

/** The order of a written date: `iso` is exactly `2016-10-20`; the others are year, month and day with any separator. */
export type DateFormat = 'iso' | 'mdy' | 'dmy' | 'ymd';

/** Why a text is no date. */
export interface DateError {
  readonly code: 'date-invalid' | 'date-impossible';
  readonly message: string;
}

/**
 * Reads a date; a time behind it is dropped as it stands, without moving time zones. Separators are `/ - . ,` and
 * space; months may be English names (`20-Oct-2016`), `ymd` also takes `20161020`. Years of two digits (not in `ymd`)
 * are those from 1969 to 2068, as in POSIX strptime. `date-impossible` is a date that does not exist, such as 2/30.
 */
export function parseCalendarDate(text: string, format: DateFormat): Result<CalendarDate, DateError> {
  const written = withoutTime(text.trim());
  const numbers = format === 'iso' ? isoNumbers(written) : freeNumbers(written, format);
  if (numbers === undefined) {
    const message = `"${text.trim().slice(0, 40)}" is not a date: expected one like ${EXAMPLES[format]}.`;
    return err({ code: 'date-invalid', message });
  }
  const date = calendarDate(...numbers);
  return date === undefined
    ? err({
        code: 'date-impossible',
        message: `There is no date "${text.trim().slice(0, 40)}" (read as ${NAMES[format]}).`,
      })
    : ok(date);
}

/**
 * The format that reads the most of the samples, empty ones aside. `isAmbiguous` when another reads as many and as
 * other days, or when no sample can be read: ask the user. Then it is the earlier of iso, mdy, dmy, ymd.
 */
export function guessDateFormat(samples: readonly string[]): {
  readonly format: DateFormat;
  readonly isAmbiguous: boolean;
} {
  const filled = samples.filter((sample) => sample.trim() !== '');
  const readings = FORMATS.map((format) => {
    const dates = filled.map((sample) => {
      const date = parseCalendarDate(sample, format);
      return date.ok ? date.value : '';
    });
    return { format, key: dates.join(), count: dates.filter((date) => date !== '').length };
  });
  const most = Math.max(...readings.map(({ count }) => count));
  const best = readings.filter(({ count }) => count === most);
  return {
    format: best[0]?.format ?? 'iso',
    isAmbiguous: most === 0 || best.some(({ key }) => key !== best[0]?.key),
  };
}

const FORMATS: readonly DateFormat[] = ['iso', 'mdy', 'dmy', 'ymd'];

const EXAMPLES: Readonly<Record<DateFormat, string>> = {
  iso: '2016-10-20',
  mdy: '10/20/2016',
  dmy: '20.10.2016',
  ymd: '2016/10/20',
};

const NAMES: Readonly<Record<DateFormat, string>> = {
  iso: 'year-month-day',
  mdy: 'month/day/year',
  dmy: 'day/month/year',
  ymd: 'year/month/day',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAME =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/;

type Numbers = readonly [year: number, month: number, day: number];

function isoNumbers(text: string): Numbers | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

function freeNumbers(text: string, format: 'mdy' | 'dmy' | 'ymd'): Numbers | undefined {
  const compact = format === 'ymd' ? /^(\d{4})(\d\d)(\d\d)$/.exec(text) : null;
  const parts = compact?.slice(1) ?? text.toLowerCase().split(/[/.,\s-]+/);
  if (parts.length !== 3) return undefined;
  const [first = '', second = '', third = ''] = parts;
  const named = parts.findIndex((part) => MONTH_NAME.test(part));
  // A month by its name says the order itself: the year is the part with four digits, else the last.
  const [year, month, day] =
    named >= 0
      ? namedOrder(parts, named)
      : { ymd: [first, second, third], mdy: [third, first, second], dmy: [third, second, first] }[format];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (!/^\d{4}$|^\d\d$/.test(year) || !/^\d\d?$/.test(month) || !/^\d\d?$/.test(day)) return undefined;
  if (year.length === 2 && format === 'ymd' && named < 0) return undefined;
  return [year.length === 2 ? century(Number(year)) : Number(year), Number(month), Number(day)];
}

function namedOrder(parts: readonly string[], named: number): readonly string[] {
  const month = String(MONTHS.indexOf((parts[named] ?? '').slice(0, 3)) + 1);
  const [a = '', b = ''] = parts
    .filter((_, index) => index !== named)
    .map((part) => part.replace(/(\d)(?:st|nd|rd|th)$/, '$1'));
  return a.length === 4 ? [a, month, b] : [b, month, a];
}

const century = (year: number): number => (year < 69 ? 2000 + year : 1900 + year);
