import { type EntityRecord, type Known, needKey, type Write } from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';

/** What rules have seen of the store, kept while one change or one group is judged. */
export interface KnownRows extends Known {
  /** Rows changed: forget what they made untrue. */
  noteWrites(writes: readonly Write[]): void;
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

  return {
    record(entity, id) {
      let ofEntity = rows.get(entity);
      if (!ofEntity) {
        ofEntity = new Map();
        rows.set(entity, ofEntity);
      }
      const cached = ofEntity.get(id);
      if (cached !== undefined) return cached;
      const row = store.record(entity, id);
      // A record that is not there yet is asked for once, by its create: not worth a place.
      if (row) {
        if (ofEntity.size >= maxCached) ofEntity.clear();
        ofEntity.set(id, row);
      }
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
