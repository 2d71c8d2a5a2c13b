import type { Change, ChangeId } from '@satchel/core';
import type { HeldRefusal, Outcome } from '../protocol/outcome.ts';
import type { TenantTransaction } from './authority-store.ts';

/** What is refused since its author is no longer a member. */
export const notAMember = 'not-a-member';

export const refused = (
  change: ChangeId,
  refusals: readonly HeldRefusal[],
  blockedBy: ChangeId | null = null,
): Outcome => ({ kind: 'refused', change, refusals, blockedBy });

/** The changes that a change was built upon. */
export const predecessorsOf = ({ intentions }: Change): readonly ChangeId[] =>
  intentions.flatMap((intention) => (intention.after === undefined ? [] : [intention.after]));

/** What the changes were built upon may have been judged long ago. */
export async function loadPredecessors(
  transaction: TenantTransaction,
  changes: readonly Change[],
  outcomes: Map<ChangeId, Outcome>,
): Promise<void> {
  const own = new Set(changes.map(({ id }) => id));
  const wanted = changes.flatMap(predecessorsOf).filter((id) => !own.has(id) && !outcomes.has(id));
  if (wanted.length === 0) return;
  for (const [id, outcome] of await transaction.outcomes(wanted)) outcomes.set(id, outcome);
}
