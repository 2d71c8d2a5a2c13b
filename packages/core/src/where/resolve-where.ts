import {
  addDays,
  type CalendarDate,
  calendarDateToInstant,
  isCalendarDate,
  type WeekStart,
} from '../date/calendar-date.ts';
import { isRelativeDate, type RelativeDate, resolveRelativeDate } from '../date/relative-date.ts';
import type { Entity } from '../entity/entity.ts';
import type { FieldDefinition, FieldKind } from '../field/field.ts';
import type { MemberId } from '../id/uuid.ts';
import { parsePhone, phoneQueryDigits } from '../phone.ts';
import type { Refusal } from '../refusal.ts';
import { err, ok, type Result } from '../result.ts';
import { checkText, foldText } from '../text/fold.ts';
import { unreachable } from '../unreachable.ts';
import type {
  ComparedKind,
  ListKind,
  Operand,
  OrderedKind,
  ResolvedLeaf,
  ResolvedWhere,
  TextualKind,
} from './resolved-where.ts';
import { isFoldedKind } from './resolved-where.ts';
import type { Condition, Where, WhereOp, WhereValue } from './where.ts';

/** Who asks, and when and where that is. */
export interface WhereContext {
  readonly me: MemberId;
  readonly today: CalendarDate;
  /** IANA. */
  readonly timeZone: string;
  readonly weekStart: WeekStart;
}

export const maxWhereDepth = 20;
export const maxWhereConditions = 500;
export const maxWhereValues = 10_000;

/** What can be asked of a kind; a filter menu offers these in this order. */
export const opsByKind: Readonly<Record<FieldKind, readonly WhereOp[]>> = {
  text: ['contains', 'eq', 'neq', 'starts_with', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'],
  longText: ['empty'],
  number: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  boolean: ['eq', 'neq', 'empty'],
  date: ['within', 'eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  instant: ['within', 'eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'empty'],
  money: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  choice: ['in', 'eq', 'neq', 'empty'],
  reference: ['in', 'eq', 'neq', 'empty'],
  references: ['in', 'all', 'eq', 'neq', 'empty'],
  emails: ['contains', 'starts_with', 'eq', 'neq', 'in', 'all', 'empty'],
  phones: ['contains', 'starts_with', 'eq', 'neq', 'in', 'all', 'empty'],
  url: ['contains', 'eq', 'neq', 'starts_with', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'],
  orderKey: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'empty'],
  serial: ['contains', 'eq', 'neq', 'starts_with', 'in', 'gt', 'gte', 'lt', 'lte', 'empty'],
  json: ['empty'],
};

export const opsOf = (field: FieldDefinition): readonly WhereOp[] => opsByKind[field.kind];

/**
 * Checks a filter against an entity and resolves it. Refusals: `where-too-deep` (20), `where-too-large` (500 conditions,
 * or 10,000 values in one), `unknown-field`, `op-not-allowed`, `wrong-value`.
 *
 * A day asked of an instant means that day in the time zone: `eq` within it, `gt` after its end.
 */
export function resolveWhere(where: Where, entity: Entity, context: WhereContext): Result<ResolvedWhere, Refusal> {
  const seen = { conditions: 0 };
  return resolve(where, entity, context, 1, seen);
}

function resolve(
  where: Where,
  entity: Entity,
  context: WhereContext,
  depth: number,
  seen: { conditions: number },
): Result<ResolvedWhere, Refusal> {
  if (depth > maxWhereDepth) {
    return refuse('where-too-deep', `The filter is nested deeper than ${maxWhereDepth} levels: make it flatter.`);
  }
  if ('not' in where) {
    const part = resolve(where.not, entity, context, depth + 1, seen);
    return part.ok ? ok({ node: 'not', part: part.value }) : part;
  }
  if ('field' in where) {
    seen.conditions += 1;
    if (seen.conditions > maxWhereConditions) {
      return refuse('where-too-large', `The filter has more than ${maxWhereConditions} conditions: use fewer.`);
    }
    return resolveCondition(where, entity, context);
  }
  const node = 'and' in where ? 'and' : 'or';
  const parts: ResolvedWhere[] = [];
  for (const inner of 'and' in where ? where.and : where.or) {
    const part = resolve(inner, entity, context, depth + 1, seen);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok({ node, parts });
}

function resolveCondition(condition: Condition, entity: Entity, context: WhereContext): Result<ResolvedWhere, Refusal> {
  const { field } = condition;
  const kind =
    field === 'id' ? 'reference' : Object.hasOwn(entity.fields, field) ? entity.fields[field]?.kind : undefined;
  if (kind === undefined)
    return refuse('unknown-field', `${entity.labelPlural} have no field "${field.slice(0, 60)}".`, field);
  if (!opsByKind[kind].includes(condition.op)) {
    return refuse(
      'op-not-allowed',
      `"${condition.op}" cannot be asked of ${field}: it can be ${opsByKind[kind].join(', ')}.`,
      field,
    );
  }
  const resolved = leafOf(condition, kind, context);
  if (resolved === undefined) {
    return refuse('wrong-value', `The filter's value for ${field} is not ${VALUE_OF[kind]}.`, field);
  }
  if (resolved === 'too-many') {
    return refuse(
      'where-too-large',
      `The filter lists more than ${maxWhereValues} values for ${field}: list fewer.`,
      field,
    );
  }
  return ok(resolved);
}

type Leaf = ResolvedWhere | undefined | 'too-many';

function leafOf(condition: Condition, kind: FieldKind, context: WhereContext): Leaf {
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

/** Undefined when the value is of another type than the kind's. */
function operandOf(kind: ComparedKind, value: unknown, context: WhereContext): Operand | undefined {
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

const isList = (kind: FieldKind): kind is ListKind => kind === 'references' || kind === 'emails' || kind === 'phones';
const isOrdered = (kind: FieldKind): kind is OrderedKind => opsByKind[kind].includes('gt');
const isCompared = (kind: FieldKind): kind is ComparedKind => opsByKind[kind].includes('eq');
const isTextual = (kind: FieldKind): kind is TextualKind =>
  isFoldedKind(kind) || kind === 'emails' || kind === 'phones';

const VALUE_OF: Readonly<Record<FieldKind, string>> = {
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

const refuse = (code: string, message: string, field?: string) =>
  err(field === undefined ? { code, message } : { code, message, field });
