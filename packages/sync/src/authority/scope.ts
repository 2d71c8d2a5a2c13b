import { type Actor, type Entity, type EntityRecord, type Model, scopeOf } from '@satchel/core';

/** `member:<id>`: that member. `team:<id>`: who is in that team and reaches its records. */
export type ScopeLabel = string;

/** What one member may see: all of an entity, or rows with one of these labels. */
export type Reader = ReadonlyMap<string, 'all' | ReadonlySet<ScopeLabel>>;

const memberLabel = (member: string): ScopeLabel => `member:${member}`;
const teamLabel = (team: string): ScopeLabel => `team:${team}`;

/** The labels of a row: its owner's, its team's, and those of the records it belongs to. */
export function labelsOf(record: EntityRecord, parents: readonly (readonly ScopeLabel[])[]): readonly ScopeLabel[] {
  const owner = record.owner ?? record.createdBy;
  const labels = new Set(parents.flat());
  if (owner !== null) labels.add(memberLabel(owner));
  if (record.team !== null) labels.add(teamLabel(record.team));
  return [...labels].toSorted();
}

export function readerOf(actor: Actor, model: Model): Reader {
  const own = new Set([memberLabel(actor.member)]);
  const reached = new Set([...own, ...[...(actor.teams ?? [])].map(teamLabel)]);
  const none: ReadonlySet<ScopeLabel> = new Set();
  const reachOf = (entity: Entity): 'all' | ReadonlySet<ScopeLabel> => {
    if (entity.isReferenceData) return 'all';
    const scope = scopeOf(actor, `${entity.plural}.read`);
    if (scope === undefined) return none;
    return scope === 'all' ? 'all' : scope === 'team' ? reached : own;
  };
  return new Map(model.entities.map((entity) => [entity.name, reachOf(entity)]));
}

/** Somebody who is no member (any more). */
export const nobody: Reader = new Map();

export function sees(reader: Reader, entity: string, labels: readonly ScopeLabel[]): boolean {
  const reach = reader.get(entity);
  if (reach === undefined) return false;
  return reach === 'all' || labels.some((label) => reach.has(label));
}

/** The same text for readers who see the same; by entity, so that a device learns which it must load anew. */
export const epochOf = (reader: Reader): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...reader].map(([entity, reach]) => [entity, reach === 'all' ? 'all' : [...reach].toSorted().join(' ')]),
  );
