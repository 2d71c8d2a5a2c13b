import { type Actor, type Entity, type EntityRecord, type Model, type ShareFields, scopeOf } from '@satchel/core';

/**
 * `member:<id>`: that member. `team:<id>`: who is in that team and reaches its records. `with:<id>`: who is in that team,
 * since a record is shared with it.
 */
export type ScopeLabel = string;

/** What one member may see: all of an entity, or rows with one of these labels. */
export type Reader = ReadonlyMap<string, 'all' | ReadonlySet<ScopeLabel>>;

const memberLabel = (member: string): ScopeLabel => `member:${member}`;
const teamLabel = (team: string): ScopeLabel => `team:${team}`;
const sharedLabel = (team: string): ScopeLabel => `with:${team}`;

/**
 * The labels of a row: its owner's, its team's, of those it is shared with, and those of the records it belongs to. A
 * share is also seen by whom it is for.
 *
 * @param shares of this record, deleted ones too
 */
export function labelsOf(
  entity: Entity,
  record: EntityRecord,
  shares: readonly EntityRecord[],
  { sharing }: Model,
  parents: readonly (readonly ScopeLabel[])[],
): readonly ScopeLabel[] {
  const owner = record.owner ?? record.createdBy;
  const labels = new Set(parents.flat());
  if (owner !== null) labels.add(memberLabel(owner));
  if (record.team !== null) labels.add(teamLabel(record.team));
  if (entity.shares) for (const label of granteeLabels(record, entity.shares)) labels.add(label);
  if (sharing) {
    for (const share of shares) {
      if (share.deletedAt === null) for (const label of granteeLabels(share, sharing.shares)) labels.add(label);
    }
  }
  return [...labels].toSorted();
}

function granteeLabels(share: EntityRecord, fields: ShareFields): readonly ScopeLabel[] {
  const [member, team] = [share[fields.member], share[fields.team]];
  return [
    ...(typeof member === 'string' ? [memberLabel(member)] : []),
    ...(typeof team === 'string' ? [sharedLabel(team)] : []),
  ];
}

export function readerOf(actor: Actor, model: Model): Reader {
  const teams = [...(actor.teams ?? [])];
  const own = new Set([memberLabel(actor.member), ...teams.map(sharedLabel)]);
  const reached = new Set([...own, ...teams.map(teamLabel)]);
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
