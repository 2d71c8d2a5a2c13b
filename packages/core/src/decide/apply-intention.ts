import type { Intention, ListPatch } from '../change/change.ts';
import { isCustomName } from '../entity/custom-fields.ts';
import type { Entity } from '../entity/entity.ts';
import { findEntity } from '../entity/model.ts';
import type { EntityRecord } from '../entity/record.ts';
import { checkValue } from '../field/check-value.ts';
import { emptyValue, type FieldDefinition, type FieldValue, isEmptyValue, isListKind } from '../field/field.ts';
import { type RecordId, uuidVersion } from '../id/uuid.ts';
import { jsonEquals } from '../json.ts';
import type { Actor } from '../permission/actor.ts';
import { fieldRefusal } from '../permission/field-mask.ts';
import type { Refusal } from '../refusal.ts';
import type { DecideContext } from './context.ts';
import { blankRecord, type Draft } from './draft.ts';

/** What `applyIntention` works on: the drafts of the change so far, and where refusals and needs are collected. */
export interface Work {
  readonly context: DecideContext;
  readonly drafts: Map<string, Draft>;
  readonly refusals: Refusal[];
  /** A record as this change has made it so far; undefined when it must be loaded first (and is now asked for). */
  record(entity: string, id: RecordId): EntityRecord | null | undefined;
}

/** By which a draft is found again in its change. */
export const draftKey = (entity: string, id: string): string => `${entity}/${id}`;

/** Puts one intention onto the drafts: values are checked one by one here, rules look at the whole afterwards. */
export function applyIntention(work: Work, intention: Intention, isConsequence: boolean): void {
  const { context, refusals } = work;
  const entity = context.model.entityByName.get(intention.entity);
  const about = { entity: intention.entity, record: intention.id };
  if (!entity) {
    const near = findEntity(context.model, intention.entity);
    refusals.push({
      code: 'entity-unknown',
      message: near
        ? `Write ${near.name} for ${intention.entity}.`
        : `There is no kind of record named ${intention.entity}.`,
      ...about,
    });
    return;
  }
  const expectedVersion = isConsequence ? 8 : 7;
  if (intention.kind === 'create' && uuidVersion(intention.id) !== expectedVersion) {
    refusals.push({ code: 'id-invalid', message: 'A new record needs an id of UUID version 7.', ...about });
    return;
  }
  const current = work.record(intention.entity, intention.id);
  if (current === undefined) return;
  if (!isConsequence) refuseMasked(work, entity, intention, current);
  if (intention.kind === 'create') {
    if (current) refusals.push({ code: 'already-exists', message: 'A record with this id exists already.', ...about });
    else create(work, entity, intention, isConsequence);
    return;
  }
  if (!current) {
    refusals.push({ code: 'not-found', message: `This ${entity.label.toLowerCase()} does not exist.`, ...about });
    return;
  }
  const draft = draftOf(work, entity, current, isConsequence);
  if (intention.kind === 'update') update(work, draft, intention.fields, intention.lists ?? {});
  else if (intention.kind === 'delete') markDeleted(work, draft);
  else restore(draft);
}

/** What rules make is theirs; what somebody sets must be a field of theirs. */
function refuseMasked(work: Work, entity: Entity, intention: Intention, current: EntityRecord | null): void {
  if (!work.context.actor.masks || !('fields' in intention)) return;
  const { fields, id } = intention;
  const lists = intention.kind === 'update' ? Object.keys(intention.lists ?? {}) : [];
  for (const name of new Set([...Object.keys(fields), ...lists])) {
    const field = entity.fields[name];
    if (!field) continue;
    const old = (current ? current[name] : field.initial) ?? emptyValue(field.kind);
    const value = lists.includes(name) ? undefined : fields[name];
    const message = fieldRefusal(work.context.actor, entity, name, old, value ?? null);
    if (message !== null)
      work.refusals.push({ code: 'field-not-allowed', message, entity: entity.name, record: id, field: name });
  }
}

function create(
  work: Work,
  entity: Entity,
  intention: Extract<Intention, { kind: 'create' }>,
  isConsequence: boolean,
): void {
  const { context } = work;
  const draft: Draft = {
    entity,
    id: intention.id,
    before: null,
    after: blankRecord(entity, intention.id, context.actor.member, context.now),
    kind: 'create',
    isConsequence,
    named: new Set(),
  };
  work.drafts.set(draftKey(entity.name, intention.id), draft);
  setFields(work, draft, intention.fields);
  if (!draft.named.has('team') && !entity.isReferenceData) draft.after = inOnlyTeam(draft.after, context.actor);
}

