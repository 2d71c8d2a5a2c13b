import type { Entity, Where } from '@satchel/core';
import { choiceLabel, fieldLabel } from '../format/values.ts';
import { partsToWhere, whereToParts } from './where-parts.ts';

export interface SegmentOption {
  readonly value: string | boolean;
  readonly label: string;
  /** A lucide icon's name. */
  readonly icon: string | undefined;
}

/** What the entity's list can be narrowed to with one click; nothing for most entities. */
export function segmentOptions(entity: Entity): readonly SegmentOption[] {
  const { segment, variant } = entity.views;
  const field = segment && entity.fields[segment.field];
  if (!segment || !field) return [];
  if (field.kind === 'choice') {
    const icons = variant?.by === segment.field ? variant.icons : {};
    return field.choices.map((choice) => ({ value: choice, label: choiceLabel(field, choice), icon: icons[choice] }));
  }
  const label = fieldLabel(segment.field, field);
  return [
    { value: true, label: segment.yes ?? label, icon: undefined },
    { value: false, label: segment.no ?? `Not ${label.toLowerCase()}`, icon: undefined },
  ];
}

/** The filter without what the segment says, and that; a filter with groups has none. */
export function splitSegment(
  entity: Entity,
  where: Where,
): { readonly chosen: SegmentOption['value'] | null; readonly rest: Where } {
  const name = entity.views.segment?.field;
  const parts = name === undefined ? null : whereToParts(where);
  const found = parts?.find(({ condition, isNot }) => condition.field === name && condition.op === 'eq' && !isNot);
  if (!parts || found?.condition.op !== 'eq') return { chosen: null, rest: where };
  const { value } = found.condition;
  if (typeof value !== 'string' && typeof value !== 'boolean') return { chosen: null, rest: where };
  return { chosen: value, rest: partsToWhere(parts.filter((part) => part !== found)) };
}

export const joinSegment = (entity: Entity, chosen: SegmentOption['value'] | null, rest: Where): Where => {
  const name = entity.views.segment?.field;
  if (name === undefined || chosen === null) return rest;
  return { and: [{ field: name, op: 'eq', value: chosen }, ...('and' in rest ? rest.and : [rest])] };
};
