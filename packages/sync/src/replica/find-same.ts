import { createKnownByIndex, type Entity, type EntityRecord, foldText, type RecordId, siteOf } from '@satchel/core';
import { newIdOf } from './merge-map.ts';
import type { ReplicaStore } from './replica-store.ts';

/** A record that probably is the same as another one, and the field that says so. */
export interface Same {
  readonly id: RecordId;
  readonly by: string;
}

/**
 * Finds the record of a workspace that a record of another one probably is, by what the entity says its records are known
 * by again: mail addresses and phone numbers, names where two of the same name are one, and what should be one record's
 * alone. Undefined when there is none. What is one and the same for sure, by `matchedBy`, is not asked here.
 */
export function sameFinder(
  target: ReplicaStore,
  entity: Entity,
): ((record: EntityRecord) => Same | undefined) | undefined {
  const { import: known, views, matchedBy } = entity;
  const unique = views.unique ?? [];
  const isByTitle = known?.isKnownByTitle === true;
  if (matchedBy || (!known?.knownBy && !isByTitle && unique.length === 0)) return undefined;
  const titleOf = (record: EntityRecord): string => textOf(record, views.title);
  const index = createKnownByIndex(entity);
  const byText = new Map<string, RecordId>();
  const keysOf = (record: EntityRecord): readonly (readonly [string, string])[] => [
    ...unique.flatMap((field) => {
      const site = siteOf(textOf(record, field));
      return site === null ? [] : [[field, `${field}\0${site}`] as const];
    }),
    ...(isByTitle && titleOf(record) !== '' ? [[views.title, `\0${foldText(titleOf(record))}`] as const] : []),
  ];
  for (const id of target.ids(entity.name)) {
    const record = target.record(entity.name, id);
    if (!record || record.deletedAt !== null) continue;
    index.add(record, { id, isDeleted: false, title: titleOf(record) });
    for (const [, key] of keysOf(record)) if (!byText.has(key)) byText.set(key, id);
  }
  const find = index.finder('');
  return (record) => {
    const found = find(record, titleOf(record));
    if (found && found.named.id !== newIdOf(record.id)) return { id: found.named.id, by: found.by };
    for (const [by, key] of keysOf(record)) {
      const id = byText.get(key);
      if (id !== undefined && id !== newIdOf(record.id)) return { id, by };
    }
    return undefined;
  };
}

function textOf(record: EntityRecord, field: string): string {
  const value = record[field];
  return typeof value === 'string' ? value : '';
}
