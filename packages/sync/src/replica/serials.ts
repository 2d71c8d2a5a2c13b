import { type FieldValue, type Intention, isEmptyValue, type Model } from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';

/** Intentions with their numbers, and what is to be remembered once they are written. */
interface Assigned {
  readonly intentions: readonly Intention[];
  /** The last number given, by counter. */
  readonly last: ReadonlyMap<string, number>;
}

/**
 * Gives a number such as LED-001 to every new record whose entity counts. Without a server the numbers are provisional
 * until the workspace is adopted; they are never given twice, also not after an undo, but a change that is refused uses
 * up none: `keepSerials` is for one that was written.
 */
export function assignSerials(store: ReplicaStore, model: Model, intentions: readonly Intention[]): Assigned {
  const last = new Map<string, number>();
  const lastOf = (counter: string): number => last.get(counter) ?? Number(store.meta(counter) ?? 0);
  const numbered = intentions.map((intention) => {
    if (intention.kind !== 'create') return intention;
    const given: Record<string, FieldValue> = {};
    for (const [name, prefix] of serialFields(model, intention.entity)) {
      const counter = `serial:${intention.entity}.${name}`;
      const value = intention.fields[name];
      if (isEmptyValue(value)) {
        const next = lastOf(counter) + 1;
        last.set(counter, next);
        given[name] = formatSerial(prefix, next);
      } else {
        // A number that a record brings along, as from an import, is not given again.
        const number = numberIn(value, prefix);
        if (number > lastOf(counter)) last.set(counter, number);
      }
    }
    return Object.keys(given).length === 0 ? intention : { ...intention, fields: { ...intention.fields, ...given } };
  });
  return { intentions: numbered, last };
}

export function keepSerials(store: ReplicaStore, { last }: Assigned): void {
  for (const [counter, number] of last) store.setMeta(counter, String(number));
}

/** At least three digits: LED-001 … LED-999, LED-1000. */
export const formatSerial = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(3, '0')}`;

/** 0 when the value is no number of this kind. */
function numberIn(value: FieldValue | undefined, prefix: string): number {
  if (typeof value !== 'string' || !value.startsWith(`${prefix}-`)) return 0;
  const number = Number(value.slice(prefix.length + 1));
  return Number.isSafeInteger(number) ? number : 0;
}

const known = new WeakMap<Model, Map<string, readonly (readonly [string, string])[]>>();

function serialFields(model: Model, entityName: string): readonly (readonly [name: string, prefix: string])[] {
  let ofModel = known.get(model);
  if (!ofModel) {
    ofModel = new Map();
    known.set(model, ofModel);
  }
  let fields = ofModel.get(entityName);
  if (!fields) {
    fields = Object.entries(model.entityByName.get(entityName)?.fields ?? {}).flatMap(([name, field]) =>
      field.kind === 'serial' ? [[name, field.prefix] as const] : [],
    );
    ofModel.set(entityName, fields);
  }
  return fields;
}
