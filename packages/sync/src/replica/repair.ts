import {
  type ChangeId,
  type EntityRecord,
  elementsOf,
  type FieldValue,
  type FieldValues,
  type Intention,
  type Model,
  type RecordId,
} from '@satchel/core';
import type { Attention } from './attention.ts';

/** Edits that are one matter: a refused one and those that were built upon it, the oldest first. */
export interface Matter {
  readonly id: ChangeId;
  readonly edits: readonly [Attention, ...Attention[]];
}

/** What needs attention, as whoever decides about it sees it; the newest first. */
export function mattersOf(attention: readonly Attention[]): readonly Matter[] {
  const byChange = new Map(attention.map((one) => [one.change.id, one]));
  const matters = new Map<ChangeId, [Attention, ...Attention[]]>();
  for (const one of attention) {
    const root = rootOf(one, byChange);
    const matter = matters.get(root.change.id);
    if (matter) matter.push(one);
    else matters.set(root.change.id, [one]);
  }
  return [...matters].map(([id, edits]) => ({ id, edits })).toReversed();
}

/** What it was built upon in the end, as far as that needs attention still. */
function rootOf(one: Attention, byChange: ReadonlyMap<ChangeId, Attention>): Attention {
  const below = one.kind === 'refused' && one.blockedBy !== null ? byChange.get(one.blockedBy) : undefined;
  return below ? rootOf(below, byChange) : one;
}

/** What the server has of a record, as far as this device knows; null: nothing. */
export type ConfirmedRow = (entity: string, id: RecordId) => EntityRecord | null;

/** What a matter asked for, as one change that can be made on the rows of now: each record once. */
export function askedAgain({ edits }: Matter, confirmed: ConfirmedRow): readonly Intention[] {
  const asked = new Map<string, Intention>();
  for (const intention of edits.flatMap(intentionsOf)) {
    const key = `${intention.entity}/${intention.id}`;
    asked.set(key, onTopOf(asked.get(key), withoutPast(intention, confirmed)));
  }
  return [...asked.values()];
}

/**
 * The same as records of their own: what was typed, over what is known of the record otherwise. What it names of the
 * matter itself is named by its new id; what it only deletes or restores is left out.
 */
export function askedAsNew(
  matter: Matter,
  confirmed: ConfirmedRow,
  model: Model,
  newId: () => RecordId,
): readonly Intention[] {
  const made = askedAgain(matter, confirmed).flatMap((one) => ('fields' in one ? [{ ...one, newId: newId() }] : []));
  const newIds = new Map<string, string>(made.map((one) => [one.id, one.newId]));
  const renamed = (value: FieldValue): FieldValue =>
    typeof value === 'string'
      ? (newIds.get(value) ?? value)
      : Array.isArray(value)
        ? value.map((element: FieldValue) => renamed(element))
        : value;
  return made.map(({ entity, id, newId: given, fields }) => {
    const typed = { ...copied(model, entity, confirmed(entity, id)), ...fields };
    const values = Object.entries(typed).map(([name, value]) => [name, renamed(value)] as const);
    return { kind: 'create', entity, id: given, fields: Object.fromEntries(values) };
  });
}

/** What a person could have typed of it. */
function copied(model: Model, entity: string, row: EntityRecord | null): FieldValues {
  const fields = Object.entries(model.entityByName.get(entity)?.fields ?? {});
  return Object.fromEntries(
    fields.flatMap(([name, { kind, readOnly }]) => {
      const value = row?.[name];
      const isOwn = readOnly === true || kind === 'serial' || kind === 'orderKey';
      return isOwn || value === undefined || value === null ? [] : [[name, value] as const];
    }),
  );
}

function intentionsOf(one: Attention): readonly Intention[] {
  if (one.kind === 'refused') return one.change.intentions;
  return one.fields.map(({ entity, id, field, value }) => ({ kind: 'update', entity, id, fields: { [field]: value } }));
}

type Bare =
  | { readonly kind: 'create' | 'update'; readonly entity: string; readonly id: RecordId; readonly fields: FieldValues }
  | { readonly kind: 'delete' | 'restore'; readonly entity: string; readonly id: RecordId };

/** To be based on what is there now; of a list the whole as it would be. */
function withoutPast(intention: Intention, confirmed: ConfirmedRow): Bare {
  const { entity, id } = intention;
  if (!('fields' in intention)) return { kind: intention.kind, entity, id };
  if (intention.kind === 'create') return { kind: intention.kind, entity, id, fields: intention.fields };
  const fields: Record<string, FieldValue> = { ...intention.fields };
  for (const [name, { add = [], remove = [] }] of Object.entries(intention.lists ?? {})) {
    const held = elementsOf(confirmed(entity, id)?.[name]);
    fields[name] = [...new Set([...held.filter((element) => !remove.includes(element)), ...add])];
  }
  return { kind: intention.kind, entity, id, fields };
}

function onTopOf(below: Intention | undefined, above: Bare): Bare {
  if (!below || !('fields' in below) || !('fields' in above)) return above;
  return { kind: below.kind, entity: above.entity, id: above.id, fields: { ...below.fields, ...above.fields } };
}
