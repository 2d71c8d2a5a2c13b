import { type EntityRecord, type Known, needKey, type RecordId, type Write } from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';
import { createWaitingChanges, type WaitingChanges } from './waiting-changes.ts';

/** What rules have seen of the store, kept while one change or one group is judged. */
export interface KnownRows extends Known {
  /** Reads many records at once that will be asked for. */
  readAhead(entity: string, ids: readonly RecordId[]): void;
  /** Rows changed: forget what they made untrue. */
  noteWrites(writes: readonly Write[]): void;
  readonly waiting: WaitingChanges;
}

type Answer = number | EntityRecord | null;

/** Enough for the records that an import refers to again and again; past it the cache starts anew. */
const maxCached = 20_000;

export function createKnownRows(store: ReplicaStore): KnownRows {
  const rows = new Map<string, Map<string, EntityRecord>>();
  const answers = new Map<string, Map<string, Answer>>();

  const answer = <T extends Answer>(entity: string, key: string, ask: () => T): T => {
    let ofEntity = answers.get(entity);
    if (!ofEntity) {
      ofEntity = new Map();
      answers.set(entity, ofEntity);
    }
    if (ofEntity.has(key)) return ofEntity.get(key) as T;
    const value = ask();
    if (ofEntity.size >= maxCached) ofEntity.clear();
    ofEntity.set(key, value);
    return value;
  };

  const rowsOf = (entity: string): Map<string, EntityRecord> => {
    let ofEntity = rows.get(entity);
    if (!ofEntity) {
      ofEntity = new Map();
      rows.set(entity, ofEntity);
    }
    return ofEntity;
  };
  const keep = (ofEntity: Map<string, EntityRecord>, row: EntityRecord): void => {
    if (ofEntity.size >= maxCached) ofEntity.clear();
    ofEntity.set(row.id, row);
  };

  return {
    waiting: createWaitingChanges(store),
    readAhead(entity, ids) {
      const ofEntity = rowsOf(entity);
      const unread = ids.filter((id) => !ofEntity.has(id));
      if (unread.length > 0) for (const row of store.records(entity, unread)) keep(ofEntity, row);
    },
    record(entity, id) {
      const ofEntity = rowsOf(entity);
      const cached = ofEntity.get(id);
      if (cached !== undefined) return cached;
      const row = store.record(entity, id);
      // A record that is not there yet is asked for once, by its create: not worth a place.
      if (row) keep(ofEntity, row);
      return row;
    },
    count: (need) => answer(need.entity, needKey(need), () => store.count(need)),
    first: (need) => answer(need.entity, needKey(need), () => store.first(need)),
    // As large as it is asked for, and asked once.
    list: (need) => store.list(need),
    noteWrites(writes) {
      for (const { entity, id, after } of writes) {
        answers.delete(entity);
        const ofEntity = rows.get(entity);
        if (ofEntity?.has(id)) ofEntity.set(id, after);
      }
    },
  };
}
