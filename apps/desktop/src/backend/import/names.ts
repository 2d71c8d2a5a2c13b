import {
  createKnownByIndex,
  type Entity,
  type EntityRecord,
  entityFor,
  foldText,
  type KnownByIndex,
  type Named,
} from '@satchel/core';
import type { ImportTarget } from './import-target.ts';

/** The records of an entity as rows name them. */
export interface NameIndex {
  readonly byName: Map<string, Named>;
  /** Where the record came from: see externalKey, and titleKey where titles are names. */
  readonly byExternal: Map<string, Named>;
  readonly knownBy: KnownByIndex;
}

/** Ids are compared exactly: other systems have ids that differ by case alone. */
export const externalKey = (source: string, externalId: string): string => externalKeys(source)(externalId);

/** The same for many of one source. */
export function externalKeys(source: string): (externalId: string) => string {
  const folded = foldText(source);
  return (externalId) => `${folded}\0${externalId.trim()}`;
}

/** Where the key is the record's name, it is compared as names are. */
export const titleKey = (source: string, title: string): string => `${foldText(source)}\0\0${foldText(title)}`;

/**
 * Reads the names of an entity. `forEntity` is whose field refers to it: stages count only when their pipeline is one
 * of that entity's.
 */
export async function readNames(
  target: ImportTarget,
  entityName: string,
  pace: () => Promise<void> | undefined,
  forEntity?: string,
): Promise<NameIndex> {
  const entity = entityFor(target.model, entityName);
  const index: NameIndex = { byName: new Map(), byExternal: new Map(), knownBy: createKnownByIndex(entity) };
  const inScope = scopeOf(target, entity, forEntity);
  const byOrigin: [string, Named][] = [];
  let read = 0;
  for (const record of target.each(entityName)) {
    if (++read % 500 === 0) await pace();
    if (inScope(record) && !wasUndone(target, record, entityName)) byOrigin.push(...addRecord(index, entity, record));
  }
  // A record that was renamed since is still found by what it was called where it came from.
  for (const [name, named] of byOrigin) if (!index.byName.has(name)) index.byName.set(name, named);
  return index;
}

function addRecord(index: NameIndex, entity: Entity, record: EntityRecord): [string, Named][] {
  const title = record[entity.views.title];
  const named: Named = {
    id: record.id,
    isDeleted: record.deletedAt !== null,
    title: typeof title === 'string' ? title : '',
  };
  if (named.title !== '') put(index.byName, foldText(named.title), named);
  const { source, externalId } = record;
  if (externalId !== null) {
    put(index.byExternal, externalKey(source ?? '', externalId), named);
    if (entity.import?.isKnownByTitle) put(index.byExternal, titleKey(source ?? '', externalId), named);
  }
  index.knownBy.add(record, named, source);
  return externalId !== null && source !== null ? [[foldText(externalId), named]] : [];
}

/** An import that was taken back leaves no trace: what it made is made anew. What a person deleted stays deleted. */
function wasUndone({ store }: ImportTarget, record: EntityRecord, entity: string): boolean {
  if (record.deletedAt === null) return false;
  const deletion = store.history(entity, record.id, 20).find(({ kind }) => kind === 'delete');
  return deletion?.cause?.kind === 'undo';
}

/** The first of several, and one that is there before one that was deleted. */
function put(map: Map<string, Named>, key: string, named: Named): void {
  const known = map.get(key);
  if (known === undefined || (known.isDeleted && !named.isDeleted)) map.set(key, named);
}

function scopeOf(
  target: ImportTarget,
  entity: Entity,
  forEntity: string | undefined,
): (record: EntityRecord) => boolean {
  const pipeline = entity.fields.pipeline;
  if (forEntity === undefined || pipeline?.kind !== 'reference' || pipeline.immutable !== true) return () => true;
  const own = new Set<string>();
  for (const record of target.each(pipeline.target)) {
    if (record.deletedAt === null && record.kind === forEntity) own.add(record.id);
  }
  return (record) => record.deletedAt === null && typeof record.pipeline === 'string' && own.has(record.pipeline);
}
