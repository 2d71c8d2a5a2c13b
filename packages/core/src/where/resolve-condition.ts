import { addDays, type CalendarDate, calendarDateToInstant, isCalendarDate } from '../date/calendar-date.ts';
import { isRelativeDate, type RelativeDate, resolveRelativeDate } from '../date/relative-date.ts';
import type { FieldKind } from '../field/field.ts';
import { phoneQueryDigits } from '../phone.ts';
import { checkText, foldText } from '../text/fold.ts';
import { unreachable } from '../unreachable.ts';
import { isCompared, isList, isOrdered, isTextual } from './ops-by-kind.ts';
import { operandOf, type WhereContext } from './resolve-operand.ts';
import type { Operand, ResolvedLeaf, ResolvedWhere } from './resolved-where.ts';
import type { Condition, WhereValue } from './where.ts';

/** How many values one condition may list. */
export const maxWhereValues = 10_000;

/** Undefined: the value is not one of the kind's. */
type Leaf = ResolvedWhere | undefined | 'too-many';

/** One condition on a field of a kind. */
export function leafOf(condition: Condition, kind: FieldKind, context: WhereContext): Leaf {
  const { field } = condition;
  switch (condition.op) {
    case 'empty':
      return { leaf: 'empty', field, kind };
    case 'within':
      return rangeLeaf(field, kind, condition.value, context);
    case 'eq':
      return equalsLeaf(field, kind, condition.value, context);
    case 'neq': {
      const part = equalsLeaf(field, kind, condition.value, context);
      return part === undefined ? undefined : { node: 'not', part };
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compareLeaf(field, kind, condition.op, condition.value, context);
    case 'contains':
      return textLeaf(field, kind, 'contains', condition.value);
    case 'starts_with':
      return textLeaf(field, kind, 'startsWith', condition.value);
    case 'in':
    case 'all':
      return valuesLeaf(field, kind, condition.op, condition.value, context);
    default:
      return unreachable(condition);
  }
}

function equalsLeaf(
  field: string,
  kind: FieldKind,
  value: WhereValue,
  context: WhereContext,
): ResolvedLeaf | undefined {
  if (!isCompared(kind)) return undefined;
  if (kind === 'instant' && typeof value === 'string') {
    return isCalendarDate(value) ? dayRange(field, value, value, context) : undefined;
  }
  const operand = operandOf(kind, value, context);
  return operand === undefined ? undefined : { leaf: 'equals', field, kind, value: operand };
}

function compareLeaf(
  field: string,
  kind: FieldKind,
  op: 'gt' | 'gte' | 'lt' | 'lte',
  value: string | number,
  context: WhereContext,
): Leaf {
  if (!isOrdered(kind)) return undefined;
  if (kind === 'instant' && typeof value === 'string') {
    if (!isCalendarDate(value)) return undefined;
    const isAfterDay = op === 'gt' || op === 'lte';
    if (isAfterDay && value === LAST_DAY) return undefined;
    const start = calendarDateToInstant(isAfterDay ? addDays(value, 1) : value, context.timeZone);
    return { leaf: 'compare', field, kind, op: op === 'gt' || op === 'gte' ? 'gte' : 'lt', value: start };
  }
  const operand = operandOf(kind, value, context);
  return operand === undefined || typeof operand === 'boolean'
    ? undefined
    : { leaf: 'compare', field, kind, op, value: operand };
}

function textLeaf(field: string, kind: FieldKind, leaf: 'contains' | 'startsWith', value: unknown): Leaf {
  if (!isTextual(kind) || typeof value !== 'string' || checkText(value) !== undefined) return undefined;
  if (kind !== 'phones')
    return { leaf, field, kind, value: kind === 'emails' ? value.trim().toLowerCase() : foldText(value) };
  const isInternational = /^(?:\+|00)/.test(value.trim());
  const digits = (phoneQueryDigits(value) ?? value.replace(/\D/g, '')).replace(isInternational ? '' : /^0+/, '');
  if (digits === '' && value.trim() !== '') return undefined;
  // Where a national number starts within E.164 is not the same in all countries, so that it is only looked for.
  return leaf === 'startsWith' && isInternational
    ? { leaf, field, kind, value: `+${digits}` }
    : { leaf: 'contains', field, kind, value: digits };
}

function valuesLeaf(field: string, kind: FieldKind, op: 'in' | 'all', given: unknown, context: WhereContext): Leaf {
  if (!Array.isArray(given) || !isCompared(kind)) return undefined;
  if (given.length > maxWhereValues) return 'too-many';
  const values = new Set<Operand>();
  for (const value of given) {
    const operand = operandOf(kind, value, context);
    if (operand === undefined) return undefined;
    values.add(operand);
  }
  if (values.size === 0) return { node: op === 'in' ? 'or' : 'and', parts: [] };
  if (op === 'in') return { leaf: 'oneOf', field, kind, values: [...values] };
  const texts = [...values].filter((value) => typeof value === 'string');
  return isList(kind) ? { leaf: 'all', field, kind, values: texts } : undefined;
}

function rangeLeaf(field: string, kind: FieldKind, relative: RelativeDate, context: WhereContext): Leaf {
  if (!isRelativeDate(relative)) return undefined;
  const { from, to } = resolveRelativeDate(relative, context.today, context.weekStart);
  if (kind === 'date') return { leaf: 'between', field, kind, from, to };
  return kind === 'instant' ? dayRange(field, from, to, context) : undefined;
}

function dayRange(
  field: string,
  from: CalendarDate,
  to: CalendarDate,
  { timeZone }: WhereContext,
): ResolvedLeaf | undefined {
  if (to === LAST_DAY) return undefined;
  return {
    leaf: 'between',
    field,
    kind: 'instant',
    from: calendarDateToInstant(from, timeZone),
    before: calendarDateToInstant(addDays(to, 1), timeZone),
  };
}

const LAST_DAY = '9999-12-31';
