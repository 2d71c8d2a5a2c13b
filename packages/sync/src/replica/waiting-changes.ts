import type { Change, ChangeId, RecordId } from '@satchel/core';
import { type Overlay, overlayKey } from './overlay.ts';
import type { ReplicaStore } from './replica-store.ts';

/** By record, the changes of this device that wait; kept while one change or one group is written. */
export interface WaitingChanges {
  /** The one that touched the record last: what a next edit is based on. */
  readonly last: (entity: string, id: RecordId) => ChangeId | undefined;
  /** The one that made the record. */
  readonly made: (entity: string, id: RecordId) => ChangeId | undefined;
  /** One more waits. */
  readonly note: (change: Change, overlays: readonly Overlay[]) => void;
}

/** Looks into the outbox, which may be long, only when something of what is asked for waits, and then once. */
export function createWaitingChanges(store: ReplicaStore): WaitingChanges {
  let index: { readonly last: Map<string, ChangeId>; readonly made: Map<string, ChangeId> } | undefined;
  const add = (to: NonNullable<typeof index>, change: ChangeId, overlays: readonly Overlay[]): void => {
    for (const overlay of overlays) {
      const key = overlayKey(overlay);
      to.last.set(key, change);
      if (overlay.kind === 'create') to.made.set(key, change);
    }
  };
  const indexed = (): NonNullable<typeof index> => {
    if (index) return index;
    index = { last: new Map(), made: new Map() };
    for (const { change, overlays } of store.outbox()) add(index, change.id, overlays);
    return index;
  };
  return {
    last: (entity, id) =>
      store.shadow(entity, id) === undefined ? undefined : indexed().last.get(overlayKey({ entity, id })),
    // Nothing of it is confirmed.
    made: (entity, id) =>
      store.shadow(entity, id) === null ? indexed().made.get(overlayKey({ entity, id })) : undefined,
    note(change, overlays) {
      if (index) add(index, change.id, overlays);
    },
  };
}
