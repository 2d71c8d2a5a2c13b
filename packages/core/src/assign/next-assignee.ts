import type { MemberId } from '../id/uuid.ts';

/** `round_robin`: one after another. `load_balance`: who has the least open work. */
export type AssignmentMethod = 'round_robin' | 'load_balance';

export const assignmentMethods: readonly AssignmentMethod[] = ['round_robin', 'load_balance'];

/** Somebody who may be given the next record. */
export interface Candidate {
  readonly member: MemberId;
  /** Which turn of the rule was this member's last; 0 when there was none. */
  readonly lastTurn: number;
  /** How many open records the member has; only asked for `load_balance`. */
  readonly open: number;
}

/**
 * Who gets the next record: whose last turn is longest ago, or, by load, who has the least open records and, of those
 * with as few, whose last turn is longest ago. Who comes back after a while gets one turn, not all that were missed. Null
 * when there is nobody.
 *
 * @param candidates active members, in the order of the rule
 */
export function nextAssignee(method: AssignmentMethod, candidates: readonly Candidate[]): MemberId | null {
  const isBefore = (a: Candidate, b: Candidate): boolean =>
    method === 'load_balance' && a.open !== b.open ? a.open < b.open : a.lastTurn < b.lastTurn;
  const [first, ...others] = candidates;
  if (!first) return null;
  return others.reduce((best, one) => (isBefore(one, best) ? one : best), first).member;
}
