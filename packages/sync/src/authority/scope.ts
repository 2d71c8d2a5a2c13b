import {
  type Actor,
  type Entity,
  type EntityRecord,
  hiddenFields,
  type Model,
  type ShareFields,
  scopeOf,
  uuidV8,
} from '@satchel/core';

/**
 * `member:<id>`: that member. `team:<id>`: who is in that team and reaches its records. `with:<id>`: who is in that team,
 * since a record is shared with it.
 */
export type ScopeLabel = string;

/** What one member may see, by entity. */
export interface Reader {
  /** All of an entity, or rows with one of these labels. */
  readonly reach: ReadonlyMap<string, 'all' | ReadonlySet<ScopeLabel>>;
  /** Fields that are not for this member, of records that are. */
  readonly hidden: ReadonlyMap<string, ReadonlySet<string>>;
}

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
  return {
    reach: new Map(model.entities.map((entity) => [entity.name, reachOf(entity)])),
    hidden: new Map(model.entities.map(({ name }) => [name, new Set(hiddenFields(actor, name))])),
  };
}

/** Somebody who is no member (any more). */
export const nobody: Reader = { reach: new Map(), hidden: new Map() };

export function sees({ reach }: Reader, entity: string, labels: readonly ScopeLabel[]): boolean {
  const reached = reach.get(entity);
  if (reached === undefined) return false;
  return reached === 'all' || labels.some((label) => reached.has(label));
}

/**
 * The same text for readers who see the same; by entity, so that a device learns which it must load anew. What a record
 * refers to counts, since a reference to what one may not see is not shown.
 */
export function epochOf(reader: Reader, model: Model): Readonly<Record<string, string>> {
  // Asked with every answer, and a reader never changes.
  const known = epochs.get(reader);
  if (known?.model === model) return known.epoch;
  const epoch = makeEpoch(reader, model);
  epochs.set(reader, { model, epoch });
  return epoch;
}

const epochs = new WeakMap<Reader, { readonly model: Model; readonly epoch: Readonly<Record<string, string>> }>();

function makeEpoch({ reach, hidden }: Reader, model: Model): Readonly<Record<string, string>> {
  const textOf = (entity: string): string => {
    const reached = reach.get(entity);
    return reached === undefined || reached === 'all' ? 'all' : [...reached].toSorted().join(' ');
  };
  return Object.fromEntries(
    model.entities.map(({ name, fields }) => {
      const targets = new Set(Object.values(fields).flatMap((field) => ('target' in field ? [field.target] : [])));
      const parts = [textOf(name), ...[...(hidden.get(name) ?? [])].toSorted()];
      return [name, uuidV8([...parts, ...[...targets].toSorted().map((target) => `${target}: ${textOf(target)}`)])];
    }),
  );
}
