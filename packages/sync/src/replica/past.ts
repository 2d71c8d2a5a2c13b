import type { EntityRecord, Write } from '@satchel/core';
import { z } from 'zod';
import type { PastChange } from '../protocol/item.ts';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { headOf } from './remote.ts';
import type { HistoryEntry, ReplicaStore } from './replica-store.ts';

const key = 'past';
const kept = z.object({ next: z.int(), upTo: z.int() });

/** How far the history before the first load is here; null: nothing is missing. */
function missing(store: ReplicaStore): { readonly next: number; readonly upTo: number } | null {
  const text = store.meta(key) ?? '';
  return text === '' ? null : kept.parse(JSON.parse(text));
}

/**
 * Rows come without what happened to them: it is asked for from the beginning, once they are here.
 *
 * @param upTo the sequence of the load
 * @param isNew otherwise only when some was missing before
 */
export function noteMissingPast(store: ReplicaStore, upTo: number, isNew: boolean): void {
  if (isNew || missing(store)) store.setMeta(key, JSON.stringify({ next: 0, upTo }));
}

export interface Past {
  /** Asks for the next part, when one is missing. */
  readonly ask: () => void;
  /** What is under way was asked for by who saw something else. */
  readonly restart: () => void;
  readonly receive: (message: Extract<ServerMessage, { kind: 'past' }>) => void;
}

/** Fetches, part by part, what happened to a device's records before it had them. */
export function createPast(store: ReplicaStore, say: (message: ClientMessage) => void): Past {
  let asks = 0;
  let isAsked = false;
  const ask = (): void => {
    const part = missing(store);
    if (!part || isAsked) return;
    asks += 1;
    isAsked = true;
    say({ kind: 'past', ask: asks, after: part.next });
  };
  return {
    ask,
    restart() {
      isAsked = false;
      asks += 1;
    },
    receive(message) {
      const part = missing(store);
      if (message.ask !== asks || !isAsked || !part) return;
      isAsked = false;
      store.transaction(() => {
        for (const change of message.changes) if (change.sequence <= part.upTo) noteChange(store, change);
        const isWhole = message.to >= part.upTo || message.to <= part.next;
        store.setMeta(key, isWhole ? '' : JSON.stringify({ ...part, next: message.to }));
      });
      ask();
    },
  };
}

/** Of records that are here, and what is not told of them already. */
function noteChange(store: ReplicaStore, change: PastChange): void {
  const told = [...store.historyOf(change.id)].filter(({ changeId }) => changeId === change.id).toReversed();
  const known = new Set<string>(told.map(({ record }) => record));
  const fresh = change.writes.filter(({ entity, id }) => !known.has(id) && store.record(entity, id) !== null);
  if (fresh.length === 0) return;
  const writes = [
    ...told.map(writeOfEntry),
    ...fresh.map((write): Write => {
      const before = write.before as EntityRecord | null;
      const after = { ...write.after, updatedAt: change.acceptedAt } as EntityRecord;
      return { ...write, before, after, changed: Object.keys(write.after) };
    }),
  ];
  // Something of it may be known of which nothing is told: its record was not here for a while.
  store.dropHistory(change.id);
  store.noteHistory(headOf(change), change.sequence, writes);
}

const writeOfEntry = ({ entity, record, kind, before, after, at, isConsequence }: HistoryEntry): Write => ({
  entity,
  id: record,
  kind,
  before: kind === 'create' ? null : (before as EntityRecord),
  after: { ...after, updatedAt: at } as unknown as EntityRecord,
  changed: Object.keys(after),
  isConsequence,
});
