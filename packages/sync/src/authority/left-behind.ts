import {
  type Actor,
  type Change,
  type ChangeId,
  type Intention,
  type MemberId,
  may,
  upgradeChange,
} from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import type { AuthorityOptions } from './authority-options.ts';
import { type LeftBehind, recordKey, type TenantTransaction } from './authority-store.ts';
import { commitChange } from './commit-change.ts';
import { actorNow } from './member-now.ts';
import { refused } from './outcomes.ts';
import type { Sender } from './push.ts';

/** Who may see and decide about what others left behind: who manages the members. Null: the asker may not. */
async function adminOf(
  { model }: AuthorityOptions,
  transaction: TenantTransaction,
  member: MemberId,
): Promise<Actor | null> {
  const actor = await actorNow(transaction, model, member);
  return actor && may(actor, 'members.manage') ? actor : null;
}

/** Up to `limit` changes that were left behind, the oldest first, after one of them; none for who may not decide. */
export async function listLeftBehind(
  options: AuthorityOptions,
  sender: Sender,
  after: ChangeId | null,
  limit: number,
): Promise<readonly LeftBehind[]> {
  return await options.store.write(sender.tenant, async (transaction) =>
    (await adminOf(options, transaction, sender.member)) === null ? [] : await transaction.leftBehind({ after, limit }),
  );
}

/** What an admin decides about one change: to make it in their own name, as a change of that id, or to forget it. */
export type LeftBehindDecision =
  | { readonly kind: 'adopt'; readonly as: Pick<Change, 'id' | 'at'> }
  | { readonly kind: 'discard' };

/**
 * Does what an admin decided; what is refused stays. Null: it was discarded.
 */
export async function decideLeftBehind(
  options: AuthorityOptions,
  sender: Sender,
  id: ChangeId,
  decision: LeftBehindDecision,
): Promise<Outcome | null> {
  const outcome = await options.store.write(sender.tenant, async (transaction) => {
    const unknown = refused(id, [{ code: 'not-found', message: 'Nobody left this change behind, or it was decided.' }]);
    if ((await adminOf(options, transaction, sender.member)) === null) return unknown;
    const [found] = await transaction.leftBehind({ id });
    if (!found) return unknown;
    if (decision.kind === 'discard') {
      await transaction.forgetLeftBehind([id]);
      return null;
    }
    const left = upgradeChange(options.model, found.change);
    const change: Change = {
      ...left,
      ...decision.as,
      actor: sender.member,
      device: sender.device,
      intentions: await basedOnNow(transaction, left.intentions),
    };
    const made = await commitChange(options, transaction, sender, change);
    if (made.kind === 'accepted') await transaction.forgetLeftBehind([id]);
    return made;
  });
  if (outcome?.kind === 'accepted') options.onAccepted?.(sender.tenant, outcome.sequence);
  return outcome;
}

/** Who adopts a change has seen the rows as they are now; what its author had seen before no longer counts. */
async function basedOnNow(
  transaction: TenantTransaction,
  intentions: readonly Intention[],
): Promise<readonly Intention[]> {
  const rows = await transaction.rows(intentions.map(({ entity, id }) => ({ entity, id })));
  return intentions.map((intention) => {
    const { after: _, ...rest } = intention;
    return rest.kind === 'create'
      ? rest
      : { ...rest, base: rows.get(recordKey(intention.entity, intention.id))?.record.rev ?? 0 };
  });
}
