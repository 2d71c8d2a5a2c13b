import type { Condition, Where, WhereOp } from '@satchel/core';

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

export const operatorsOf = (ops: readonly WhereOp[]): readonly Operator[] =>
  ops.flatMap((op) => {
    const not = negated[op];
    return [
      { op, isNot: false, words: wordsByOp[op] },
      ...(not === undefined ? [] : [{ op, isNot: true, words: not }]),
    ];
  });

export const operatorWords = ({ condition, isNot }: Part): string =>
  isNot ? (negated[condition.op] ?? `not: ${wordsByOp[condition.op]}`) : wordsByOp[condition.op];
