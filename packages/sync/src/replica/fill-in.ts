import {
  type Entity,
  type EntityRecord,
  elementsOf,
  entityFor,
  type FieldDefinition,
  type FieldValue,
  type Intention,
  isCustomName,
  isEmptyValue,
  isListKind,
  jsonEquals,
  type ListPatch,
} from '@satchel/core';
import { referencesOf, valuesOf } from './brought-values.ts';
import type { MergePair, MergePlan, MergeSides } from './plan-merge.ts';

/** A field in which both records of a pair say something, and not the same; only one of them can count. */
export interface Difference {
  readonly field: string;
  /** Of the workspace that was made alone; references name records of that one. */
  readonly there: FieldValue;
  readonly here: FieldValue;
}

/** What of a record there is not kept when it becomes one with a record here, unless it is chosen. */
export function differencesOf(sides: MergeSides, plan: MergePlan, pair: MergePair): readonly Difference[] {
  const { entity, there, here } = recordsOf(sides, pair);
  if (!there || !here) return [];
  return Object.entries(broughtBy(sides, plan, entity, there)).flatMap(([name, value]) => {
    const held = here[name] ?? null;
    const definition = entity.fields[name];
    const isBoth = definition !== undefined && (isListKind(definition.kind) || definition.kind === 'longText');
    if (isBoth || isEmptyValue(held) || jsonEquals(held, value)) return [];
    // A title that is made of parts follows from what is chosen of them.
    const parts = name === entity.views.title ? (entity.import?.titleParts ?? []) : [];
    if (parts.some((part) => !isEmptyValue(here[part]))) return [];
    return [{ field: name, there: there[name] ?? null, here: held }];
  });
}

/**
 * What a record here gets from the one that it is one with: what it does not say, elements that its lists do not have,
 * texts below its own, and what counts of there. Null: nothing (any more).
 */
export function fillIn(sides: MergeSides, plan: MergePlan, pair: MergePair): Intention | null {
  const { entity, there, here } = recordsOf(sides, pair);
  if (!pair.isOne || !there || !here) return null;
  const fields: Record<string, FieldValue> = {};
  const lists: Record<string, ListPatch> = {};
  for (const [name, value] of Object.entries(broughtBy(sides, plan, entity, there))) {
    const held = here[name] ?? null;
    const kind = entity.fields[name]?.kind;
    if (kind && isListKind(kind)) {
      const add = elementsOf(value).filter((one) => !elementsOf(held).includes(one));
      if (add.length > 0) lists[name] = { add };
    } else if (isEmptyValue(held)) fields[name] = value;
    else if (kind === 'longText' && typeof held === 'string' && typeof value === 'string') {
      if (!held.includes(value)) fields[name] = `${held}\n\n${value}`;
    } else if (pair.ours.includes(name) && !jsonEquals(held, value)) fields[name] = value;
  }
  const isMore = Object.keys(fields).length > 0 || Object.keys(lists).length > 0;
  return isMore ? { kind: 'update', entity: pair.entity, id: pair.to, fields, lists } : null;
}

function recordsOf({ source, target, model }: MergeSides, { entity, id, to }: MergePair) {
  const here = target.record(entity, to);
  return {
    entity: entityFor(model, entity),
    there: source.record(entity, id),
    here: here?.deletedAt === null ? here : null,
  };
}

/** What people write of it; where it stands in a list or where it was imported from is of there alone. */
function broughtBy(
  sides: MergeSides,
  plan: MergePlan,
  entity: Entity,
  record: EntityRecord,
): Readonly<Record<string, FieldValue>> {
  const all = {
    ...valuesOf(sides, plan, entity, record),
    ...referencesOf(sides, plan, entity, record, new Set()),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => isWritten(entity.fields[name], name)));
}

const isWritten = (field: FieldDefinition | undefined, name: string): boolean =>
  field
    ? !field.hidden && !field.readOnly && !field.immutable && field.kind !== 'serial' && field.kind !== 'orderKey'
    : isCustomName(name);
