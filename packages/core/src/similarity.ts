import { distance } from 'fastest-levenshtein';
import { foldText } from './text/fold.ts';

/** The candidate that is most like a value. */
export interface Match {
  readonly candidate: string;
  /** 0 to 1, see similarity. */
  readonly score: number;
}

/**
 * How alike two names are, from 0 to 1, symmetric. 1: the same but for case, accents and doubled spaces. 0.97: the same
 * letters and digits (`GTXPro`, `GTX Pro`). Otherwise 1 - Levenshtein distance ÷ longer length, at most 0.96. Names
 * whose digits differ (`Model 2`, `Model 3`) are at most 0.85, since one digit makes another thing of them.
 */
export const similarity = (a: string, b: string): number => score(prepare(a), prepare(b), 0);

/**
 * Finds the most similar of the candidates, the first of several; undefined when there is nothing in common. Prepares
 * the candidates once: under 1 ms per value and 10,000 candidates.
 */
export function createMatcher(candidates: readonly string[]): (value: string) => Match | undefined {
  const prepared = candidates.map((candidate) => ({ candidate, name: prepare(candidate) }));
  return (value) => {
    const name = prepare(value);
    let best: Match | undefined;
    for (const { candidate, name: other } of prepared) {
      const reached = score(name, other, best?.score ?? 0);
      if (reached > (best?.score ?? 0)) best = { candidate, score: reached };
      if (reached === 1) break;
    }
    return best;
  };
}

interface Name {
  readonly folded: string;
  /** Letters and digits only. */
  readonly compact: string;
  readonly digits: string;
}

function prepare(text: string): Name {
  const folded = foldText(text);
  const compact = folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
  return { folded, compact, digits: compact.replace(/\P{N}+/gu, '') };
}

/** Gives 0 without measuring where the lengths alone show that `atLeast` is out of reach. */
function score(a: Name, b: Name, atLeast: number): number {
  if (a.folded === b.folded) return 1;
  if (a.compact === b.compact && a.compact !== '') return 0.97;
  const longer = Math.max(a.folded.length, b.folded.length);
  const most = a.digits === b.digits ? 0.96 : 0.85;
  if (Math.min(most, Math.min(a.folded.length, b.folded.length) / longer) <= atLeast) return 0;
  return Math.min(most, 1 - distance(a.folded, b.folded) / longer);
}
