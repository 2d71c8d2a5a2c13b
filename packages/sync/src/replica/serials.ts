import { type FieldValue, type Intention, isEmptyValue, type Model } from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';

/**
 * Gives a number such as LED-001 to every new record whose entity counts. Without a server the numbers are provisional
 * until the workspace is adopted; they are never given twice, also not after an undo.
 */
export function assignSerials(
  store: ReplicaStore,
  model: Model,
  intentions: readonly Intention[],
): readonly Intention[] {
  return intentions.map((intention) => {
    if (intention.kind !== 'create') return intention;
    const all = serialFields(model, intention.entity);
    for (const [name, prefix] of all)
      noteGiven(store, `serial:${intention.entity}.${name}`, prefix, intention.fields[name]);
    const fields = all.filter(([name]) => isEmptyValue(intention.fields[name]));
    if (fields.length === 0) return intention;
    const numbers = Object.fromEntries(
      fields.map(([name, prefix]) => [name, nextSerial(store, `serial:${intention.entity}.${name}`, prefix)]),
    );
    return { ...intention, fields: { ...intention.fields, ...numbers } };
  });
}

/** At least three digits: LED-001 … LED-999, LED-1000. */
export const formatSerial = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(3, '0')}`;

function nextSerial(store: ReplicaStore, key: string, prefix: string): string {
  const next = Number(store.meta(key) ?? 0) + 1;
  store.setMeta(key, String(next));
  return formatSerial(prefix, next);
}

/** A number that a record brings along, as from an import, is not given again. */
function noteGiven(store: ReplicaStore, key: string, prefix: string, value: FieldValue | undefined): void {
  if (typeof value !== 'string' || !value.startsWith(`${prefix}-`)) return;
  const number = Number(value.slice(prefix.length + 1));
  if (Number.isSafeInteger(number) && number > Number(store.meta(key) ?? 0)) store.setMeta(key, String(number));
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
