import type { Model } from '../entity/model.ts';
import type { FieldValue } from './field.ts';

/** A field that counts up, and by which name its counter is known. */
export interface SerialCounter {
  /** `lead.number`. */
  readonly name: string;
  readonly entity: string;
  readonly field: string;
  readonly prefix: string;
  /** The field that keeps a number which turned out to be somebody else's; null: it is not kept. */
  readonly former: string | null;
}

/** At least three digits: LED-001 … LED-999, LED-1000. */
export const formatSerial = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(3, '0')}`;

/** 0 when the value is no number of this kind, or larger than anybody counts: then nothing counts on from it. */
export function serialNumber(prefix: string, value: FieldValue | undefined): number {
  if (typeof value !== 'string') return 0;
  const number = digitsOf(prefix, value);
  return number <= maxCountedNumber ? number : 0;
}

/**
 * Whether counting may still come to a number that nothing counts on from: the counter passes the largest that anybody
 * brings, and never gets as far again.
 *
 * @param last how far the counter has come
 */
export function isAheadOfCount(prefix: string, value: string, last: number): boolean {
  const number = digitsOf(prefix, value);
  return number > Math.max(last, maxCountedNumber) && number <= 2 * maxCountedNumber;
}

function digitsOf(prefix: string, value: string): number {
  const digits = value.startsWith(`${prefix}-`) ? value.slice(prefix.length + 1) : '';
  return /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
}

const maxCountedNumber = 1_000_000_000;

const known = new WeakMap<Model, ReadonlyMap<string, readonly SerialCounter[]>>();

/** The counters of a model, by entity. */
export function serialCounters(model: Model): ReadonlyMap<string, readonly SerialCounter[]> {
  let counters = known.get(model);
  if (!counters) {
    const all = model.entities.flatMap(({ name: entity, fields }) =>
      Object.entries(fields).flatMap(([field, definition]): SerialCounter[] => {
        if (definition.kind !== 'serial') return [];
        const { prefix, former = null } = definition;
        return [{ name: `${entity}.${field}`, entity, field, prefix, former }];
      }),
    );
    counters = Map.groupBy(all, ({ entity }) => entity);
    known.set(model, counters);
  }
  return counters;
}
