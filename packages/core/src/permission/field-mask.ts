import { labelOf } from '../decide/label-of.ts';
import type { Entity } from '../entity/entity.ts';
import { systemFields } from '../entity/system-fields.ts';
import type { FieldValue } from '../field/field.ts';
import { jsonEquals } from '../json.ts';
import type { Actor } from './actor.ts';

const none: readonly string[] = [];

/** The fields of an entity that the actor may not read. */
export const hiddenFields = ({ masks }: Pick<Actor, 'masks'>, entity: string): readonly string[] =>
  masks?.[entity]?.hidden ?? none;

/** Why the actor may not set a field to a value, as a sentence; null when they may. */
export function fieldRefusal(
  { masks }: Actor,
  entity: Entity,
  name: string,
  current: FieldValue,
  value: FieldValue,
): string | null {
  const mask = masks?.[entity.name];
  const isHidden = mask?.hidden?.includes(name) === true;
  if (!isHidden && (mask?.fixed?.includes(name) !== true || jsonEquals(current, value))) return null;
  const label = entity.fields[name]?.label ?? labelOf(name);
  return `You may not change ${label}. Ask an admin.`;
}

/**
 * What keeps a field from being hidden: what says who may see a record, how it is called, and what it cannot be made
 * without. Null: nothing.
 */
export function unmaskable(entity: Entity, name: string): string | null {
  const field = entity.fields[name];
  if (!field) return 'it has no such field';
  if (Object.hasOwn(systemFields, name)) return 'it is of every record';
  if (name === entity.views.title) return 'it is how a record is called';
  if (field.required === true && field.initial === undefined) return 'no record is made without it';
  const { visibleWith = [], shares } = entity;
  const saysWho =
    visibleWith.includes(name) || (shares !== undefined && Object.values<string>({ ...shares }).includes(name));
  return saysWho ? 'it says who may see a record' : null;
}
