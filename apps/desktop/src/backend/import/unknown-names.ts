import { createMatcher, foldText } from '@satchel/core';

/** A value, however it is written, and how many rows have it. */
export interface CountedValue {
  readonly value: string;
  readonly rows: number;
}

/** A value that names nothing known. */
export interface UnknownName extends CountedValue {
  readonly suggestion: string | null;
  /** 0 to 1, see similarity. */
  readonly score: number;
}

type Pace = () => Promise<void> | undefined;

/** Comparisons of two names, about 0.1 µs to 1 µs each: beyond it, rarer values get no suggestion. */
const maxComparisons = 1_000_000;

/** The different values of a column by their folded form, the first writing of each; empty ones are left out. */
export async function countValues(values: Iterable<string>, pace: Pace): Promise<ReadonlyMap<string, CountedValue>> {
  const counted = new Map<string, { value: string; rows: number }>();
  // Most cells are written alike.
  const byWriting = new Map<string, { value: string; rows: number } | null>();
  for (const text of values) {
    const turn = pace();
    if (turn) await turn;
    let known = byWriting.get(text);
    if (known === undefined) {
      const folded = foldText(text);
      known = folded === '' ? null : (counted.get(folded) ?? { value: text.trim(), rows: 0 });
      byWriting.set(text, known);
      if (known !== null) counted.set(folded, known);
    }
    if (known !== null) known.rows += 1;
  }
  return counted;
}

/** Unknown values, the most frequent first, each with the known name that is most like it. */
export async function suggestNames(
  unknown: readonly CountedValue[],
  known: readonly string[],
  pace: Pace,
): Promise<readonly UnknownName[]> {
  const match = createMatcher(unknown.length === 0 ? [] : known);
  const suggested = Math.max(50, Math.floor(maxComparisons / Math.max(1, known.length)));
  const names: UnknownName[] = [];
  for (const [index, { value, rows }] of unknown.toSorted((a, b) => b.rows - a.rows).entries()) {
    const turn = pace();
    if (turn) await turn;
    const found = index < suggested ? match(value) : undefined;
    names.push({ value, rows, suggestion: found?.candidate ?? null, score: found?.score ?? 0 });
  }
  return names;
}
