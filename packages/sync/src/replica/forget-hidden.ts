import type { Intention, RecordId } from '@satchel/core';
import type { HeldRefusal } from '../protocol/outcome.ts';
import type { Attention } from './attention.ts';
import { noteTraces } from './forget-traces.ts';
import type { ReplicaStore } from './replica-store.ts';

/** By entity, the names of fields that the device's member may not read. */
export type HiddenFields = Readonly<Record<string, readonly string[]>>;

/**
 * Forgets what was kept of fields that the member may no longer read, besides the rows, which are loaded anew: in the
 * history, so that no undo brings it back, and in what needs attention. What waits to be sent is kept until its outcome.
 */
export function forgetHidden(store: ReplicaStore, hidden: HiddenFields): void {
  const known = JSON.parse(store.meta('hidden') ?? '{}') as HiddenFields;
  store.transaction(() => {
    for (const [entity, fields] of Object.entries(hidden)) {
      const added = fields.filter((field) => known[entity]?.includes(field) !== true);
      if (added.length === 0) continue;
      store.forgetHistory(entity, added);
      noteTraces(store, [entity]);
      rewriteAttention(store, (one) => withoutFields(one, entity, new Set(added)));
    }
    store.setMeta('hidden', JSON.stringify(hidden));
  });
}

/** Forgets what the server said that it holds of records which are no longer here. */
export function forgetHeld(store: ReplicaStore, gone: ReadonlySet<RecordId>): void {
  rewriteAttention(store, (one) =>
    one.kind === 'superseded'
      ? one
      : {
          ...one,
          refusals: one.refusals.map((refusal) =>
            gone.has(refusal.record as RecordId) ? withoutHeld(refusal) : refusal,
          ),
        },
  );
}

function rewriteAttention(store: ReplicaStore, change: (one: Attention) => Attention): void {
  for (const one of store.attention()) {
    const next = change(one);
    if (JSON.stringify(next) === JSON.stringify(one)) continue;
    store.dropAttention(one.change.id);
    store.putAttention(next);
  }
}

function withoutFields(one: Attention, entity: string, fields: ReadonlySet<string>): Attention {
  const change = {
    ...one.change,
    intentions: one.change.intentions.map((intention) => left(intention, entity, fields)),
  };
  if (one.kind === 'superseded') {
    return { ...one, change, fields: one.fields.filter((lost) => lost.entity !== entity || !fields.has(lost.field)) };
  }
  return {
    ...one,
    change,
    overlays: one.overlays.map((overlay) =>
      overlay.entity === entity ? { ...overlay, fields: without(overlay.fields, fields) } : overlay,
    ),
    refusals: one.refusals.map((refusal) =>
      refusal.entity === entity && fields.has(refusal.field ?? '') ? withoutHeld(refusal) : refusal,
    ),
  };
}

function left(intention: Intention, entity: string, fields: ReadonlySet<string>): Intention {
  if (intention.entity !== entity || !('fields' in intention)) return intention;
  const kept = { ...intention, fields: without(intention.fields, fields) };
  return kept.kind === 'update' && kept.lists ? { ...kept, lists: without(kept.lists, fields) } : kept;
}

const without = <T>(values: Readonly<Record<string, T>>, names: ReadonlySet<string>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));

export function withoutHeld(refusal: HeldRefusal): HeldRefusal {
  const { held: _held, ...rest } = refusal;
  return rest;
}
