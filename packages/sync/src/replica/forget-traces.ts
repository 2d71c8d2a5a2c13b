import type { ReplicaStore } from './replica-store.ts';

/** Entities of which rows or fields were taken away that the member may no longer read, and whose traces are still there. */
const tracesOf = (store: ReplicaStore): readonly string[] => {
  const text = store.meta('traces');
  return text === undefined || text === '' ? [] : text.split(' ');
};

/** In the transaction that takes them away, so that it is not forgotten when the app ends. */
export function noteTraces(store: ReplicaStore, entities: readonly string[]): void {
  const known = tracesOf(store);
  const all = new Set([...known, ...entities]);
  if (all.size > known.length) store.setMeta('traces', [...all].join(' '));
}

/** Forgets what the files of the database still hold of it. What is in use at present is left for the next time. */
export function forgetTraces(store: ReplicaStore): void {
  const entities = tracesOf(store);
  if (entities.length > 0 && store.scrub(entities)) store.setMeta('traces', '');
}
