import { isCustomName } from '../entity/custom-fields.ts';
import type { Entity } from '../entity/entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import { emptyValue, type FieldValue, isEmptyValue } from '../field/field.ts';
import type { MemberId, RecordId } from '../id/uuid.ts';
import { jsonEquals } from '../json.ts';

/** A record while its change is judged. */
export interface Draft {
  readonly entity: Entity;
  readonly id: RecordId;
  readonly before: EntityRecord | null;
  /** Replaced, never mutated. */
  after: EntityRecord;
  kind: 'create' | 'update' | 'delete' | 'restore';
  readonly isConsequence: boolean;
  /** Fields that the change itself names; the rest follows from rules. */
  readonly named: Set<string>;
  /** What was found for this `after`: it is asked several times. */
  found?: { readonly after: EntityRecord; readonly changed: ReadonlySet<string> };
}

const blanks = new WeakMap<Entity, EntityRecord>();

/** A record of the entity with every field empty or at its initial value. */
export function blankRecord(entity: Entity, id: RecordId, actor: MemberId, nowMs: number): EntityRecord {
  let blank = blanks.get(entity);
  if (!blank) {
    const fields: Record<string, FieldValue> = {};
    for (const [name, field] of Object.entries(entity.fields)) fields[name] = field.initial ?? emptyValue(field.kind);
    blank = { ...fields, id, rev: 0, stamps: {} } as unknown as EntityRecord;
    blanks.set(entity, blank);
  }
  return { ...blank, id, owner: actor, createdAt: nowMs, createdBy: actor, updatedAt: nowMs, updatedBy: actor };
}

/** Names of the fields that differ; for a create, those that are filled. */
export function changedFields(draft: Draft): ReadonlySet<string> {
  const { before, after, entity } = draft;
  if (draft.found?.after === after) return draft.found.changed;
  const changed = new Set<string>();
  for (const name of comparedFields(entity)) {
    const value = after[name] ?? null;
    if (!before) {
      if (!isEmptyValue(value)) changed.add(name);
      continue;
    }
    const old = before[name] ?? null;
    if (value !== old && !jsonEquals(value, old)) changed.add(name);
  }
  // Fields that the workspace defined, whether their definition has arrived or not.
  for (const name in after) {
    if (!isCustomName(name) || entity.fields[name]) continue;
    if (!jsonEquals(before?.[name] ?? null, after[name] ?? null)) changed.add(name);
  }
  draft.found = { after, changed };
  return changed;
}

const compared = new WeakMap<Entity, readonly string[]>();

function comparedFields(entity: Entity): readonly string[] {
  let names = compared.get(entity);
  if (!names) {
    names = Object.keys(entity.fields).filter((name) => !bookkeeping.has(name));
    compared.set(entity, names);
  }
  return names;
}

/** Fields that tell about a change and are no change by themselves. */
export const bookkeeping: ReadonlySet<string> = new Set(['createdAt', 'createdBy', 'updatedAt', 'updatedBy']);
