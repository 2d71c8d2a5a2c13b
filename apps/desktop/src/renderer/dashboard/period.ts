import { addDays, addMonths, isCalendarDate, startOf, type Where } from '@satchel/core';

export type PeriodName = 'month' | 'quarter' | 'year' | 'all' | 'custom';

/** Days from and to, both included; absent ends are open. */
export interface Period {
  readonly name: PeriodName;
  readonly from?: string;
  readonly to?: string;
}

export const periodWords: Readonly<Record<PeriodName, string>> = {
  month: 'This month',
  quarter: 'This quarter',
  year: 'This year',
  all: 'All time',
  custom: 'Custom dates',
};

/** @param today `YYYY-MM-DD` */
export function periodOf(name: PeriodName, today: string, from: string, to: string): Period {
  if (name === 'custom') {
    return {
      name,
      ...(isCalendarDate(from) ? { from } : {}),
      ...(isCalendarDate(to) ? { to } : {}),
    };
  }
  if (name === 'all' || !isCalendarDate(today)) return { name };
  const start = startOf(today, name);
  const months = { month: 1, quarter: 3, year: 12 }[name];
  return { name, from: start, to: addDays(addMonths(start, months), -1) };
}

export const inPeriod = (field: string, { from, to }: Period): readonly Where[] => [
  ...(from === undefined ? [] : [{ field, op: 'gte', value: from } as const]),
  ...(to === undefined ? [] : [{ field, op: 'lte', value: to } as const]),
];

/** The days of a calendar month written `2017-03`. */
export function monthPeriod(month: string): readonly [string, string] | null {
  const first = `${month}-01`;
  if (!isCalendarDate(first)) return null;
  return [first, addDays(addMonths(first, 1), -1)];
}
