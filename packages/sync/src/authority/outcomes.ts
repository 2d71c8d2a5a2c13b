import type { Change, ChangeId } from '@satchel/core';
import type { HeldRefusal, Outcome } from '../protocol/outcome.ts';
import type { KeptOutcome, TenantReader, TenantTransaction } from './authority-store.ts';
import type { Sender } from './push.ts';

/** What is refused since its author is no longer a member. */
export const notAMember = 'not-a-member';

/** What is refused since its device was revoked before it was sent. */
export const deviceRevoked = 'device-revoked';

export const refused = (
  change: ChangeId,
  refusals: readonly HeldRefusal[],
  blockedBy: ChangeId | null = null,
): Outcome => ({ kind: 'refused', change, refusals, blockedBy });

/** A change that was made by somebody else, or on another device than says so. */
export const notYours = (change: ChangeId): Outcome =>
  refused(change, [{ code: 'not-yours', message: 'This change was made by somebody else or on another device.' }]);

/** How the sender's changes ended; `others` are somebody else's, of whose end nothing is told. */
export async function ownOutcomes(
  reader: TenantReader,
  { member }: Sender,
  changes: readonly ChangeId[],
): Promise<{ readonly own: ReadonlyMap<ChangeId, Outcome>; readonly others: ReadonlySet<ChangeId> }> {
  const own = new Map<ChangeId, Outcome>();
  const others = new Set<ChangeId>();
  for (const [id, { by, ...outcome }] of await reader.outcomes(changes)) {
    // A member goes on under a new device when the old one's database was an older copy of itself.
    if (by === undefined || by === member) own.set(id, outcome);
    else others.add(id);
  }
  return { own, others };
}

/** Outcomes as they are kept for whoever sent the changes. */
export const keptFor = ({ member }: Sender, outcomes: readonly Outcome[]): readonly KeptOutcome[] =>
  outcomes.map((outcome) => ({ ...outcome, by: member }));

/** The changes that a change was built upon. */
export const predecessorsOf = ({ intentions }: Change): readonly ChangeId[] =>
  intentions.flatMap((intention) => (intention.after === undefined ? [] : [intention.after]));

/** What the changes were built upon may have been judged long ago. */
export async function loadPredecessors(
  transaction: TenantTransaction,
  sender: Sender,
  changes: readonly Change[],
  outcomes: Map<ChangeId, Outcome>,
): Promise<void> {
  const own = new Set(changes.map(({ id }) => id));
  const wanted = changes.flatMap(predecessorsOf).filter((id) => !own.has(id) && !outcomes.has(id));
  if (wanted.length === 0) return;
  for (const [id, outcome] of (await ownOutcomes(transaction, sender, wanted)).own) outcomes.set(id, outcome);
}
