import { elementsOf, type FieldValue, type Intention, type ListPatch, type Model } from '@satchel/core';
import { lastChangeByRecord } from './overlay.ts';
import type { ReplicaStore } from './replica-store.ts';

/**
 * Says of each intention what its author had seen: the revision of the row, or this device's own last change of it.
 * Edits of lists become what was added and removed, so that two devices can both add.
 */
export function withBase(store: ReplicaStore, model: Model, intentions: readonly Intention[]): readonly Intention[] {
  const last = lastChangeByRecord(store.outbox());
  return intentions.map((intention) => {
    if (intention.kind === 'create' || intention.base !== undefined) return intention;
    const record = store.record(intention.entity, intention.id);
    if (!record) return intention;
    const base = last.get(`${intention.entity}/${intention.id}`) ?? record.rev;
    if (intention.kind !== 'update') return { ...intention, base };
    const definitions = model.entityByName.get(intention.entity)?.fields ?? {};
    const fields: Record<string, FieldValue> = {};
    const lists: Record<string, ListPatch> = { ...intention.lists };
    for (const [name, value] of Object.entries(intention.fields)) {
      const field = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
      const patch = field?.merge === 'set' && Array.isArray(value) ? listPatch(record[name], value) : null;
      if (patch) lists[name] = patch;
      else fields[name] = value;
    }
    return { ...intention, base, fields, ...(Object.keys(lists).length > 0 ? { lists } : {}) };
  });
}

/** Null when the elements stay the same and only their order changed: that is an edit of the whole. */
function listPatch(before: FieldValue | undefined, after: FieldValue): ListPatch | null {
  const [old, next] = [elementsOf(before), elementsOf(after)];
  const add = next.filter((element) => !old.includes(element));
  const remove = old.filter((element) => !next.includes(element));
  return add.length === 0 && remove.length === 0 ? null : { add, remove };
}
