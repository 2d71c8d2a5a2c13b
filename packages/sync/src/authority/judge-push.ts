import { type Change, type ChangeId, upgradeChange } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import { isBeingAdopted } from './adopted-generation.ts';
import type { AuthorityOptions } from './authority-options.ts';
import { StoreRefused, type TenantTransaction } from './authority-store.ts';
import { judgeChanges, partsOf, rowsFor } from './judge-changes.ts';
import { leftBehindOf } from './left-behind-changes.ts';
import { keptFor, notYours, ownOutcomes, refused } from './outcomes.ts';
import type { Push, PushResult, Sender } from './push.ts';
import type { AskedRows } from './tenant-view.ts';

/** Judges what a device sent that was not judged before, and says of all of it how it ended. */
export async function judgePush(
  options: AuthorityOptions,
  transaction: TenantTransaction,
  push: Push,
): Promise<PushResult> {
  const { sender, firstNumber } = push;
  const changes = push.changes.map((change) => upgradeChange(options.model, change));
  const wanted = rowsFor(options, sender, partsOf(changes)[0] ?? []);
  // Asked together: a store on a server has one way to it instead of four.
  const [generation, found, { lastNumber }, { own: known, others }] = await Promise.all([
    transaction.generation(),
    transaction.rows(wanted),
    transaction.device(sender.device),
    ownOutcomes(
      transaction,
      sender,
      changes.map(({ id }) => id),
    ),
  ]);
  if (isBeingAdopted(generation)) return { kind: 'incomplete' };
  if (firstNumber > lastNumber + 1) return { kind: 'gap', expected: lastNumber + 1 };
  const repeated = changes.slice(0, Math.max(0, lastNumber - firstNumber + 1));
  if (repeated.some(({ id }) => !known.has(id))) return { kind: 'forked', lastNumber };
  // After a server was restored a device numbers anew what was judged before; nobody must send one twice at once.
  const byId = new Map(changes.slice(repeated.length).map((change) => [change.id, change]));
  const fresh = [...byId.values()].filter(({ id }) => !known.has(id) && !others.has(id));
  const outcomes = new Map(known);
  for (const id of others) outcomes.set(id, notYours(id));
  await judgeCarefully(options, transaction, sender, fresh, outcomes, { wanted, found });
  const left = leftBehindOf(sender, fresh, outcomes, options.now());
  if (left.length > 0) {
    // Who is no member any more can go on sending.
    const room = (options.maxLeftBehind ?? 10_000) - (await transaction.countLeftBehind(sender.member));
    if (room > 0) await transaction.keepLeftBehind(left.slice(0, room));
  }
  const made = fresh.flatMap(({ id }) => outcomes.get(id) ?? []);
  const last = Math.max(lastNumber, firstNumber + changes.length - 1);
  // A device sends first what it does not know the outcome of.
  const confirmed = firstNumber === lastNumber + 1 ? push.cursor : undefined;
  if (last > lastNumber) await transaction.conclude(sender.device, keptFor(sender, made), last, confirmed);
  return { kind: 'judged', outcomes: changes.flatMap(({ id }) => outcomes.get(id) ?? []) };
}

/**
 * Judges changes one by one in a part of the transaction of its own. What the store cannot keep takes that part back;
 * halving it finds the culprit, which is refused, and the others go through.
 *
 * @param asked rows as they are now
 */
export async function judgeCarefully(
  options: AuthorityOptions,
  transaction: TenantTransaction,
  sender: Sender,
  changes: readonly Change[],
  outcomes: Map<ChangeId, Outcome>,
  asked?: AskedRows,
): Promise<void> {
  if (changes.length === 0) return;
  try {
    const made = await transaction.savepoint(() =>
      judgeChanges(options, transaction, sender, changes, outcomes, asked),
    );
    for (const outcome of made) outcomes.set(outcome.change, outcome);
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    const [only] = changes;
    if (only && changes.length === 1) {
      const message = 'The server cannot keep a value of this change. Remove unusual characters and try again.';
      outcomes.set(only.id, refused(only.id, [{ code: 'not-storable', message }]));
      return;
    }
    const half = Math.ceil(changes.length / 2);
    await judgeCarefully(options, transaction, sender, changes.slice(0, half), outcomes);
    await judgeCarefully(options, transaction, sender, changes.slice(half), outcomes);
  }
}
