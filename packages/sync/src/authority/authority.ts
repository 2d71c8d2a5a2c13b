import { type Actor, type Change, type ChangeId, grantsByRole, statusAt } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import { type AdoptionAnswer, adopt } from './adopt.ts';
import { isBeingAdopted } from './adopted-generation.ts';
import type { AuthorityOptions } from './authority-options.ts';
import type { LeftBehind, TenantTransaction } from './authority-store.ts';
import { commitChange } from './commit-change.ts';
import { judgeChanges, rowsFor } from './judge-changes.ts';
import { judgePush } from './judge-push.ts';
import { type Lease, leaseNumbers } from './lease-numbers.ts';
import { decideLeftBehind, type LeftBehindDecision, listLeftBehind } from './left-behind.ts';
import { keptFor, refused } from './outcomes.ts';
import type { Push, PushResult, Sender } from './push.ts';
import { withReferenceRows } from './reference-rows.ts';
import { together } from './together.ts';

/** The server's one write door: says what is accepted, in which order. */
export interface Authority {
  /** Resolves when the changes' outcomes are on disk. */
  push(push: Push): Promise<PushResult>;
  /**
   * Makes a new tenant of a first change, which makes its sender the owner. Refused when the tenant is not empty.
   */
  found(sender: Sender, change: Change): Promise<Outcome>;
  /** Makes a new tenant of a workspace that never met a server, part by part; see `adopt.ts`. */
  adopt(sender: Sender, asked: Parameters<typeof adopt>[2]): Promise<AdoptionAnswer>;
  /** Judges a change that the server makes for somebody; see `commit-change.ts`. */
  commit(sender: Sender, change: Change): Promise<Outcome>;
  /** Numbers of a counter for the sender's device alone; none when the sender may not make such records. */
  lease(sender: Sender, counter: string, count: number): Promise<Lease>;
  /** What removed members had not sent before, the oldest first; see `left-behind.ts`. */
  leftBehind(sender: Sender, after: ChangeId | null, limit: number): Promise<readonly LeftBehind[]>;
  /** Adopts or discards one of them. Null: it was discarded. */
  decideLeftBehind(sender: Sender, id: ChangeId, decision: LeftBehindDecision): Promise<Outcome | null>;
  /** Why the tenant's account does not sync at present; null when it does. */
  closed(tenant: string): 'inactive' | 'suspended' | null;
}

/** How many changes one transaction judges: long enough to share its commit, short enough to let others in. */
const maxBatchChanges = 500;

interface Waiting {
  readonly push: Push;
  readonly resolve: (result: PushResult) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Judges changes in batches without a timer: a batch is whatever arrived while the last one was committed. A batch is
 * one transaction that holds the tenant's lock, so that each change is judged on exactly the rows that it changes.
 */
export function createAuthority(given: AuthorityOptions): Authority {
  const options = { ...given, store: withReferenceRows(given.store, given.model) };
  const queues = new Map<string, Waiting[]>();

  const run = async (tenant: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      await judge(tenant, takeBatch(queue));
    }
    queues.delete(tenant);
  };

  const judge = async (tenant: string, batch: readonly Waiting[]): Promise<void> => {
    try {
      const { results, head } = await options.store.write(tenant, (transaction) =>
        judgeBatch(
          options,
          transaction,
          batch.map(({ push }) => push),
        ),
      );
      for (const [index, waiting] of batch.entries()) {
        const result = results[index];
        if (result) waiting.resolve(result);
      }
      options.onAccepted?.(tenant, head);
    } catch (error) {
      // Whoever's push it was that failed, the others are not to wait for it for ever.
      if (batch.length > 1) for (const waiting of batch) await judge(tenant, [waiting]);
      else for (const waiting of batch) waiting.reject(error);
    }
  };

  const closed = (tenant: string): 'inactive' | 'suspended' | null => {
    const { account } = options.profile(tenant);
    const status = account === undefined ? 'active' : statusAt(account, options.now());
    return status === 'inactive' || status === 'suspended' ? status : null;
  };

  return {
    closed,
    found: (sender, change) =>
      options.store.write(sender.tenant, async (transaction) => {
        const founder: Actor = { member: sender.member, grants: grantsByRole.owner };
        if ((await transaction.head()) > 0 || isBeingAdopted(await transaction.generation())) {
          return refused(change.id, [{ code: 'already-exists', message: 'This workspace exists already.' }]);
        }
        const [outcome] = await judgeChanges({ ...options, founder }, transaction, sender, [change], new Map());
        if (!outcome) throw new Error('A change was not judged.');
        await transaction.conclude(sender.device, keptFor(sender, [outcome]), 0);
        return outcome;
      }),
    adopt: (sender, asked) => adopt(options, sender, asked),
    async commit(sender, change) {
      const { outcome, head } = await options.store.write(sender.tenant, async (transaction) => ({
        outcome: await commitChange(options, transaction, sender, change),
        head: await transaction.head(),
      }));
      if (outcome.kind === 'accepted') options.onAccepted?.(sender.tenant, head);
      return outcome;
    },
    lease: (sender, counter, count) =>
      options.store.write(sender.tenant, (transaction) =>
        leaseNumbers(options.model, transaction, sender, counter, count),
      ),
    leftBehind: (sender, after, limit) => listLeftBehind(options, sender, after, limit),
    decideLeftBehind: (sender, id, decision) => decideLeftBehind(options, sender, id, decision),
    push(push) {
      const status = closed(push.sender.tenant);
      if (status !== null) return Promise.resolve({ kind: 'closed', status });
      return new Promise((resolve, reject) => {
        const { tenant } = push.sender;
        const waiting = { push, resolve, reject };
        const queue = queues.get(tenant);
        if (queue) queue.push(waiting);
        else {
          const started = [waiting];
          queues.set(tenant, started);
          void run(tenant, started);
        }
      });
    },
  };
}

function takeBatch(queue: Waiting[]): readonly Waiting[] {
  let changes = 0;
  let count = 0;
  for (const { push } of queue) {
    changes += push.changes.length;
    if (count > 0 && changes > maxBatchChanges) break;
    count += 1;
  }
  return queue.splice(0, count);
}

async function judgeBatch(options: AuthorityOptions, transaction: TenantTransaction, pushes: readonly Push[]) {
  const isTogether = pushes.length > 1 && transaction.isHopeful === true;
  const shared = isTogether ? together(transaction) : { transaction, finish: () => Promise.resolve() };
  if (isTogether) await askForAll(options, shared.transaction, pushes);
  const results: PushResult[] = [];
  for (const push of pushes) results.push(await judgePush(options, shared.transaction, push));
  await shared.finish();
  return { results, head: await transaction.head() };
}

/** Rows are asked for ahead for about so many changes; those of more are read while these are judged. */
const maxAskedAhead = 125;

/** What each of the pushes will ask for, at once. */
async function askForAll(options: AuthorityOptions, transaction: TenantTransaction, pushes: readonly Push[]) {
  let changes = 0;
  const first = pushes.filter((push) => {
    changes += push.changes.length;
    return changes <= maxAskedAhead;
  });
  await Promise.all([
    transaction.rows(first.flatMap((push) => rowsFor(options, push.sender, push.changes))),
    transaction.outcomes(pushes.flatMap(({ changes }) => changes.map(({ id }) => id))),
    ...pushes.map(({ sender }) => transaction.device(sender.device)),
  ]);
}
