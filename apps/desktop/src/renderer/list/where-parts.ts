import { type Condition, type FieldDefinition, opsOf, type Where, type WhereOp } from '@satchel/core';

/** One sentence of the filter bar. `isNot` turns it round, such as "is not empty". */
export interface Part {
  readonly condition: Condition;
  readonly isNot: boolean;
}

/** The sentences of a filter; null for one that is nested deeper than the bar can show. */
export function whereToParts(where: Where): readonly Part[] | null {
  const parts: Part[] = [];
  for (const inner of 'and' in where ? where.and : [where]) {
    if ('field' in inner) parts.push({ condition: inner, isNot: false });
    else if ('not' in inner && 'field' in inner.not) parts.push({ condition: inner.not, isNot: true });
    else return null;
  }
  return parts;
}

export const partsToWhere = (parts: readonly Part[]): Where => ({
  and: parts.map(({ condition, isNot }) => (isNot ? { not: condition } : condition)),
});

interface Operator {
  readonly op: WhereOp;
  readonly isNot: boolean;
  readonly words: string;
}

const wordsByOp: Readonly<Record<WhereOp, string>> = {
  eq: 'is',
  neq: 'is not',
  gt: 'is above',
  gte: 'is at least',
  lt: 'is below',
  lte: 'is at most',
  contains: 'contains',
  starts_with: 'starts with',
  in: 'is any of',
  all: 'has all of',
  empty: 'is empty',
  within: 'is within',
};

const negated: Partial<Record<WhereOp, string>> = {
  in: 'is none of',
  empty: 'is not empty',
  contains: 'does not contain',
};

const timeWords: Partial<Record<WhereOp, string>> = {
  gt: 'is after',
  gte: 'is on or after',
  lt: 'is before',
  lte: 'is on or before',
};

const orders: readonly WhereOp[] = ['gt', 'gte', 'lt', 'lte'];

/** A day is after another one, an amount above. */
function wordsOfOp(op: WhereOp, field: FieldDefinition | undefined): string {
  const isTime = field?.kind === 'date' || field?.kind === 'instant';
  return (isTime ? timeWords[op] : undefined) ?? wordsByOp[op];
}

/** What can be asked of a field. That a text is above another one could be asked, and nobody would. */
export const operatorsOf = (field: FieldDefinition): readonly Operator[] =>
  opsOf(field).flatMap((op) => {
    if (orders.includes(op) && !hasOrder(field)) return [];
    const not = negated[op];
    return [
      { op, isNot: false, words: wordsOfOp(op, field) },
      ...(not === undefined ? [] : [{ op, isNot: true, words: not }]),
    ];
  });

const hasOrder = ({ kind }: FieldDefinition): boolean =>
  kind === 'number' || kind === 'money' || kind === 'date' || kind === 'instant';

export function operatorWords({ condition, isNot }: Part, field: FieldDefinition | undefined): string {
  const words = wordsOfOp(condition.op, field);
  return isNot ? (negated[condition.op] ?? `not: ${words}`) : words;
}
