import type { EntityRecord, RecordId } from '@satchel/core';
import type { SnapshotPage } from '../protocol/item.ts';
import { applySnapshotRows, sweep } from './remote.ts';
import type { ReplicaStore } from './replica-store.ts';

/** Keeps the pages of a load, entity after entity. */
export interface PageKeeper {
  /**
   * Takes the next page; true when rows were written.
   *
   * @param isOtherGeneration as `applySnapshotRows` has it
   */
  take(page: SnapshotPage, isOtherGeneration: boolean, told: KeptPages): boolean;
  /** A load begins; what was not written of one before comes again with it. `half`: an entity with which it goes on. */
  restart(half?: string): void;
  /** Pages come no more. */
  end(): void;
}

/** What is to be kept with rows, each in the transaction that writes them. */
export interface KeptPages {
  /** The entity is whole. */
  readonly whole: () => void;
  /** So far; null: a load that goes on later must begin this entity again, to find what is too much here. */
  readonly half: (afterId: RecordId | null) => void;
}

/**
 * The first page of an entity is written at once, so that the app can be used, those that follow in parts of
 * `partRecords`: a transaction for each page would take half as long again.
 */
export function createPageKeeper(store: ReplicaStore, partRecords: number): PageKeeper {
  let entity: string | null = null;
  let held: EntityRecord[] = [];
  /** Null: there was no row before, so that none can be too many. */
  let seen: Set<RecordId> | null = null;
  const begun = new Set<string>();

  const begin = (page: SnapshotPage): void => {
    entity = page.entity;
    held = [];
    seen = store.ids(entity).length === 0 ? null : new Set();
    if (page.next === null) return;
    store.beginLoad(entity);
    begun.add(entity);
  };
  const restart = (half?: string): void => {
    entity = half ?? null;
    held = [];
    seen = null;
  };
  const endLoad = (name: string): void => {
    if (begun.delete(name)) store.endLoad(name);
  };

  return {
    take(page, isOtherGeneration, { whole, half }) {
      const isFirst = entity !== page.entity;
      if (isFirst) begin(page);
      const isLast = page.next === null;
      for (const { id } of page.records) seen?.add(id);
      held.push(...page.records);
      if (!isFirst && !isLast && held.length < partRecords) return false;
      store.transaction(() => {
        applySnapshotRows(store, page.entity, held, isOtherGeneration);
        if (!isLast) half(seen === null ? page.next : null);
      });
      held = [];
      if (!isLast) return true;
      store.transaction(() => {
        if (seen !== null) sweep(store, page.entity, seen);
        whole();
      });
      restart();
      endLoad(page.entity);
      return true;
    },
    restart,
    end() {
      restart();
      for (const name of begun) endLoad(name);
    },
  };
}