/** What somebody makes for themselves belongs to their team, when they are in one and no more. */
function inOnlyTeam(record: EntityRecord, { member, teams }: Actor): EntityRecord {
  const [only] = teams?.size === 1 ? teams : [];
  return only === undefined || record.owner !== member ? record : { ...record, team: only };
}

function update(
  work: Work,
  draft: Draft,
  fields: Extract<Intention, { kind: 'update' }>['fields'],
  lists: { readonly [field: string]: ListPatch },
): void {
  if (draft.entity.isAppendOnly) {
    refuse(work, draft, 'append-only', `A ${draft.entity.label.toLowerCase()} cannot be changed afterwards.`);
    return;
  }
  if (draft.after.deletedAt !== null) {
    refuse(work, draft, 'deleted', `This ${draft.entity.label.toLowerCase()} is in the bin. Restore it first.`);
    return;
  }
  setFields(work, draft, fields);
  for (const [name, patch] of Object.entries(lists)) {
    const field = draft.entity.fields[name];
    const old = draft.after[name];
    if (!field || !isListKind(field.kind) || !Array.isArray(old)) {
      refuse(work, draft, 'not-a-list', `${name} is not a list of values.`, name);
      continue;
    }
    const kept = (old as readonly string[]).filter((item) => !patch.remove?.includes(item));
    setFields(work, draft, { [name]: [...kept, ...(patch.add ?? [])] });
  }
}

const undefinedCustom: FieldDefinition = { kind: 'json' };

function setFields(work: Work, draft: Draft, fields: { readonly [field: string]: FieldValue }): void {
  const next: Record<string, FieldValue> = {};
  for (const name in fields) {
    const value = fields[name] ?? null;
    // What is not defined here may be elsewhere: it is kept, and judged once the definition is there.
    const field = draft.entity.fields[name] ?? (isCustomName(name) ? undefinedCustom : undefined);
    if (!field) {
      refuse(work, draft, 'field-unknown', `${draft.entity.label} has no field named ${name}.`, name);
      continue;
    }
    if (field.readOnly) {
      refuse(work, draft, 'field-read-only', `${field.label ?? name} is kept by the system and cannot be set.`, name);
      continue;
    }
    const checked = checkValue(field, value, work.context);
    if (!checked.ok) {
      refuse(work, draft, checked.error.code, checked.error.message, name);
      continue;
    }
    const old = draft.after[name] ?? null;
    if (field.immutable && draft.before && !isEmptyValue(old) && !jsonEquals(old, checked.value)) {
      refuse(work, draft, 'field-immutable', `${field.label ?? name} stays as it was given.`, name);
      continue;
    }
    next[name] = checked.value;
    draft.named.add(name);
  }
  draft.after = { ...draft.after, ...next };
}

function markDeleted(work: Work, draft: Draft): void {
  if (draft.after.deletedAt !== null) return;
  draft.kind = 'delete';
  draft.after = { ...draft.after, deletedAt: work.context.now };
}

function restore(draft: Draft): void {
  if (draft.after.deletedAt === null) return;
  draft.kind = draft.before?.deletedAt === null ? 'update' : 'restore';
  draft.after = { ...draft.after, deletedAt: null };
}

/** The record's draft; a new one when the change has not touched it yet. */
export function draftOf(work: Work, entity: Entity, current: EntityRecord, isConsequence: boolean): Draft {
  const key = draftKey(entity.name, current.id);
  const existing = work.drafts.get(key);
  if (existing) return existing;
  const draft: Draft = {
    entity,
    id: current.id,
    before: current,
    after: current,
    kind: 'update',
    isConsequence,
    named: new Set(),
  };
  work.drafts.set(key, draft);
  return draft;
}

/** Notes that a record is refused, and which of its fields a form marks. */
export function refuse(work: Work, draft: Draft, code: string, message: string, field?: string): void {
  work.refusals.push({
    code,
    message,
    entity: draft.entity.name,
    record: draft.id,
    ...(field === undefined ? {} : { field }),
  });
}
