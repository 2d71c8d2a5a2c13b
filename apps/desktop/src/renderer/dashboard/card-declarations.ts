import type { Where } from '@satchel/core';
import { inPeriod, type Period } from './period.ts';

/** What the dashboard is asked for. */
export interface DashboardScope {
  readonly period: Period;
  /** Empty for everybody. */
  readonly whose: readonly Where[];
  readonly whoseTasks: readonly Where[];
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Stages of leads that are worth an offer. */
  readonly qualifiedStages: readonly string[];
}

interface Asked {
  readonly where: Where;
  /** A money field. */
  readonly sum?: string;
}

/** A number card: what is counted, in which way, and what stands small beneath it. A click leads to `main`. */
export interface CardDeclaration {
  readonly label: string;
  readonly entity: string;
  readonly main: Asked;
  /** A part of `main`, for a share or for the detail. */
  readonly part?: Asked;
  readonly shows: 'count' | 'sum' | 'share of part';
  /** Words about a number. */
  readonly detail: 'sum of main' | { readonly words: string; readonly of?: 'main' | 'part' };
}

const is = (field: string, value: string | boolean): Where => ({ field, op: 'eq', value });
const isOneOf = (field: string, value: readonly string[]): Where => ({ field, op: 'in', value });
const isFilled = (field: string): Where => ({ not: { field, op: 'empty' } });

export function cardDeclarations(scope: DashboardScope): readonly CardDeclaration[] {
  const { period, whose, whoseTasks, today, qualifiedStages } = scope;
  const closed = inPeriod('closedOn', period);
  const created = inPeriod('createdAt', period);
  const all = (...conditions: readonly Where[]): Where => ({ and: [...conditions, ...whose] });
  const leads = all(...created);
  return [
    {
      label: 'Open deals',
      entity: 'deal',
      main: { where: all(is('status', 'open')), sum: 'amount' },
      shows: 'count',
      detail: 'sum of main',
    },
    {
      label: 'Won value',
      entity: 'deal',
      main: { where: all(is('status', 'won'), ...closed), sum: 'amount' },
      shows: 'sum',
      detail: { words: 'won', of: 'main' },
    },
    {
      label: 'Win rate',
      entity: 'deal',
      main: { where: all(isOneOf('status', ['won', 'lost']), ...closed) },
      part: { where: all(is('status', 'won'), ...closed) },
      shows: 'share of part',
      detail: { words: 'closed', of: 'main' },
    },
    {
      label: 'New deals',
      entity: 'deal',
      main: { where: all(...created) },
      shows: 'count',
      detail: { words: 'added here' },
    },
    {
      label: 'Tasks due',
      entity: 'task',
      main: {
        where: {
          and: [isOneOf('status', ['todo', 'doing']), { field: 'dueOn', op: 'lte', value: today }, ...whoseTasks],
        },
      },
      shows: 'count',
      detail: { words: 'today or earlier' },
    },
    {
      label: 'Leads',
      entity: 'lead',
      main: { where: leads },
      part: { where: all(isOneOf('stage', qualifiedStages), ...created) },
      shows: 'count',
      detail: { words: 'qualified', of: 'part' },
    },
    {
      label: 'Lead conversion',
      entity: 'lead',
      main: { where: leads },
      part: { where: all({ or: [isFilled('deal'), isFilled('contact')] }, ...created) },
      shows: 'share of part',
      detail: { words: 'converted', of: 'part' },
    },
    {
      label: 'Customers',
      entity: 'company',
      main: { where: all(is('isCustomer', true)) },
      part: { where: all(is('isCustomer', true), is('isActive', true)) },
      shows: 'count',
      detail: { words: 'active', of: 'part' },
    },
  ];
}
