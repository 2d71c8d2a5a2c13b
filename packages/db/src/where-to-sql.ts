import { type Operand, type ResolvedLeaf, type ResolvedWhere, unreachable } from '@satchel/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { FieldShape, TableShape } from './table-shape.ts';

export type Condition = RawBuilder<SqlBool>;

/** A column or value in a condition. */
export type Term = RawBuilder<unknown>;

/** What the two databases write differently. */
export interface WhereDialect {
  /** Whether a text has another one in it, literally; every text has an empty one in it. */
  contains(text: Term, part: string): Condition;
  /** Whether a value is one of many, as one parameter. */
  isOneOf(value: Term, values: readonly Operand[], type: 'text' | 'number' | 'boolean'): Condition;
  boolean(value: boolean): Operand;
  /** Records of which an element of a list (`v."value"`) fulfils the condition. */
  hasElement(listTable: string, condition: Condition): Condition;
  /** An empty JSON list in a column of structures. */
  isEmptyList(column: Term): Condition;
}

/**
 * A filter as a condition on the table with alias `t`. It is never NULL, so that NOT means the opposite: what compares
 * stands behind a check that there is something to compare. Names come from the shape only; values are parameters.
 */
export function whereToSql(where: ResolvedWhere, shape: TableShape, dialect: WhereDialect): Condition {
  if ('leaf' in where) return leafToSql(where, shape, dialect);
  switch (where.node) {
    case 'not':
      return sql`NOT (${whereToSql(where.part, shape, dialect)})`;
    case 'and':
      return joined(where.parts, shape, dialect, sql` AND `, sql`1 = 1`);
    case 'or':
      return joined(where.parts, shape, dialect, sql` OR `, sql`1 = 0`);
    default:
      return unreachable(where);
  }
}

/** Nothing to check: leaves a query without a condition of its own. */
export const isEverything = (where: ResolvedWhere): boolean =>
  !('leaf' in where) && where.node === 'and' && where.parts.every(isEverything);

function joined(
  parts: readonly ResolvedWhere[],
  shape: TableShape,
  dialect: WhereDialect,
  separator: RawBuilder<unknown>,
  ofNothing: Condition,
): Condition {
  if (parts.length === 0) return ofNothing;
  const conditions = parts.map((part) => whereToSql(part, shape, dialect));
  return sql`(${sql.join(conditions, separator)})`;
}

export const column = (name: string): Term => sql.ref(`t.${name}`);

function leafToSql(leaf: ResolvedLeaf, shape: TableShape, dialect: WhereDialect): Condition {
  if (leaf.field === 'id') return onValue(leaf, column('id'), dialect);
  const field = shape.fieldByName.get(leaf.field);
  if (!field) throw new Error(`A checked filter names a field that ${shape.table} does not have: ${leaf.field}`);
  if (leaf.leaf === 'empty') return isEmpty(field, dialect);
  if (field.listTable !== null) return onList(leaf, field.listTable, dialect);
  if (field.comparable === null) throw new Error(`${shape.table}.${field.name} cannot be compared.`);
  return onValue(leaf, column(field.comparable), dialect);
}

function isEmpty(field: FieldShape, dialect: WhereDialect): Condition {
  const value = column(field.columns[0].name);
  return field.kind === 'json' ? sql`(${value} IS NULL OR ${dialect.isEmptyList(value)})` : sql`${value} IS NULL`;
}

function onList(leaf: ResolvedLeaf, listTable: string, dialect: WhereDialect): Condition {
  const element = sql.ref('v.value');
  if (leaf.leaf !== 'all') return dialect.hasElement(listTable, compared(leaf, element, dialect));
  const each = leaf.values.map((value) => dialect.hasElement(listTable, sql`${element} = ${value}`));
  return sql`(${sql.join(each, sql` AND `)})`;
}

function onValue(leaf: ResolvedLeaf, value: Term, dialect: WhereDialect): Condition {
  if (leaf.leaf === 'empty') return sql`${value} IS NULL`;
  return sql`(${value} IS NOT NULL AND ${compared(leaf, value, dialect)})`;
}

function compared(leaf: ResolvedLeaf, value: Term, dialect: WhereDialect): Condition {
  switch (leaf.leaf) {
    case 'equals':
      return sql`${value} = ${operand(leaf.value, dialect)}`;
    case 'oneOf':
      return oneOf(leaf.values, value, dialect);
    case 'compare':
      return sql`${value} ${operators[leaf.op]} ${leaf.value}`;
    case 'contains':
      return dialect.contains(value, leaf.value);
    case 'startsWith':
      return startsWith(value, leaf.value);
    case 'between':
      return leaf.kind === 'date'
        ? sql`${value} >= ${leaf.from} AND ${value} <= ${leaf.to}`
        : sql`${value} >= ${leaf.from} AND ${value} < ${leaf.before}`;
    case 'all':
    case 'empty':
      throw new Error(`Not a comparison of one value: ${leaf.leaf}`);
    default:
      return unreachable(leaf);
  }
}

/** Few values can each be looked up in an index; many go over as one parameter. */
function oneOf(values: readonly Operand[], value: Term, dialect: WhereDialect): Condition {
  if (values.length > 20) {
    const first = values[0];
    const type = typeof first === 'number' ? 'number' : typeof first === 'boolean' ? 'boolean' : 'text';
    return dialect.isOneOf(value, values, type);
  }
  return sql`${value} IN (${sql.join(values.map((item) => sql`${operand(item, dialect)}`))})`;
}

const operand = (value: Operand, dialect: WhereDialect): Operand =>
  typeof value === 'boolean' ? dialect.boolean(value) : value;

const operators = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` };

/** As a range, which an index answers: from the text itself to before the first text that does not begin with it. */
function startsWith(value: Term, start: string): Condition {
  const end = afterAllWithStart(start);
  return end === undefined ? sql`${value} >= ${start}` : sql`${value} >= ${start} AND ${value} < ${end}`;
}

/** In the order of code points; undefined when there is none. */
export function afterAllWithStart(start: string): string | undefined {
  const points = Array.from(start);
  while (points.length > 0) {
    const last = points.pop()?.codePointAt(0) ?? 0;
    if (last === 0x10ffff) continue;
    // Surrogates are no characters.
    const next = last === 0xd7ff ? 0xe000 : last + 1;
    return points.join('') + String.fromCodePoint(next);
  }
  return undefined;
}
