import {
  type ChangeId,
  changeIdFrom,
  changeSize,
  formatHlc,
  type Model,
  maxChangeSizeBytes,
  maxWritesPerChange,
  recordIdFrom,
  uuidV8,
} from '@satchel/core';
import { z } from 'zod';
import type { ClientMessage } from '../protocol/messages.ts';
import type { HeldRefusal } from '../protocol/outcome.ts';
import { setCursor } from './remote.ts';
import type { JournalEntry, PutRow, ReplicaStore } from './replica-store.ts';
import { numberRows } from './serials.ts';

type AdoptedChange = Extract<ClientMessage, { kind: 'adopt-changes' }>['changes'][number];

/** How a workspace that never met a server becomes one that has. */
export interface Adoption {
  /** The same after any interruption. */
  readonly id: string;
  /** The last sequence of the history that goes up; null: it is not under way. */
  readonly upTo: number | null;
}

const key = 'adoption';
const kept = z.object({ id: z.uuid(), upTo: z.int().min(1).nullable() });

/** Null: never begun, or done. */
export function adoptionOf(store: ReplicaStore): Adoption | null {
  const text = store.meta(key);
  return text === undefined || text === '' ? null : kept.parse(JSON.parse(text));
}

export const keepAdoption = (store: ReplicaStore, adoption: Adoption): void =>
  store.setMeta(key, JSON.stringify(adoption));

/** Whether changes wait to be judged by a server: it was met, or the workspace is on its way there. */
export const isConnected = (store: ReplicaStore): boolean =>
  (store.meta('generation') ?? '') !== '' || (adoptionOf(store)?.upTo ?? null) !== null;

/** What is sent next: the changes after a sequence, few enough for one transaction of the server. */
export function nextChanges(
  store: ReplicaStore,
  { id, upTo }: Adoption,
  after: number,
): Extract<ClientMessage, { kind: 'adopt-changes' | 'adopt-end' }> {
  const last = upTo ?? 0;
  let previous: ChangeId | null = null;
  const changes: AdoptedChange[] = [];
  let writes = 0;
  let size = 0;
  const isFull = (change: AdoptedChange): boolean => {
    writes += change.writes.length;
    size += changeSize(change);
    const isTooMuch = writes > maxWritesPerChange || size > maxChangeSizeBytes;
    return changes.length > 0 && (isTooMuch || changes.length >= maxWritesPerChange);
  };
  // A server that has more than there is here is told so by the end.
  const from = Math.min(after, last);
  for (const { sequence, change } of withoutGaps(store, id, Math.max(0, from - 1), last)) {
    if (sequence === from) previous = change.id;
    else if (isFull(change)) break;
    else changes.push(change);
  }
  if (changes.length > 0 || previous === null) return { kind: 'adopt-changes', adoption: id, after, previous, changes };
  return { kind: 'adopt-end', adoption: id, upTo: last, last: previous };
}

/** A sequence that no change has (any more) goes up as a change of nothing: sequences stay the same on both sides. */
function* withoutGaps(
  store: ReplicaStore,
  adoption: string,
  after: number,
  upTo: number,
): Generator<{ readonly sequence: number; readonly change: AdoptedChange }, void, undefined> {
  let next = after + 1;
  const gap = (sequence: number): AdoptedChange => ({
    id: changeIdFrom(uuidV8([adoption, String(sequence)])),
    actor: recordIdFrom(adoption),
    device: 'adoption',
    at: formatHlc({ ms: 0, counter: 0, device: 'adoption' }),
    ms: 0,
    cause: { kind: 'adopt', group: adoption },
    writes: [],
  });
  for (const entry of store.journal(after)) {
    if (entry.sequence > upTo) break;
    for (; next < entry.sequence; next++) yield { sequence: next, change: gap(next) };
    yield { sequence: next, change: adopted(entry) };
    next += 1;
  }
  for (; next <= upTo; next++) yield { sequence: next, change: gap(next) };
}

const adopted = ({ change: { id, actor, device, at, cause, label }, ms, writes }: JournalEntry): AdoptedChange => ({
  id,
  actor,
  device,
  at,
  ms,
  ...(cause ? { cause } : {}),
  ...(label === undefined ? {} : { label }),
  writes,
});

/**
 * The server has taken it: revisions are the same on both sides, and what waits follows. What others did since the
 * server said so for the first time, in an answer that was lost, comes after `upTo`.
 */
export function finishAdoption(store: ReplicaStore, generation: string, upTo: number): void {
  store.transaction(() => {
    store.setMeta(key, '');
    store.setMeta('generation', generation);
    setCursor(store, upTo);
  });
}

/** The server has not taken it: what was made meanwhile is again this workspace's own, and nobody else judges it. */
export function abandonAdoption(store: ReplicaStore, model: Model): void {
  store.transaction(() => {
    const adoption = adoptionOf(store);
    if (adoption?.upTo === null || adoption === null) return;
    const sequences = new Map<string, number>();
    for (const { change, sequence } of store.journal(adoption.upTo)) sequences.set(change.id, sequence);
    const rows = new Map<string, PutRow>();
    for (const { change, overlays } of store.outbox()) {
      for (const { entity, id } of overlays) {
        const before = store.record(entity, id);
        const rev = sequences.get(change.id) ?? before?.rev ?? 0;
        if (before !== null) rows.set(`${entity}/${id}`, { entity, id, before, after: { ...before, rev } });
        store.dropShadow(entity, id);
      }
      store.removeFromOutbox(change.id);
    }
    store.putRows(numberRows(store, model, [...rows.values()]));
    keepAdoption(store, { ...adoption, upTo: null });
  });
}

/** Why the server did not take a workspace. */
export type NotAdopted = readonly HeldRefusal[];
