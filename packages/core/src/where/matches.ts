import type { EntityRecord } from '../entity/record.ts';
import type { FieldKind, FieldValue } from '../field/field.ts';
import { elementsOf, isEmptyValue } from '../field/field.ts';
import { isJsonObject } from '../json.ts';
import { compareCodePoints, foldText } from '../text/fold.ts';
import { unreachable } from '../unreachable.ts';
import { isFoldedKind, type ResolvedLeaf, type ResolvedWhere } from './resolved-where.ts';

/** Runs a filter in memory; the stores' SQL gives the same rows. */
export function matches(where: ResolvedWhere, record: EntityRecord): boolean {
  if ('leaf' in where) return holds(where, record);
  switch (where.node) {
    case 'and':
      return where.parts.every((part) => matches(part, record));
    case 'or':
      return where.parts.some((part) => matches(part, record));
    case 'not':
      return !matches(where.part, record);
    default:
      return unreachable(where);
  }
}

type Comparable = string | number | boolean;

/**
 * A value as it is filtered and sorted: text folded, money its minor units, the rest as it is; undefined when empty or
 * of a kind that has no order.
 */
export function comparableValue(kind: FieldKind, value: FieldValue | undefined): Comparable | undefined {
  if (isEmptyValue(value) || value === undefined || value === null) return undefined;
  if (typeof value === 'string') return isFoldedKind(kind) ? foldText(value) : value;
  if (typeof value !== 'object') return value;
  return kind === 'money' && isJsonObject(value) && typeof value.minor === 'number' ? value.minor : undefined;
}

function holds(leaf: ResolvedLeaf, record: EntityRecord): boolean {
  const value = record[leaf.field];
  if (leaf.leaf === 'empty') return isEmptyValue(value);
  if (leaf.leaf === 'all')
    return isEmptyValue(value) ? false : leaf.values.every((item) => elementsOf(value).includes(item));
  if (Array.isArray(value)) return elementsOf(value).some((item) => scalarHolds(leaf, item));
  const comparable = comparableValue(leaf.kind, value);
  return comparable !== undefined && scalarHolds(leaf, comparable);
}

function scalarHolds(leaf: Exclude<ResolvedLeaf, { leaf: 'empty' | 'all' }>, value: Comparable): boolean {
  switch (leaf.leaf) {
    case 'equals':
      return value === leaf.value;
    case 'oneOf':
      return leaf.values.includes(value);
    case 'contains':
      return typeof value === 'string' && value.includes(leaf.value);
    case 'startsWith':
      return typeof value === 'string' && value.startsWith(leaf.value);
    case 'compare': {
      const order = compareComparable(value, leaf.value);
      return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[leaf.op];
    }
    case 'between':
      return leaf.kind === 'date'
        ? typeof value === 'string' && value >= leaf.from && value <= leaf.to
        : typeof value === 'number' && value >= leaf.from && value < leaf.before;
    default:
      return unreachable(leaf);
  }
}

/** Texts by code point, numbers by size, false before true. */
export function compareComparable(a: Comparable, b: Comparable): number {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  return Number(a) - Number(b);
}
