import {
  type Change,
  type ChangeId,
  type EntityRecord,
  type Intention,
  type JsonValue,
  type Judgement,
  jsonEquals,
  type RecordId,
  type Write,
} from '@satchel/core';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import { effectiveRow, type OutboxEntry, type Overlay, overlayOf } from './overlay.ts';
import type { PutRow, ReplicaStore } from './replica-store.ts';

export interface WithdrawContext {
  readonly store: ReplicaStore;
  /** Judges a change of this device again, at the moment at which it was made. */
  readonly judge: (change: Change, known: KnownRows, nowMs: number) => Judgement;
}

/** What was taken out of the outbox. */
export interface Withdrawal {
  /** In the order in which they were made. */
  readonly changes: readonly Change[];
  readonly writes: readonly Write[];
}

/** Each later change is judged again, so that a longer queue is worth a change that takes back. */
const maxLater = 1000;

/**
 * Takes a step out of the outbox as if it had never been, in the caller's transaction. Null, and nothing done, when a part
 * of it may have gone to the server, or when a later change would not be the same without it.
 */
export function withdraw(context: WithdrawContext, id: string): Withdrawal | null {
  const { store } = context;
  const outbox = store.outbox();
  const isOwn = ({ change }: OutboxEntry): boolean => change.id === id || change.cause?.group === id;
  const first = outbox.findIndex(isOwn);
  if (first < 0) return null;
  const own = outbox.filter(isOwn);
  const later = outbox.slice(first).filter((entry) => !isOwn(entry));
  if (later.length > maxLater || [...own, ...later].some(({ number }) => number !== null)) return null;
  const ownIds = new Set<string>(own.map(({ change }) => change.id));
  // Of a group a part may have been judged already.
  for (const { changeId } of store.historyOf(id)) if (!ownIds.has(changeId)) return null;
  if (isWrittenOver(own, later) || isNamedByNew(ownIds, later)) return null;
  if (!areSameWithout(context, outbox.slice(0, first), own, later)) return null;

  for (const { change } of own) {
    store.removeFromOutbox(change.id);
    store.dropHistory(change.id);
  }
  store.dropStep(id);
  nameOthers(store, ownIds);
  return { changes: own.map(({ change }) => change), writes: layAnew(store, own) };
}

/** What later changes of a field say that was before them must stay true. */
function isWrittenOver(own: readonly OutboxEntry[], later: readonly OutboxEntry[]): boolean {
  const written = new Set(own.flatMap(fieldsOf));
  return later.flatMap(fieldsOf).some((field) => written.has(field));
}

/** A new record that belongs to one of these, or shares it, is nothing without it. */
const isNamedByNew = (own: ReadonlySet<string>, later: readonly OutboxEntry[]): boolean =>
  later.some(({ change }) => change.intentions.some((one) => one.kind === 'create' && own.has(one.after ?? '')));

const fieldsOf = ({ overlays }: OutboxEntry): readonly string[] =>
  overlays.flatMap(({ entity, id, fields }) =>
    Object.keys(fields).flatMap((name) => (columnsOfEveryWrite.has(name) ? [] : [`${entity}/${id}/${name}`])),
  );

/** Whether the later changes are accepted without the step and write what they wrote. */
function areSameWithout(
  { store, judge }: WithdrawContext,
  earlier: readonly OutboxEntry[],
  own: readonly OutboxEntry[],
  later: readonly OutboxEntry[],
): boolean {
  if (later.length === 0) return true;
  store.begin();
  try {
    store.putRows(effectiveRows(store, [...own, ...later], earlier));
    for (const { change, overlays } of later) {
      const judgement = judge(change, createKnownRows(store), madeAt(overlays));
      if (judgement.kind !== 'accepted') return false;
      if (!jsonEquals(plain(judgement.writes.map(overlayOf)), plain(overlays))) return false;
      store.putRows(judgement.writes);
    }
    return true;
  } finally {
    // It was only asked.
    store.rollback();
  }
}

const plain = (overlays: readonly Overlay[]): JsonValue => JSON.parse(JSON.stringify(overlays)) as JsonValue;

const madeAt = ([overlay]: readonly Overlay[]): number => Number(overlay?.fields['updatedAt'] ?? 0);

/** The rows that entries touched, as they are with nothing but `waiting` laid over what the server confirmed. */
function effectiveRows(
  store: ReplicaStore,
  entries: readonly OutboxEntry[],
  waiting: readonly OutboxEntry[],
): readonly PutRow[] {
  const overlays = Map.groupBy(
    waiting.flatMap((entry) => entry.overlays),
    keyOf,
  );
  return touchedBy(entries).flatMap(({ entity, id }) => {
    const before = store.record(entity, id);
    const shadow = store.shadow(entity, id);
    const after = effectiveRow(shadow === undefined ? before : shadow, overlays.get(keyOf({ entity, id })) ?? []);
    return before === after ? [] : [{ entity, id, before, after }];
  });
}

interface RecordKey {
  readonly entity: string;
  readonly id: RecordId;
}

const keyOf = ({ entity, id }: RecordKey): string => `${entity}/${id}`;

const touchedBy = (entries: readonly OutboxEntry[]): readonly RecordKey[] => [
  ...new Map(entries.flatMap(({ overlays }) => overlays).map((overlay) => [keyOf(overlay), overlay])).values(),
];

/** What was built upon the step is built upon what was there before it. */
function nameOthers(store: ReplicaStore, gone: ReadonlySet<string>): void {
  const last = new Map<string, ChangeId>();
  for (const { change, overlays } of store.outbox()) {
    const isBuiltUpon = change.intentions.some((one) => one.kind !== 'create' && gone.has(one.after ?? ''));
    if (isBuiltUpon) {
      const intentions = change.intentions.map((intention): Intention => {
        if (intention.kind === 'create' || !gone.has(intention.after ?? '')) return intention;
        const { after: _, ...rest } = intention;
        const previous = last.get(keyOf(intention));
        return previous === undefined ? rest : { ...rest, after: previous };
      });
      store.updateOutbox(change.id, { change: { ...change, intentions } });
    }
    for (const overlay of overlays) last.set(keyOf(overlay), change.id);
  }
}

function layAnew(store: ReplicaStore, own: readonly OutboxEntry[]): readonly Write[] {
  const outbox = store.outbox();
  const rows = effectiveRows(store, own, outbox);
  store.putRows(rows);
  const waiting = new Set(outbox.flatMap(({ overlays }) => overlays.map(keyOf)));
  for (const { entity, id } of touchedBy(own)) if (!waiting.has(keyOf({ entity, id }))) store.dropShadow(entity, id);
  return rows.flatMap((row) => writeOf(row) ?? []);
}

/** As those are told who show the record: one that is not there any more is deleted to them. */
function writeOf({ entity, id, before, after }: PutRow): Write | undefined {
  if (before === null) return undefined;
  const shown: EntityRecord = after ?? { ...before, deletedAt: before.updatedAt };
  const changed = Object.keys(before).filter(
    (name) => !columnsOfEveryWrite.has(name) && !jsonEquals(before[name] ?? null, shown[name] ?? null),
  );
  const isGone = before.deletedAt === null && shown.deletedAt !== null;
  const isBack = before.deletedAt !== null && shown.deletedAt === null;
  const kind = isGone ? 'delete' : isBack ? 'restore' : 'update';
  return { entity, id, kind, before, after: shown, changed, isConsequence: false };
}

const columnsOfEveryWrite: ReadonlySet<string> = new Set(['rev', 'stamps', 'updatedAt', 'updatedBy']);
