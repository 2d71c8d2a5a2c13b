import { isRelativeDate } from '../date/relative-date.ts';
import type { Refusal } from '../refusal.ts';
import { err, ok, type Result } from '../result.ts';
import { maxWhereValues } from './resolve-condition.ts';
import { maxWhereConditions, maxWhereDepth } from './resolve-where.ts';
import type { Condition, Where, WhereValue } from './where.ts';

/**
 * Reads a filter from outside (a saved view, a request). Checks its shape only: fields and kinds are checked by
 * resolveWhere. Keys that it does not know are refused, so that a misspelled filter never shows everything.
 */
export function parseWhere(input: unknown): Result<Where, Refusal> {
  return parse(input, 1, { conditions: 0 });
}

function parse(input: unknown, depth: number, seen: { conditions: number }): Result<Where, Refusal> {
  if (depth > maxWhereDepth) return refuse('where-too-deep', `A filter has at most ${maxWhereDepth} levels.`);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return malformed('a part is not an object');
  const keys = Object.keys(input);
  if ('not' in input && keys.length === 1) {
    const inner = parse(input.not, depth + 1, seen);
    return inner.ok ? ok({ not: inner.value }) : inner;
  }
  if ('and' in input && keys.length === 1) {
    const parts = parseParts(input.and, depth, seen);
    return parts.ok ? ok({ and: parts.value }) : parts;
  }
  if ('or' in input && keys.length === 1) {
    const parts = parseParts(input.or, depth, seen);
    return parts.ok ? ok({ or: parts.value }) : parts;
  }
  seen.conditions += 1;
  if (seen.conditions > maxWhereConditions) {
    return refuse('where-too-large', `A filter has at most ${maxWhereConditions} conditions.`);
  }
  return parseCondition(input, keys);
}

function parseParts(input: unknown, depth: number, seen: { conditions: number }): Result<readonly Where[], Refusal> {
  if (!Array.isArray(input)) return malformed('"and" and "or" take a list');
  const parts: Where[] = [];
  for (const item of input) {
    const part = parse(item, depth + 1, seen);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok(parts);
}

function parseCondition(input: object, keys: readonly string[]): Result<Condition, Refusal> {
  const field = 'field' in input ? input.field : undefined;
  const op = 'op' in input ? input.op : undefined;
  const value: unknown = 'value' in input ? input.value : undefined;
  if (typeof field !== 'string' || typeof op !== 'string') return malformed('a condition needs "field" and "op"');
  if (keys.some((key) => key !== 'field' && key !== 'op' && key !== 'value'))
    return malformed('a condition has other keys');
  const wrong = malformed(`the value of "${op.slice(0, 20)}" on "${field.slice(0, 60)}" is not what it takes`);
  switch (op) {
    case 'empty':
      return keys.length === 2 ? ok({ field, op }) : wrong;
    case 'eq':
    case 'neq':
      return isWhereValue(value) ? ok({ field, op, value }) : wrong;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return typeof value === 'string' || typeof value === 'number' ? ok({ field, op, value }) : wrong;
    case 'contains':
    case 'starts_with':
      return typeof value === 'string' ? ok({ field, op, value }) : wrong;
    case 'in':
    case 'all':
      if (Array.isArray(value) && value.length > maxWhereValues) {
        return refuse('where-too-large', `A condition lists at most ${maxWhereValues} values.`);
      }
      return Array.isArray(value) && value.every(isWhereValue) ? ok({ field, op, value }) : wrong;
    case 'within':
      return isRelativeDate(value) ? ok({ field, op, value }) : wrong;
    default:
      return malformed(`"${op.slice(0, 20)}" is not an operator`);
  }
}

const isWhereValue = (value: unknown): value is WhereValue =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'object' &&
    value !== null &&
    'me' in value &&
    value.me === true &&
    Object.keys(value).length === 1);

const refuse = (code: string, message: string) => err({ code, message });

const malformed = (what: string) => refuse('where-malformed', `This is not a filter: ${what}.`);
