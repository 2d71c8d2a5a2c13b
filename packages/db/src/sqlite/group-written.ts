import type { EntityRecord, RecordId } from '@satchel/core';
import type { PutRow } from '@satchel/sync';

/**
 * What a transaction that is open on another connection has touched: everything else is as it was committed. It names
 * too much rather than too little, so that it stays right when a part of the transaction is taken back.
 */
export interface GroupWritten {
  noteRows(
    rows: readonly { readonly entity: string; readonly id: RecordId; readonly after: EntityRecord | null }[],
  ): void;
  noteMeta(key: string, value: string): void;
  /** A part that rows are not, such as `outbox`, or a step's id. */
  note(part: string): void;
  has(part: string): boolean;
  hasRow(entity: string, id: RecordId): boolean;
  hasRowsOf(entity: string): boolean;
  /** As it was written last; undefined when that is not remembered. */
  row(entity: string, id: RecordId): PutRow['after'] | undefined;
  meta(key: string): string | undefined;
  /** A part was taken back: values are not what they were noted as. */
  forgetValues(): void;
}

/** Of the rows, only the newest are remembered: an import that reads what it wrote mostly wrote it just now. */
const maxRemembered = 500;

export function createGroupWritten(): GroupWritten {
  const parts = new Set<string>();
  const idsByEntity = new Map<string, Set<RecordId>>();
  const meta = new Map<string, string>();
  let newer = new Map<string, EntityRecord | null>();
  let older = newer;

  const idsOf = (entity: string): Set<RecordId> => {
    let ids = idsByEntity.get(entity);
    if (!ids) {
      ids = new Set();
      idsByEntity.set(entity, ids);
    }
    return ids;
  };

  return {
    noteRows(rows) {
      for (const { entity, id, after } of rows) {
        idsOf(entity).add(id);
        if (newer.size >= maxRemembered) {
          older = newer;
          newer = new Map();
        }
        newer.set(`${entity}/${id}`, after);
      }
    },
    noteMeta(key, value) {
      parts.add(metaPart(key));
      meta.set(key, value);
    },
    note: (part) => void parts.add(part),
    has: (part) => parts.has(part),
    hasRow: (entity, id) => idsByEntity.get(entity)?.has(id) === true,
    hasRowsOf: (entity) => idsByEntity.has(entity),
    row(entity, id) {
      const key = `${entity}/${id}`;
      return newer.has(key) ? newer.get(key) : older.get(key);
    },
    meta: (key) => meta.get(key),
    forgetValues() {
      newer = new Map();
      older = newer;
      meta.clear();
    },
  };
}

export const metaPart = (key: string): string => `meta ${key}`;
