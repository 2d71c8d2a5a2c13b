import { elementsOf, type FieldValue, type Intention, type ListPatch, type Model } from '@satchel/core';
import { lastChangeByRecord } from './overlay.ts';
import type { ReplicaStore } from './replica-store.ts';

/**
 * Says of each intention what its author had seen: the confirmed revision of the row, and this device's own last change
 * of it that waits.
 * Edits of lists become what was added and removed, so that two devices can both add.
 */
export function withBase(store: ReplicaStore, model: Model, intentions: readonly Intention[]): readonly Intention[] {
  const last = lastChangeByRecord(store.outbox());
  return intentions.map((intention) => {
    if (intention.kind === 'create' || intention.base !== undefined) return intention;
    const record = store.record(intention.entity, intention.id);
    if (!record) return intention;
    const shadow = store.shadow(intention.entity, intention.id);
    const base = (shadow === undefined ? record : shadow)?.rev ?? 0;
    const previous = last.get(`${intention.entity}/${intention.id}`);
    const seen = { base, ...(previous === undefined ? {} : { after: previous }) };
    if (intention.kind !== 'update') return { ...intention, ...seen };
    const definitions = model.entityByName.get(intention.entity)?.fields ?? {};
    const fields: Record<string, FieldValue> = {};
    const lists: Record<string, ListPatch> = { ...intention.lists };
    for (const [name, value] of Object.entries(intention.fields)) {
      const field = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
      const patch = field?.merge === 'set' && Array.isArray(value) ? listPatch(record[name], value) : null;
      if (patch) lists[name] = patch;
      else fields[name] = value;
    }
    return { ...intention, ...seen, fields, ...(Object.keys(lists).length > 0 ? { lists } : {}) };
  });
}

/** Null when the elements stay the same and only their order changed: that is an edit of the whole. */
function listPatch(before: FieldValue | undefined, after: FieldValue): ListPatch | null {
  const [old, next] = [elementsOf(before), elementsOf(after)];
  const add = next.filter((element) => !old.includes(element));
  const remove = old.filter((element) => !next.includes(element));
  return add.length === 0 && remove.length === 0 ? null : { add, remove };
}
