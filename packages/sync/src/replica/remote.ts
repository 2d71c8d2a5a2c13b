import {
  type Change,
  type EntityRecord,
  type FieldValue,
  jsonEquals,
  type RecordId,
  uuidVersion,
  type Write,
} from '@satchel/core';
import type { DeliveredChange, Delta, Item } from '../protocol/item.ts';
import type { HeldRefusal, Outcome } from '../protocol/outcome.ts';
import { forgetHeld, withoutHeld } from './forget-hidden.ts';
import { noteTraces } from './forget-traces.ts';
import { effectiveRow, type OutboxEntry, type Overlay, overlaysByRecord } from './overlay.ts';
import type { PutRow, ReplicaStore } from './replica-store.ts';

/** Rows whose effective value may have changed, by `<entity>/<id>`. */
type Touched = Map<string, { readonly entity: string; readonly id: RecordId }>;

/** What the device holds of a record as the server confirmed it; null: nothing. */
const confirmedRow = (store: ReplicaStore, entity: string, id: RecordId): EntityRecord | null => {
  const shadow = store.shadow(entity, id);
  return shadow === undefined ? store.record(entity, id) : shadow;
};

/** The sequence up to which this device has everything; null: nothing was loaded yet. */
export function cursorOf(store: ReplicaStore): number | null {
  const text = store.meta('cursor');
  return text === undefined || text === '' ? null : Number(text);
}

/** Null: it counts no longer, and everything is loaded anew. */
export const setCursor = (store: ReplicaStore, cursor: number | null): void =>
  store.setMeta('cursor', cursor === null ? '' : String(cursor));

/**
 * Takes what others did, with the cursor, in one transaction. False: this does not follow the cursor, and nothing was
 * done.
 */
export function applyDelta(store: ReplicaStore, delta: Delta): boolean {
  return store.transaction(() => {
    if (cursorOf(store) !== delta.from) return false;
    const pending = createPending(store);
    const own = new Set(store.outbox().map(({ change }) => change.id));
    for (const change of delta.changes) {
      // The server's version of an own change replaces this device's, also one that does nothing.
      if (own.has(change.id)) store.dropHistory(change.id);
      const writes = change.items.flatMap((item) => pending.take(item, change) ?? []);
      if (writes.length > 0) {
        // It may have been told before, by a server that was restored since.
        store.noteHistory(headOf(change), change.sequence, writes);
        store.setMeta('sequence', String(change.sequence));
      }
    }
    const passed: OutboxEntry[] = [];
    for (const entry of store.outbox()) {
      if (entry.acceptedAt === null || entry.acceptedAt > delta.to) continue;
      passed.push(entry);
      store.removeFromOutbox(entry.change.id);
      for (const overlay of entry.overlays) pending.touch(overlay.entity, overlay.id);
    }
    pending.settle();
    noteGivenAway(store, passed);
    setCursor(store, delta.to);
    return true;
  });
}

/** What was made here and is, as the server has it, not the member's to read: somebody else's from the beginning. */
function noteGivenAway(store: ReplicaStore, accepted: readonly OutboxEntry[]): void {
  const made = accepted.flatMap(({ overlays }) => overlays.filter(({ kind }) => kind === 'create'));
  const gone = made.filter(({ entity, id }) => store.record(entity, id) === null);
  if (gone.length > 0) noteTraces(store, [...new Set(gone.map(({ entity }) => entity))]);
}

/** Takes how changes of this device ended. What is unknown here has ended before. */
export function applyOutcomes(store: ReplicaStore, outcomes: readonly Outcome[]): void {
  store.transaction(() => {
    const entries = new Map(store.outbox().map((entry) => [entry.change.id, entry]));
    const pending = createPending(store);
    const cursor = cursorOf(store) ?? -1;
    const passed: OutboxEntry[] = [];
    for (const outcome of outcomes) {
      const entry = entries.get(outcome.change);
      if (!entry || entry.acceptedAt !== null) continue;
      const { change, overlays } = entry;
      if (outcome.kind === 'accepted') {
        if (outcome.superseded.length > 0) {
          store.putAttention({ kind: 'superseded', change, fields: outcome.superseded });
        }
        if (outcome.sequence > cursor) {
          store.updateOutbox(change.id, { acceptedAt: outcome.sequence });
          continue;
        }
        passed.push(entry);
      } else {
        const { blockedBy } = outcome;
        // What came out of view meanwhile is no longer told.
        const refusals = outcome.refusals.map((one) => (isHere(one, store) ? one : withoutHeld(one)));
        store.putAttention({ kind: 'refused', change, overlays, refusals, blockedBy });
        store.dropHistory(change.id);
        store.dropStep(change.id);
      }
      store.removeFromOutbox(change.id);
      for (const overlay of overlays) pending.touch(overlay.entity, overlay.id);
    }
    pending.settle();
    noteGivenAway(store, passed);
  });
}

const isHere = ({ entity, record }: HeldRefusal, store: ReplicaStore): boolean =>
  entity !== undefined && record !== undefined && confirmedRow(store, entity, record as RecordId) !== null;

/**
 * Takes whole rows as the server has them, in the order of their ids; older ones than those here are left.
 *
 * @param isOtherGeneration the server was restored: revisions of before say nothing, and its rows are taken as they are
 */
