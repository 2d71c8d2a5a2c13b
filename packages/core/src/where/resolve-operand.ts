import { type CalendarDate, isCalendarDate, type WeekStart } from '../date/calendar-date.ts';
import type { FieldKind } from '../field/field.ts';
import type { MemberId } from '../id/uuid.ts';
import { parsePhone } from '../phone.ts';
import { checkText, foldText } from '../text/fold.ts';
import { unreachable } from '../unreachable.ts';
import type { ComparedKind, Operand } from './resolved-where.ts';

/** Who asks, and when and where that is. */
export interface WhereContext {
  readonly me: MemberId;
  readonly today: CalendarDate;
  /** IANA. */
  readonly timeZone: string;
  readonly weekStart: WeekStart;
}

/** A value in the form in which its kind is stored; undefined when it is of another type than the kind's. */
export function operandOf(kind: ComparedKind, value: unknown, context: WhereContext): Operand | undefined {
  switch (kind) {
    case 'number':
    case 'money':
    case 'instant': {
      const isNumber =
        typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER + 1;
      // + 0 turns -0 into 0.
      return isNumber ? value + 0 : undefined;
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'reference':
    case 'references':
      if (typeof value === 'object' && value !== null && 'me' in value && value.me === true) return context.me;
      return textOf(value);
    case 'date':
      return typeof value === 'string' && isCalendarDate(value) ? value : undefined;
    case 'phones':
      return phoneOf(value);
    case 'emails':
      return textOf(value)?.trim().toLowerCase();
    case 'choice':
    case 'orderKey':
      return textOf(value);
    case 'text':
    case 'url':
    case 'serial': {
      const text = textOf(value);
      return text === undefined ? undefined : foldText(text);
    }
    default:
      return unreachable(kind);
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && checkText(value) === undefined ? value : undefined;

/** Numbers in a filter carry their country: whoever made it may be in another one than who runs it. */
function phoneOf(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  if (text === undefined || !text.startsWith('+')) return undefined;
  const phone = parsePhone(text, 'US');
  return phone.ok ? phone.value : text;
}

/** What a value should have been, for whoever wrote another. */
export const valueOfKind: Readonly<Record<FieldKind, string>> = {
  text: 'a text',
  longText: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date such as 2026-01-31',
  instant: 'a date such as 2026-01-31, or milliseconds since 1970',
  money: 'a number of minor units',
  choice: 'a text',
  reference: 'the id of a record',
  references: 'the id of a record',
  emails: 'a text',
  phones: 'a number with its country, such as +41446681800',
  url: 'a text',
  orderKey: 'a text',
  serial: 'a text',
  json: 'anything',
};
