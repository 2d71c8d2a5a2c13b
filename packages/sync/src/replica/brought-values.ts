import {
  type Entity,
  type EntityRecord,
  elementsOf,
  type FieldValue,
  isCustomName,
  isEmptyValue,
  isJsonObject,
  isRecordId,
  type RecordId,
  recordIdFrom,
  serialCounters,
} from '@satchel/core';
import { mergeKey, newIdOf } from './merge-map.ts';
import type { MergePlan, MergeSides } from './plan-merge.ts';

type Fields = Readonly<Record<string, FieldValue>>;

/** What a record of the other workspace says, as a new record here says it; without its references. */
export function valuesOf({ model }: MergeSides, plan: MergePlan, entity: Entity, record: EntityRecord): Fields {
  const counters = serialCounters(model).get(entity.name) ?? [];
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(record)) {
    const field = entity.fields[name];
    if (isEmptyValue(value) || (field ? field.readOnly === true : !isCustomName(name))) continue;
    if (field?.kind === 'reference' || field?.kind === 'references' || field?.kind === 'serial') continue;
    fields[name] = field?.kind === 'json' || name === entity.shares?.record ? renamed(value, plan.idHere) : value;
  }
  for (const { field, former } of counters) {
    // A number of this workspace's own is issued; by the one of there it is still found.
    const number = record[field] ?? null;
    if (former !== null && !isEmptyValue(number)) fields[former] = number;
  }
  // Who comes along has no more rights than any new colleague.
  if (entity.name === 'member') fields['role'] = 'member';
  return fields;
}

/** Ids within a structure, as those here. */
function renamed(value: FieldValue, ids: ReadonlyMap<string, RecordId>): FieldValue {
  if (typeof value === 'string') return ids.get(value) ?? (isRecordId(value) ? newIdOf(value) : value);
  if (Array.isArray(value)) return value.map((one: FieldValue) => renamed(one, ids));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamed(one, ids)]));
}

/** References to what is there: another workspace's record, one that was made, or one of the same change. */
export function referencesOf(
  { source, target }: MergeSides,
  plan: MergePlan,
  entity: Entity,
  record: EntityRecord,
  pending: ReadonlySet<string>,
): Fields {
  const fields: Record<string, FieldValue> = {};
  for (const [name, field] of Object.entries(entity.fields)) {
    if ((field.kind !== 'reference' && field.kind !== 'references') || field.readOnly) continue;
    const value = record[name] ?? null;
    const wanted = typeof value === 'string' ? [value] : elementsOf(value);
    const ids = wanted.flatMap((one) => {
      const from = recordIdFrom(one);
      if (source.record(field.target, from)?.deletedAt !== null) return [];
      const to = plan.map.get(mergeKey(field.target, from)) ?? newIdOf(from);
      const isThere = target.record(field.target, to)?.deletedAt === null || pending.has(mergeKey(field.target, to));
      return isThere ? [to] : [];
    });
    const [first] = ids;
    if (first !== undefined) fields[name] = field.kind === 'reference' ? first : ids;
  }
  return fields;
}
