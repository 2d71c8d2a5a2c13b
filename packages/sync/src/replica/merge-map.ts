import {
  type Entity,
  type EntityRecord,
  elementsOf,
  entityFor,
  type FieldValue,
  foldText,
  isEmptyValue,
  isListKind,
  type Model,
  type RecordId,
  recordIdFrom,
  uuidVersion,
} from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';

/** Which record of the other workspace a record is, by `<entity>/<id>`; what is not named becomes a new one. */
export type MergeMap = Map<string, RecordId>;

export const mergeKey = (entity: string, id: string): string => `${entity}/${id}`;

/** The id of a record that is made anew: its own, but that what a rule made there is made by a person here. */
export const newIdOf = (id: RecordId): RecordId =>
  uuidVersion(id) === 8 ? recordIdFrom(`${id.slice(0, 14)}7${id.slice(15)}`) : id;

/** Entities so that what others cannot be without comes first. */
export function mergeOrder(model: Model): readonly Entity[] {
  const ordered: Entity[] = [];
  const seen = new Set<string>();
  const visit = (entity: Entity): void => {
    if (seen.has(entity.name)) return;
    seen.add(entity.name);
    for (const field of Object.values(entity.fields)) {
      if (field.kind === 'reference' && field.required) visit(entityFor(model, field.target));
    }
    ordered.push(entity);
  };
  const first = model.entities.filter((entity) => entity.isReferenceData === true);
  for (const entity of [...first, ...model.entities]) visit(entity);
  return ordered;
}

/** Finds the record of another workspace that is one and the same with a record; undefined when there is none. */
export function matcher(
  target: ReplicaStore,
  entity: Entity,
  mapped: (entity: string, id: RecordId) => RecordId | null,
): (record: EntityRecord) => RecordId | undefined {
  const lists = entity.matchedBy ?? [];
  if (lists.length === 0) return () => undefined;
  const byKey = new Map<string, RecordId>();
  const own = (_: string, id: RecordId): RecordId => id;
  for (const id of target.ids(entity.name)) {
    const record = target.record(entity.name, id);
    if (!record || record.deletedAt !== null) continue;
    for (const key of keysOf(entity, lists, record, own)) if (!byKey.has(key)) byKey.set(key, id);
  }
  return (record) => {
    for (const key of keysOf(entity, lists, record, mapped)) {
      const id = byKey.get(key);
      if (id !== undefined) return id;
    }
    return undefined;
  };
}

function keysOf(
  entity: Entity,
  lists: readonly (readonly string[])[],
  record: EntityRecord,
  mapped: (entity: string, id: RecordId) => RecordId | null,
): readonly string[] {
  return lists.flatMap((names, index) => {
    let keys: readonly (readonly FieldValue[])[] = [[]];
    for (const name of names) {
      const field = entity.fields[name];
      const value = record[name] ?? null;
      if (!field || isEmptyValue(value)) return [];
      const values: readonly FieldValue[] = isListKind(field.kind) ? elementsOf(value) : [value];
      const read = values.map((one) => {
        if (typeof one !== 'string') return one;
        return field.kind === 'reference' ? mapped(field.target, recordIdFrom(one)) : foldText(one);
      });
      keys = keys.flatMap((key) => read.map((one) => [...key, one]));
    }
    return keys.map((key) => JSON.stringify([index, ...key]));
  });
}
