import { type Entity, type EntityRecord, type FieldValue, isEmptyValue, isListKind, jsonEquals } from '@satchel/core';
import type { HistoryEntry } from '@satchel/sync';
import type { RowValues } from './row-values.ts';

/**
 * What of a row is to be written into a record that is there already. An empty cell changes nothing. A value that the
 * file had at the last import already stays as somebody made it since. Lists gain what they lack, unless somebody
 * removed it.
 *
 * @param isByKey whether the row was recognised by its key, so that the file knows better than the record; else (same
 * mail, same phone) it only fills what is empty
 */
export function changedByRow(
  entity: Entity,
  current: EntityRecord | Readonly<Record<string, FieldValue>>,
  row: RowValues,
  history: () => readonly HistoryEntry[],
  isByKey: boolean,
): Readonly<Record<string, FieldValue>> {
  const fields: Record<string, FieldValue> = {};
  let imported: readonly HistoryEntry[] | undefined;
  for (const [name, value] of Object.entries(row.values)) {
    const now = current[name] ?? null;
    if (isEmptyValue(value) || jsonEquals(now, value)) continue;
    if (typeof value === 'string' && row.deletedTargets.has(value)) continue;
    imported ??= history().filter(({ cause, kind }) => cause?.kind === 'import' && kind !== 'delete');
    const last = lastImported(imported, name);
    const field = entity.fields[name];
    if (field !== undefined && isListKind(field.kind)) {
      const had = listOf(now);
      const before = listOf(last);
      const added = listOf(value).filter((item) => !had.includes(item) && !before.includes(item));
      if (added.length > 0) fields[name] = [...had, ...added];
    } else if (isByKey ? last === undefined || !jsonEquals(last, value) : isEmptyValue(now)) {
      fields[name] = value;
    }
  }
  return fields;
}

const listOf = (value: FieldValue | undefined): readonly FieldValue[] =>
  Array.isArray(value) ? (value as readonly FieldValue[]) : [];

/** Undefined: no import ever wrote the field. Newest first. */
function lastImported(entries: readonly HistoryEntry[], name: string): FieldValue | undefined {
  return entries.find(({ after }) => Object.hasOwn(after, name))?.after[name];
}