export function applySnapshotRows(
  store: ReplicaStore,
  entity: string,
  records: readonly EntityRecord[],
  isOtherGeneration: boolean,
): void {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return;
  store.transaction(() => {
    const pending = createPending(store);
    const held = store.idsBetween(entity, first.id, last.id);
    const fresh: PutRow[] = [];
    for (const record of records) {
      if (held.has(record.id)) pending.put(entity, record, isOtherGeneration);
      else fresh.push({ entity, id: record.id, before: null, after: record });
    }
    store.putRows(fresh);
    pending.settle();
  });
}

/** Removes the rows of an entity that a complete snapshot did not have; what waits in the outbox stays there. */
export function sweep(store: ReplicaStore, entity: string, seen: ReadonlySet<RecordId>): void {
  store.transaction(() => {
    const pending = createPending(store);
    for (const id of store.ids(entity)) if (!seen.has(id)) pending.evict(entity, id);
    pending.settle();
  });
}

/** Collects confirmed rows and writes effective rows once, at the end. */
function createPending(store: ReplicaStore) {
  const confirmed = new Map<string, EntityRecord | null>();
  const touched: Touched = new Map();
  const evicted = new Set<string>();
  const keyOf = (entity: string, id: string): string => `${entity}/${id}`;

  const touch = (entity: string, id: RecordId): void => void touched.set(keyOf(entity, id), { entity, id });
  const current = (entity: string, id: RecordId): EntityRecord | null => {
    const key = keyOf(entity, id);
    const known = confirmed.get(key);
    return known === undefined ? confirmedRow(store, entity, id) : known;
  };
  const set = (entity: string, id: RecordId, record: EntityRecord | null): void => {
    confirmed.set(keyOf(entity, id), record);
    touch(entity, id);
  };

  const evict = (entity: string, id: RecordId): void => {
    set(entity, id, null);
    evicted.add(entity);
  };

  const put = (entity: string, record: EntityRecord, isForced = false): void => {
    const old = current(entity, record.id);
    // What its member may see of a row changes without the row.
    const isNewer = old !== null && (old.rev < record.rev || (old.rev === record.rev && !jsonEquals(old, record)));
    if (isForced || old === null || isNewer) set(entity, record.id, record);
  };

  /** What the history says of an item; undefined when it says nothing new. */
  const take = (item: Item, change: DeliveredChange): Write | null | undefined => {
    if (item.kind === 'evict') {
      const old = current(item.entity, item.id);
      if (old !== null && old.rev < change.sequence) evict(item.entity, item.id);
      return undefined;
    }
    if (item.kind === 'put') {
      const { entity, record, made } = item;
      put(entity, record);
      // A record that came into view was not made by this change.
      return made && writeOf(entity, record.id, 'create', null, made, change, isRule(record.id));
    }
    const { entity, id, fields } = item;
    const old = current(entity, id);
    if (old === null) return undefined;
    if (item.kind === 'refer') {
      set(entity, id, { ...old, ...fields });
      return undefined;
    }
    const { write, before, isConsequence } = item;
    // A row that came whole, later than this, has it already; its history has not.
    if (old.rev < change.sequence) {
      const touched = write === 'scope' ? {} : { updatedAt: change.acceptedAt, updatedBy: change.actor };
      const stamps = { ...old.stamps, ...item.stamps };
      set(entity, id, { ...old, ...fields, ...touched, rev: change.sequence, stamps });
    }
    // Nothing of what changed is for this device's member.
    const isSilent = write === 'scope' || (write === 'update' && Object.keys(fields).length === 0);
    return isSilent ? undefined : writeOf(entity, id, write, before, fields, change, isConsequence);
  };

  const settle = (): void => {
    if (touched.size === 0) return;
    const overlays = overlaysByRecord(store.outbox(), touched);
    const rows: PutRow[] = [];
    for (const [key, { entity, id }] of touched) {
      const next = confirmed.has(key) ? (confirmed.get(key) ?? null) : confirmedRow(store, entity, id);
      const waiting: readonly Overlay[] = overlays.get(key) ?? [];
      const before = store.record(entity, id);
      const after = effectiveRow(next, waiting);
      if (waiting.length > 0) store.putShadow(entity, id, next);
      else if (store.shadow(entity, id) !== undefined) store.dropShadow(entity, id);
      if (before !== after) rows.push({ entity, id, before, after });
    }
    store.putRows(rows);
    if (evicted.size > 0) noteTraces(store, [...evicted]);
    const gone = rows.flatMap(({ id, after }) => (after === null ? [id] : []));
    if (gone.length > 0) forgetHeld(store, new Set(gone));
  };

  return { touch, put, take, evict, settle };
}

type Fields = Readonly<Record<string, FieldValue>>;

/** What the history keeps of an item: of the rows no more than what changed. */
const writeOf = (
  entity: string,
  id: RecordId,
  kind: Write['kind'],
  before: Fields | null,
  after: Fields,
  { acceptedAt }: DeliveredChange,
  isConsequence: boolean,
): Write => ({
  entity,
  id,
  kind,
  before: before as EntityRecord | null,
  after: { ...after, updatedAt: acceptedAt } as EntityRecord,
  changed: Object.keys(after),
  isConsequence,
});

/** Records that rules make have ids of version 8. */
const isRule = (id: RecordId): boolean => uuidVersion(id) === 8;

export const headOf = (change: Omit<DeliveredChange, 'items'>): Omit<Change, 'intentions'> => ({
  id: change.id,
  actor: change.actor,
  device: change.at.slice(-8),
  at: change.at as Change['at'],
  ...(change.cause ? { cause: change.cause } : {}),
  ...(change.label === null ? {} : { label: change.label }),
});
