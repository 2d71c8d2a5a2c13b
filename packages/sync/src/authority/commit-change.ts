import type { Change, ChangeId } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import { isBeingAdopted } from './adopted-generation.ts';
import type { AuthorityOptions } from './authority-options.ts';
import type { TenantTransaction } from './authority-store.ts';
import { judgeCarefully } from './judge-push.ts';
import { keptFor, notYours, ownOutcomes, refused } from './outcomes.ts';
import type { Sender } from './push.ts';

/**
 * Judges one change that the server makes for somebody, as for a request of the web. It is none of those that a device
 * numbers; its outcome is kept like theirs, so that the same change again ends the same.
 */
export async function commitChange(
  options: AuthorityOptions,
  transaction: TenantTransaction,
  sender: Sender,
  change: Change,
): Promise<Outcome> {
  if (isBeingAdopted(await transaction.generation())) {
    const message = 'This workspace is on its way to the server. Try again when all of it is there.';
    return refused(change.id, [{ code: 'being-adopted', message }]);
  }
  const [{ lastNumber }, { own, others }] = await Promise.all([
    transaction.device(sender.device),
    ownOutcomes(transaction, sender, [change.id]),
  ]);
  const before = own.get(change.id);
  if (before) return before;
  if (others.has(change.id)) return notYours(change.id);
  const outcomes = new Map<ChangeId, Outcome>();
  await judgeCarefully(options, transaction, sender, [change], outcomes);
  const outcome = outcomes.get(change.id);
  if (!outcome) throw new Error('A change was not judged.');
  await transaction.conclude(sender.device, keptFor(sender, [outcome]), lastNumber);
  return outcome;
}
