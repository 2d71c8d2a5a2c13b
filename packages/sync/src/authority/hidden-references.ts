import {
  elementsOf,
  entityFor,
  type FieldValue,
  type Intention,
  isRecordId,
  type ListPatch,
  labelOf,
  type Model,
} from '@satchel/core';
import type { HeldRefusal } from '../protocol/outcome.ts';
import { type RecordKey, recordKey } from './authority-store.ts';
import { guardedReferences } from './reader-view.ts';
import { type Reader, sees } from './scope.ts';
import type { TenantView } from './tenant-view.ts';

/** A change as its author means it, who does not see every reference that a record has. */
export interface WithHiddenReferences {
  readonly intentions: readonly Intention[];
  readonly refusals: readonly HeldRefusal[];
}

/**
 * What the author does not see stays: an empty reference where a hidden one stands is none of their doing, and a list of
 * references keeps the elements that they were not sent. To name a record that one may not see is answered as if there
 * were none.
 */
export async function keepHiddenReferences(
  intentions: readonly Intention[],
  reader: Reader,
  model: Model,
  view: TenantView,
): Promise<WithHiddenReferences> {
  const guarded = intentions.filter(
    ({ entity }) => model.entityByName.has(entity) && guardedReferences(reader, model, entity).size > 0,
  );
  if (guarded.length === 0) return { intentions, refusals: [] };
  await view.loadRows(guarded.flatMap((intention) => referred(intention, reader, model, view)));
  const made = new Set(intentions.flatMap((one) => (one.kind === 'create' ? [recordKey(one.entity, one.id)] : [])));
  const isHidden = (entity: string, id: string): boolean => {
    const row = view.row(entity, id);
    return row !== null && !made.has(recordKey(entity, id)) && !sees(reader, entity, row.scopes);
  };
  const refusals: HeldRefusal[] = [];
  const kept = intentions.map((intention): Intention => {
    if (!('fields' in intention) || !model.entityByName.has(intention.entity)) return intention;
    const stored = view.row(intention.entity, intention.id)?.record;
    const fields: Record<string, FieldValue> = { ...intention.fields };
    const lists: Record<string, ListPatch> = intention.kind === 'update' ? { ...intention.lists } : {};
    for (const [name, target] of guardedReferences(reader, model, intention.entity)) {
      const old = idsIn(stored?.[name]);
      const [value, patch] = [intention.fields[name], lists[name]];
      const hidden = old.filter((id) => isHidden(target, id));
      const named = [...idsIn(value), ...(patch?.add ?? [])];
      if (named.some((id) => !old.includes(id) && isHidden(target, id))) {
        refusals.push(missing(intention, name, model));
      }
      if (hidden.length === 0) continue;
      if (Array.isArray(value)) fields[name] = [...new Set([...elementsOf(value), ...hidden])];
      else if (value === null) delete fields[name];
      if (patch?.remove) lists[name] = { ...patch, remove: patch.remove.filter((id) => !hidden.includes(id)) };
    }
    return intention.kind === 'update'
      ? { ...intention, fields, ...(intention.lists ? { lists } : {}) }
      : { ...intention, fields };
  });
  return { intentions: kept, refusals };
}

const idsIn = (value: FieldValue | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : elementsOf(value);

/** What an intention names, and what stands in its place. */
function referred(intention: Intention, reader: Reader, model: Model, view: TenantView): readonly RecordKey[] {
  if (!('fields' in intention)) return [];
  const stored = view.row(intention.entity, intention.id)?.record;
  const lists = intention.kind === 'update' ? intention.lists : undefined;
  return [...guardedReferences(reader, model, intention.entity)].flatMap(([name, entity]) =>
    name in intention.fields || lists?.[name]
      ? [...idsIn(stored?.[name]), ...idsIn(intention.fields[name]), ...(lists?.[name]?.add ?? [])]
          .filter(isRecordId)
          .map((id) => ({ entity, id }))
      : [],
  );
}

/** As `decide` says it of one that is not there. */
function missing({ entity, id }: Intention, field: string, model: Model): HeldRefusal {
  const label = entityFor(model, entity).fields[field]?.label ?? labelOf(field);
  const message = `${label} does not exist any more. Choose another.`;
  return { code: 'reference-missing', message, entity, record: id, field };
}
