import {
  elementsOf,
  type FieldValue,
  type Intention,
  jsonEquals,
  type ListPatch,
  type Model,
  parentsOf,
  sharedRecord,
} from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';
import type { WaitingChanges } from './waiting-changes.ts';

/**
 * Says of each intention what its author had seen: the confirmed revision of the row, and this device's own last change
 * of it that waits.
 * Edits of lists become what was added and removed, so that two devices can both add.
 */
export function withBase(
  store: ReplicaStore,
  model: Model,
  waiting: WaitingChanges,
  intentions: readonly Intention[],
): readonly Intention[] {
  return intentions.map((intention) => {
    if (intention.kind === 'create') return builtUpon(intention, waiting, model);
    const record = store.record(intention.entity, intention.id);
    if (!record) return intention;
    const shadow = store.shadow(intention.entity, intention.id);
    const rev = (shadow === undefined ? record : shadow)?.rev ?? 0;
    const { base = rev } = intention;
    const previous = waiting.last(intention.entity, intention.id);
    const seen = { base, ...(previous === undefined ? {} : { after: previous }) };
    // Against a row that its author had not seen nothing can be said of what they changed.
    if (intention.kind !== 'update' || base < rev) return { ...intention, ...seen };
    const definitions = model.entityByName.get(intention.entity)?.fields ?? {};
    const fields: Record<string, FieldValue> = {};
    const lists: Record<string, ListPatch> = { ...intention.lists };
    for (const [name, value] of Object.entries(intention.fields)) {
      // What a form gives back as it was is no edit; what this device was not sent would become empty by it.
      if (jsonEquals(record[name] ?? null, value)) continue;
      const field = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
      const patch = field?.merge === 'set' && Array.isArray(value) ? listPatch(record[name], value) : null;
      if (patch) lists[name] = patch;
      else fields[name] = value;
    }
    return { ...intention, ...seen, fields, ...(Object.keys(lists).length > 0 ? { lists } : {}) };
  });
}

type Create = Extract<Intention, { kind: 'create' }>;

/** With the waiting change that made what a new record belongs to or shares: when that is refused, so is this one. */
function builtUpon(intention: Create, waiting: WaitingChanges, model: Model): Create {
  const entity = model.entityByName.get(intention.entity);
  const { after: _after, ...create } = intention;
  if (!entity) return create;
  const shared = entity.shares && sharedRecord(create.fields, entity.shares);
  const named = [...parentsOf(model, entity, create.fields), ...(shared ? [shared] : [])];
  const [after] = named.flatMap(({ entity: kind, id }) => waiting.made(kind, id) ?? []);
  return after === undefined ? create : { ...create, after };
}

/** Null when the elements stay the same and only their order changed: that is an edit of the whole. */
function listPatch(before: FieldValue | undefined, after: FieldValue): ListPatch | null {
  const [old, next] = [elementsOf(before), elementsOf(after)];
  const add = next.filter((element) => !old.includes(element));
  const remove = old.filter((element) => !next.includes(element));
  return add.length === 0 && remove.length === 0 ? null : { add, remove };
}
