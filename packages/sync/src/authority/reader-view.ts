import { type EntityRecord, elementsOf, entityFor, type FieldValue, type FieldValues, type Model } from '@satchel/core';
import { type RecordKey, recordKey } from './authority-store.ts';
import type { Reader } from './scope.ts';

/** What a reader sees of records that they may see: no hidden field, and no reference to a record that they may not see. */
export interface ReaderView {
  /** What is not for the reader is empty; of lists of references, those elements are left out. */
  readonly record: (entity: string, record: EntityRecord) => EntityRecord;
  /** The same of fields that changed; nothing is said of hidden ones. */
  readonly fields: (entity: string, values: FieldValues) => FieldValues;
  /** The same, but nothing is said of a hidden reference either: what it was is not said to be nothing. */
  readonly known: (entity: string, values: FieldValues) => FieldValues;
}

/** @param isSeen whether the reader may see a record that `referredRecords` named */
export function readerView(reader: Reader, model: Model, isSeen: (key: string) => boolean): ReaderView {
  const none: ReadonlySet<string> = new Set();
  const view = (entity: string, values: FieldValues, said: { readonly hidden: boolean; readonly gone: boolean }) => {
    const hidden = reader.hidden.get(entity) ?? none;
    const guarded = guardedReferences(reader, model, entity);
    if (guarded.size === 0 && hidden.size === 0) return values;
    const shown: Record<string, FieldValue> = {};
    for (const [name, value] of Object.entries(values)) {
      const target = guarded.get(name);
      if (hidden.has(name)) {
        if (said.hidden) shown[name] = Array.isArray(value) ? [] : null;
      } else if (target === undefined) shown[name] = value;
      else if (Array.isArray(value)) shown[name] = elementsOf(value).filter((id) => isSeen(recordKey(target, id)));
      else if (typeof value !== 'string' || isSeen(recordKey(target, value))) shown[name] = value;
      else if (said.gone) shown[name] = null;
    }
    return shown;
  };
  return {
    record(entity, record) {
      const hidden = reader.hidden.get(entity) ?? none;
      const shown = view(entity, record, { hidden: true, gone: true }) as EntityRecord;
      if (hidden.size === 0) return shown;
      const stamps = Object.fromEntries(Object.entries(record.stamps).filter(([name]) => !hidden.has(name)));
      return { ...shown, stamps };
    },
    fields: (entity, values) => view(entity, values, { hidden: false, gone: true }),
    known: (entity, values) => view(entity, values, { hidden: false, gone: false }),
  };
}

/** The records that values refer to and that the reader may not be allowed to see. */
export function referredRecords(
  reader: Reader,
  model: Model,
  entity: string,
  values: FieldValues,
): readonly RecordKey[] {
  return [...guardedReferences(reader, model, entity)].flatMap(([name, target]) => {
    const value = values[name];
    const ids = typeof value === 'string' ? [value] : elementsOf(value);
    return ids.map((id) => ({ entity: target, id: id as RecordKey['id'] }));
  });
}

const known = new WeakMap<Reader, Map<string, ReadonlyMap<string, string>>>();

/** The reference fields of an entity whose target the reader sees a part of only, with that target. */
export function guardedReferences(reader: Reader, model: Model, entity: string): ReadonlyMap<string, string> {
  let ofReader = known.get(reader);
  if (!ofReader) {
    ofReader = new Map();
    known.set(reader, ofReader);
  }
  let fields = ofReader.get(entity);
  if (!fields) {
    fields = new Map(
      Object.entries(entityFor(model, entity).fields).flatMap(([name, field]) =>
        'target' in field && reader.reach.get(field.target) !== 'all' ? [[name, field.target] as const] : [],
      ),
    );
    ofReader.set(entity, fields);
  }
  return fields;
}
