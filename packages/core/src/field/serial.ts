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
  if (typeof value !== 'string' || !value.startsWith(`${prefix}-`)) return 0;
  const digits = value.slice(prefix.length + 1);
  const number = /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
  return number <= maxCountedNumber ? number : 0;
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
