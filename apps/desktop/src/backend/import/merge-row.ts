import {
  type Entity,
  type EntityRecord,
  type FieldValue,
  isEmptyValue,
  isListKind,
  jsonEquals,
  type RecordId,
} from '@satchel/core';
import type { HistoryEntry, ReplicaStore } from '@satchel/sync';
import type { RowValues } from './row-values.ts';

/** What an import before this one last wrote into a field; undefined: none ever did. */
type ImportedBefore = (field: string) => FieldValue | undefined;

/**
 * What of a row is to be written into a record that is there already. An empty cell changes nothing. A value that the
 * file had at the last import already stays as somebody made it since. Lists gain what they lack, unless somebody
 * removed it.
 *
 * @param isByKey whether the row was recognised by its key, so that the file knows better than the record; else (same
 * mail, a second row of the same key) it only fills what is empty
 */
export function changedByRow(
  entity: Entity,
  current: EntityRecord | Readonly<Record<string, FieldValue>>,
  row: RowValues,
  importedBefore: ImportedBefore,
  isByKey: boolean,
): Readonly<Record<string, FieldValue>> {
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(row.values)) {
    const now = current[name] ?? null;
    if (isEmptyValue(value) || jsonEquals(now, value)) continue;
    if (typeof value === 'string' && row.deletedTargets.has(value)) continue;
    const field = entity.fields[name];
    if (field !== undefined && isListKind(field.kind)) {
      const had = listOf(now);
      const missing = listOf(value).filter((item) => !had.includes(item));
      if (missing.length === 0) continue;
      const before = listOf(importedBefore(name));
      const added = missing.filter((item) => !before.includes(item));
      if (added.length > 0) fields[name] = [...had, ...added];
    } else if (isByKey || isEmptyValue(now)) {
      if (!jsonEquals(importedBefore(name), value)) fields[name] = value;
    }
  }
  return fields;
}

/**
 * Reads a record's history as far back as it must; entries of the import `group` itself say nothing about the one
 * before. Without a store nothing was imported before: the record is new.
 */
export function importedBefore(
  store: Pick<ReplicaStore, 'history'> | null,
  entity: string,
  id: RecordId,
  group: string,
): ImportedBefore {
  if (store === null) return () => undefined;
  let limit = 0;
  let isWhole = false;
  let entries: readonly HistoryEntry[] = [];
  const readMore = (): void => {
    limit = limit === 0 ? firstRead : limit * 10;
    const read = store.history(entity, id, limit);
    isWhole = read.length < limit;
    entries = read.filter(({ cause, kind }) => cause?.kind === 'import' && cause.group !== group && kind !== 'delete');
  };
  return (field) => {
    for (;;) {
      // Newest first.
      const found = entries.find(({ after }) => Object.hasOwn(after, field));
      if (found !== undefined) return found.after[field];
      if (isWhole) return undefined;
      readMore();
    }
  };
}

/** Few records have changed more often. */
const firstRead = 200;

const listOf = (value: FieldValue | undefined): readonly FieldValue[] =>
  Array.isArray(value) ? (value as readonly FieldValue[]) : [];
