import type { Entity } from '../entity/entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { FieldKind } from '../field/field.ts';
import { compareCodePoints } from '../text/fold.ts';
import { comparableValue, compareComparable } from './matches.ts';

/** A reference sorts by its id, which puts the same targets together; lists and structures have no order. */
export const isSortableKind: Readonly<Record<FieldKind, boolean>> = {
  text: true,
  longText: false,
  number: true,
  boolean: true,
  date: true,
  instant: true,
  money: true,
  choice: true,
  reference: true,
  references: false,
  emails: false,
  phones: false,
  url: true,
  orderKey: true,
  serial: true,
  json: false,
};

/**
 * The order of a list: by the field's comparable value (text folded, by code point; money by minor units), then by id,
 * both in the direction asked for. Empty values come last in both directions, among themselves by id in that direction.
 * SQL: `ORDER BY x ASC NULLS LAST, id ASC` and `ORDER BY x DESC NULLS LAST, id DESC`. A list on a device may put equal
 * values in the order in which it learnt of them instead.
 *
 * @throws when the entity has no such field, or its kind has no order
 */
export function compareBy(
  entity: Entity,
  field: string,
  direction: 'asc' | 'desc',
): (a: EntityRecord, b: EntityRecord) => number {
  const kind = field === 'id' ? 'reference' : entity.fields[field]?.kind;
  if (kind === undefined || !isSortableKind[kind]) throw new Error(`${entity.name} cannot be sorted by ${field}.`);
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => {
    const left = comparableValue(kind, a[field]);
    const right = comparableValue(kind, b[field]);
    if (left === undefined || right === undefined) {
      if (left !== right) return left === undefined ? 1 : -1;
    } else {
      const order = compareComparable(left, right);
      if (order !== 0) return order * sign;
    }
    return compareCodePoints(a.id, b.id) * sign;
  };
}
