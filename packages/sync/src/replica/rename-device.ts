import { formatHlc, hlcParts } from '@satchel/core';
import { voidLeases } from './leases.ts';
import type { ReplicaStore } from './replica-store.ts';

/**
 * Goes on as another device, after the server found that numbers of this one were used already: the database is an older
 * copy of itself. What waits is sent under the new name; changes that were judged before keep their outcome.
 *
 * @param tag 8 characters of 0-9a-z that no device had before
 */
export function renameDevice(store: ReplicaStore, tag: string): void {
  store.transaction(() => {
    for (const { change, acceptedAt } of store.outbox()) {
      if (acceptedAt !== null) continue;
      const at = formatHlc({ ...hlcParts(change.at), device: tag });
      store.updateOutbox(change.id, { change: { ...change, device: tag, at }, number: null });
    }
    store.setMeta('last-number', '0');
    voidLeases(store);
  });
}
