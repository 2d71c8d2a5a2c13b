import { type EntityRecord, type Model, type RecordId, upgradeFields, upgradeNames } from '@satchel/core';
import type { Overlay } from './overlay.ts';
import type { PutRow, ReplicaStore } from './replica-store.ts';

/** The version of the model by which the store's rows were written; one that does not say is of the first. */
const schemaHere = (store: ReplicaStore): number => Number(store.meta('schema') ?? 1);

/**
 * Makes of a device's rows what a newer app calls them, before anything else is done with it: the same as the server makes
 * of changes that wait, which stay as they were made. All of it in one transaction; does nothing when nothing is older.
 */
export function upgradeReplica(store: ReplicaStore, model: Model): void {
  const from = schemaHere(store);
  if (from >= model.schema) return;
  store.transaction(() => {
    for (const { name: entity } of model.entities) {
      const ids = store.ids(entity);
      for (let at = 0; at < ids.length; at += partRows)
        upgradeRows(store, model, entity, ids.slice(at, at + partRows), from);
    }
    for (const { change, overlays } of store.outbox()) {
      store.updateOutbox(change.id, { overlays: overlays.map((overlay) => upgradeOverlay(model, overlay, from)) });
    }
    store.setMeta('schema', String(model.schema));
  });
}

/** Every row is put anew, so that what was kept as unknown is where a field has its values now. */
function upgradeRows(store: ReplicaStore, model: Model, entity: string, ids: readonly RecordId[], from: number): void {
  const rows: PutRow[] = [];
  for (const id of ids) {
    const before = store.record(entity, id);
    if (before) rows.push({ entity, id, before, after: upgradeRow(model, entity, before, from) });
    const shadow = store.shadow(entity, id);
    if (shadow) store.putShadow(entity, id, upgradeRow(model, entity, shadow, from));
  }
  store.putRows(rows);
}

const partRows = 500;

export const upgradeOverlay = (model: Model, overlay: Overlay, from: number): Overlay => ({
  ...overlay,
  fields: upgradeFields(model, overlay.entity, overlay.fields, from),
  stamps: upgradeNames(model, overlay.entity, overlay.stamps, from),
});

const upgradeRow = (model: Model, entity: string, row: EntityRecord, from: number): EntityRecord => ({
  ...upgradeFields(model, entity, row, from),
  stamps: upgradeNames(model, entity, row.stamps, from),
});
