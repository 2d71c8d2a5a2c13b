import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DateFormat, guessDateFormat, parseCalendarDate } from './parse-date.ts';

const read = (text: string, format: DateFormat) => {
  const date = parseCalendarDate(text, format);
  return date.ok ? date.value : date.error.code;
};

test('dates are read as the source writes them', () => {
  const cases: readonly (readonly [string, DateFormat, string])[] = [
    ['2016-10-20', 'iso', '2016-10-20'],
    ['2016-10-20T23:30:00.000Z', 'iso', '2016-10-20'],
    ['10/20/2016', 'mdy', '2016-10-20'],
    ['3/1/2017', 'mdy', '2017-03-01'],
    ['3/1/2017', 'dmy', '2017-01-03'],
    [' 20.10.2016 ', 'dmy', '2016-10-20'],
    ['20. 10. 2016', 'dmy', '2016-10-20'],
    ['10/20/16', 'mdy', '2016-10-20'],
    ['1/2/70', 'dmy', '1970-02-01'],
    ['2016/10/20', 'ymd', '2016-10-20'],
    ['20161020', 'ymd', '2016-10-20'],
    ['10/20/2016 2:05 PM', 'mdy', '2016-10-20'],
    ['20-Oct-2016', 'dmy', '2016-10-20'],
    ['Oct 20th, 2016', 'dmy', '2016-10-20'],
    ['20 September 16', 'mdy', '2016-09-20'],
    ['2/30/2024', 'mdy', 'date-impossible'],
    ['13/1/2024', 'mdy', 'date-impossible'],
    ['2023-02-29', 'iso', 'date-impossible'],
    ['2016-1-2', 'iso', 'date-invalid'],
    ['1/2/16', 'ymd', 'date-invalid'],
    ['1/2/2016/3', 'mdy', 'date-invalid'],
    ['1/2/123', 'mdy', 'date-invalid'],
    ['Foo 20, 2016', 'mdy', 'date-invalid'],
    ['soon', 'mdy', 'date-invalid'],
    ['', 'mdy', 'date-invalid'],
  ];
  expect(cases.map(([text, format]) => [text, format, read(text, format)])).toEqual(cases);
});

test('the format is guessed from samples', () => {
  expect(guessDateFormat(['3/1/2017', '10/20/2016', ''])).toEqual({ format: 'mdy', isAmbiguous: false });
  expect(guessDateFormat(['3.1.2017', '20.10.2016'])).toEqual({ format: 'dmy', isAmbiguous: false });
  expect(guessDateFormat(['3/1/2017', '4/2/2017'])).toEqual({ format: 'mdy', isAmbiguous: true });
  expect(guessDateFormat(['3/3/2017'])).toEqual({ format: 'mdy', isAmbiguous: false });
  expect(guessDateFormat(['2017-03-01'])).toEqual({ format: 'iso', isAmbiguous: false });
  expect(guessDateFormat(['2017/03/01'])).toEqual({ format: 'ymd', isAmbiguous: false });
  expect(guessDateFormat(['1 Oct 2016'])).toEqual({ format: 'mdy', isAmbiguous: false });
  expect(guessDateFormat(['10/20/2016', '10/21/2016', 'n/a'])).toEqual({ format: 'mdy', isAmbiguous: false });
  expect(guessDateFormat(['', 'n/a'])).toEqual({ format: 'iso', isAmbiguous: true });
});

test('every date is read back in every format', () => {
  const date = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(date, fc.constantFrom('/', '-', '.', ' '), (at, separator) => {
      const iso = at.toISOString().slice(0, 10);
      const [year = '', month = '', day = ''] = iso.split('-');
      expect(read(iso, 'iso')).toBe(iso);
      expect(read([year, month, day].join(separator), 'ymd')).toBe(iso);
      expect(read([Number(month), Number(day), year].join(separator), 'mdy')).toBe(iso);
      expect(read([day, month, year].join(separator), 'dmy')).toBe(iso);
    }),
  );
});
