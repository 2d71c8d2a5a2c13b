import type { Delta } from '../protocol/item.ts';
import type { TenantReader } from './authority-store.ts';
import { readDelta } from './deliver.ts';
import { epochOf } from './scope.ts';

/**
 * `readDelta` that makes each delta once for all who see the same and have come as far, of those who ask one reader. All
 * are given the same object.
 *
 * Only for readers that are one state of a tenant, as those of `AuthorityStore.read` of a database are.
 */
export function createSharedDeltas(): typeof readDelta {
  const known = new WeakMap<TenantReader, Map<string, Promise<Delta | null>>>();
  return (store, reader, model, after, messageSize) => {
    const deltas = known.get(store) ?? new Map<string, Promise<Delta | null>>();
    known.set(store, deltas);
    const key = JSON.stringify([after, messageSize, epochOf(reader, model)]);
    const delta = deltas.get(key) ?? readDelta(store, reader, model, after, messageSize);
    deltas.set(key, delta);
    return delta;
  };
}
