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
    let last = 0;
    for (const { change, acceptedAt } of store.outbox()) {
      if (acceptedAt !== null) continue;
      const at = formatHlc({ ...hlcParts(change.at), device: tag });
      // An older copy does not know what was sent: all of it may have been.
      last += 1;
      store.updateOutbox(change.id, { change: { ...change, device: tag, at }, number: last });
    }
    store.setMeta('last-number', String(last));
    voidLeases(store);
  });
}
