import { type EntityRecord, isSearchField, searchText } from '@satchel/core';
import type { TableShape } from '../table-shape.ts';

/**
 * What becomes of a row's words. Pure data; what only the database knows (are the words of a deleted row still there?)
 * is found out when it is written.
 */
export type PreparedWords =
  /** The row is deleted and its words stay as they are: they go later. */
  | { readonly kind: 'leave' }
  /** `before` is exactly what is in the index; '' is nothing. */
  | { readonly kind: 'put'; readonly before: string; readonly after: string }
  /** The row was deleted: `before` is in the index if its words were left. */
  | { readonly kind: 'putAfterLeft'; readonly before: string; readonly after: string; readonly isNew: boolean };

/** A row as it was and as it is. */
interface Row {
  readonly before: EntityRecord | null;
  readonly after: EntityRecord;
  readonly changed: readonly string[];
}

/** Says of each row of a table what becomes of its words; null is nothing. */
export function wordsPreparer({ entity, searchTable }: TableShape): (row: Row) => PreparedWords | null {
  if (searchTable === null) return () => null;
  const isWord = new Map<string, boolean>();
  const hasNewWords = (changed: readonly string[]): boolean => {
    for (const name of changed) {
      let known = isWord.get(name);
      if (known === undefined) {
        known = isSearchField(entity, name);
        isWord.set(name, known);
      }
      if (known) return true;
    }
    return false;
  };
  return ({ before, after, changed }) => {
    const isLive = after.deletedAt === null;
    if (before === null) return isLive ? { kind: 'put', before: '', after: searchText(entity, after) } : null;
    const wasLive = before.deletedAt === null;
    const isNew = hasNewWords(changed);
    if (!isNew && wasLive === isLive) return null;
    if (wasLive && !isNew) return { kind: 'leave' };
    const words = { before: searchText(entity, before), after: isLive ? searchText(entity, after) : '' };
    return wasLive ? { kind: 'put', ...words } : { kind: 'putAfterLeft', isNew, ...words };
  };
}

/** What becomes of the words of a row that is removed. */
export function wordsOfRemoved({ entity, searchTable }: TableShape, record: EntityRecord): PreparedWords | null {
  if (searchTable === null) return null;
  const words = { before: searchText(entity, record), after: '' };
  return record.deletedAt === null ? { kind: 'put', ...words } : { kind: 'putAfterLeft', isNew: true, ...words };
}
