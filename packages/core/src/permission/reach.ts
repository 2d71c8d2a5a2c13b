import type { Entity, ShareFields } from '../entity/entity.ts';
import { entityFor, type Model } from '../entity/model.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { FieldValue } from '../field/field.ts';
import { isRecordId, type RecordId } from '../id/uuid.ts';
import { everything, type Where } from '../where/where.ts';
import type { Actor, Scope } from './actor.ts';
import { isReachedBy, mayOnRecord, scopeOf } from './may.ts';

/**
 * Which records of an entity an actor may read, for whoever asks a store: all, or those that the actor reaches, those
 * that are shared with the actor, and those that belong to a record that is reached so.
 */
export interface Reach {
  readonly entity: Entity;
  /** What `isReachedBy` says of one record. */
  readonly own: Where;
  /** Shares of records of this entity with the actor; null: nothing can be shared. */
  readonly shares: { readonly entity: Entity; readonly record: string; readonly where: Where } | null;
  /** References to what a record belongs to. */
  readonly parents: readonly { readonly field: string; readonly reach: Reach }[];
}

/** Null: nothing. */
export function reachOf(actor: Actor, model: Model, entity: Entity): Reach | 'all' | null {
  if (entity.isReferenceData) return 'all';
  const scope = scopeOf(actor, `${entity.plural}.read`);
  return scope === undefined ? null : scope === 'all' ? 'all' : reachIn(scope, actor, model, entity);
}

function reachIn(scope: Scope, actor: Actor, model: Model, entity: Entity): Reach {
  const shares = entity === model.sharing ? null : model.sharing;
  return {
    entity,
    own: ownWhere(scope, actor, entity),
    shares: shares && {
      entity: shares,
      record: shares.shares.record,
      where: {
        and: [{ field: shares.shares.entity, op: 'eq', value: entity.name }, granteeWhere(actor, shares.shares)],
      },
    },
    parents: (entity.visibleWith ?? []).flatMap((field) => {
      const definition = entity.fields[field];
      return definition?.kind === 'reference'
        ? [{ field, reach: reachIn(scope, actor, model, entityFor(model, definition.target)) }]
        : [];
    }),
  };
}

function ownWhere(scope: Scope, actor: Actor, entity: Entity): Where {
  if (scope === 'all') return everything;
  const teams = scope === 'team' ? [...(actor.teams ?? [])] : [];
  return {
    or: [
      { field: 'owner', op: 'eq', value: actor.member },
      {
        and: [
          { field: 'owner', op: 'empty' },
          { field: 'createdBy', op: 'eq', value: actor.member },
        ],
      },
      ...(teams.length > 0 ? [{ field: 'team', op: 'in', value: teams } as const] : []),
      ...(entity.shares ? [granteeWhere(actor, entity.shares)] : []),
    ],
  };
}

const granteeWhere = ({ member, teams }: Actor, fields: ShareFields): Where => ({
  or: [
    { field: fields.member, op: 'eq', value: member },
    ...(teams && teams.size > 0 ? [{ field: fields.team, op: 'in', value: [...teams] } as const] : []),
  ],
});

/** What judging access looks at besides the record itself; undefined: that must be loaded first. */
export interface AccessLookup {
  record(entity: string, id: RecordId): EntityRecord | null | undefined;
  /** The shares of a record that are not deleted. */
  sharesOf(entity: string, id: RecordId): readonly EntityRecord[] | undefined;
}

/** Whether the actor may read this record: what `reachOf` says of all, said of one. */
export function mayRead(
  actor: Actor,
  model: Model,
  entity: Entity,
  record: EntityRecord,
  lookup: AccessLookup,
): boolean | undefined {
  if (mayOnRecord(actor, entity, 'read', record)) return true;
  const scope = scopeOf(actor, `${entity.plural}.read`);
  return scope === undefined ? false : isIn(scope, actor, model, entity, record, lookup);
}

function isIn(
  scope: Scope,
  actor: Actor,
  model: Model,
  entity: Entity,
  record: EntityRecord,
  lookup: AccessLookup,
): boolean | undefined {
  if (isReachedBy(actor, scope, record)) return true;
  if (entity.shares && isWith(actor, record, entity.shares)) return true;
  const shared = isSharedWith(actor, model, entity, record, lookup);
  if (shared === true) return true;
  let isUnknown = shared === undefined;
  for (const parent of parentsOf(model, entity, record)) {
    const row = lookup.record(parent.entity, parent.id);
    const found = row && isIn(scope, actor, model, entityFor(model, parent.entity), row, lookup);
    if (found === true) return true;
    isUnknown ||= row === undefined || found === undefined;
  }
  return isUnknown ? undefined : false;
}

/** Whether somebody shared this record with the actor; to `write` when that is asked. */
export function isSharedWith(
  actor: Actor,
  model: Model,
  entity: Entity,
  record: EntityRecord,
  lookup: AccessLookup,
  right: 'read' | 'write' = 'read',
): boolean | undefined {
  const { sharing } = model;
  if (!sharing || entity.isReferenceData || entity === sharing) return false;
  const { shares } = sharing;
  return lookup
    .sharesOf(entity.name, record.id)
    ?.some((one) => isWith(actor, one, shares) && (right === 'read' || one[shares.right] === 'write'));
}

/** Whether a share is with the actor or a team of the actor. */
export function isWith({ member, teams }: Actor, share: EntityRecord, fields: ShareFields): boolean {
  const team = share[fields.team];
  return share[fields.member] === member || (typeof team === 'string' && teams?.has(team) === true);
}

/** The record that a share is of; null when it names none. */
export function sharedRecord(
  share: Readonly<Record<string, FieldValue>>,
  fields: ShareFields,
): { readonly entity: string; readonly id: RecordId } | null {
  const [entity, id] = [share[fields.entity], share[fields.record]];
  return typeof entity === 'string' && typeof id === 'string' && isRecordId(id) ? { entity, id } : null;
}

/** The records that a record belongs to. */
export function parentsOf(
  model: Model,
  entity: Entity,
  record: Readonly<Record<string, FieldValue>>,
): readonly { readonly entity: string; readonly id: RecordId }[] {
  return (entity.visibleWith ?? []).flatMap((name) => {
    const field = entity.fields[name];
    const id = record[name];
    const isReference = field?.kind === 'reference' && model.entityByName.has(field.target);
    return isReference && typeof id === 'string' && isRecordId(id) ? [{ entity: field.target, id }] : [];
  });
}
