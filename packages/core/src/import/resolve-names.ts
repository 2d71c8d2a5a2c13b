import { createMatcher } from '../similarity.ts';
import { foldText } from '../text/fold.ts';

/** A value that names nothing known, once however many rows have it. */
export interface UnknownName {
  readonly value: string;
  readonly rows: number;
  readonly suggestion: string | null;
  /** 0 to 1, see similarity. */
  readonly score: number;
}

/** Comparisons of two names, about 0.1 µs to 1 µs each: beyond it, rarer values get no suggestion. */
const maxComparisons = 1_000_000;

/** Values that are no name of a known one (folded), the most frequent first, each with the best suggestion. */
export function unknownNames(values: Iterable<string>, known: readonly string[]): readonly UnknownName[] {
  const folded = new Set(known.map(foldText));
  const countByValue = new Map<string, { value: string; rows: number }>();
  for (const value of values) {
    const key = foldText(value);
    if (key === '' || folded.has(key)) continue;
    const counted = countByValue.get(key);
    if (counted) counted.rows += 1;
    else countByValue.set(key, { value: value.trim(), rows: 1 });
  }
  const match = createMatcher(known);
  const suggested = Math.max(50, Math.floor(maxComparisons / Math.max(1, known.length)));
  return [...countByValue.values()]
    .toSorted((a, b) => b.rows - a.rows)
    .map(({ value, rows }, index) => {
      const found = index < suggested ? match(value) : undefined;
      return { value, rows, suggestion: found?.candidate ?? null, score: found?.score ?? 0 };
    });
}
