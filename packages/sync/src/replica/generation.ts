import type { Intention } from '@satchel/core';
import { voidLeases } from './leases.ts';
import { applyDelta, cursorOf, setCursor } from './remote.ts';
import type { ReplicaStore } from './replica-store.ts';

/** Which life of the server what is here is of; undefined: nothing was loaded yet. A restored server has another one. */
export const generationOf = (store: ReplicaStore): string | undefined => store.meta('generation');

/**
 * A restored server has forgotten what it accepted after its backup: what is still here is judged anew, and sequences of
 * before say nothing.
 */
export function forgetGeneration(store: ReplicaStore): void {
  setCursor(store, null);
  voidLeases(store);
  for (const { change } of store.outbox()) {
    store.updateOutbox(change.id, {
      acceptedAt: null,
      change: { ...change, intentions: change.intentions.map(withoutSeen) },
    });
  }
}

/** A revision of another generation says nothing of what its author had seen. */
const withoutSeen = (intention: Intention): Intention =>
  intention.kind === 'create' ? intention : { ...intention, base: 0 };

/** A restored server has forgotten changes that it had judged: what waits goes on from what it knows. */
export const renumber = (store: ReplicaStore, expected: number): void =>
  store.transaction(() => {
    let next = expected;
    for (const { change, number, acceptedAt } of store.outbox()) {
      if (acceptedAt !== null || number === null) continue;
      store.updateOutbox(change.id, { number: next });
      next += 1;
    }
    store.setMeta('last-number', String(next - 1));
  });

/** Changes that were accepted before the snapshot are in it. */
export function dropPassed(store: ReplicaStore): void {
  const cursor = cursorOf(store);
  if (cursor !== null) applyDelta(store, { from: cursor, to: cursor, changes: [] });
}
