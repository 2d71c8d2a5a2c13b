import {
  type Change,
  compareBy,
  compareCodePoints,
  type EntityRecord,
  entityFor,
  type JsonObject,
  type JsonValue,
  type Model,
  matches,
  type Need,
  type RecordId,
  recordIdFrom,
  resolveWhere,
  type Write,
} from '@satchel/core';
import { checksumOf } from '../checksum.ts';
import type { Attention } from './attention.ts';
import type { OutboxEntry } from './overlay.ts';
import type { HistoryEntry, JournalEntry, ReplicaStore, Step } from './replica-store.ts';

interface World {
  readonly rows: Map<string, Map<RecordId, EntityRecord>>;
  readonly history: HistoryEntry[];
  readonly changes: Omit<JournalEntry, 'writes'>[];
  readonly steps: { readonly id: string; readonly actor: string; readonly step: Step }[];
  readonly shadows: Map<string, EntityRecord | null>;
  readonly outbox: OutboxEntry[];
  readonly attention: Attention[];
  readonly meta: Map<string, string>;
}

export interface MemoryReplicaStore extends ReplicaStore {
  /** The state of now, to come back to: what restoring a copy of the database file does. */
  backup(): () => void;
}

/** A store that keeps everything in memory: the model that other stores are compared with, and for fast tests. */
export function createMemoryReplicaStore(model: Model): MemoryReplicaStore {
  let world: World = {
    rows: new Map(),
    history: [],
    changes: [],
    steps: [],
    shadows: new Map(),
    outbox: [],
    attention: [],
    meta: new Map(),
  };
  const saved: World[] = [];

  const begin = (): void => {
    saved.push(copyOf(world));
  };
  const rollback = (): void => {
    world = saved.pop() ?? world;
  };
  const live = (need: Extract<Need, { need: 'count' | 'first' | 'list' }>): EntityRecord[] => {
    const where = resolveWhere(need.where, entityFor(model, need.entity), needContext);
    if (!where.ok) throw new Error(where.error.message);
    return [...(world.rows.get(need.entity)?.values() ?? [])].filter(
      (row) => row.deletedAt === null && matches(where.value, row),
    );
  };

  const tableOf = (entity: string): Map<RecordId, EntityRecord> => {
    let table = world.rows.get(entity);
    if (!table) {
      table = new Map();
      world.rows.set(entity, table);
    }
    return table;
  };
  const shadowedOf = (entity: string): readonly RecordId[] =>
    [...world.shadows.keys()].flatMap((key) =>
      key.startsWith(`${entity}/`) ? [recordIdFrom(key.slice(entity.length + 1))] : [],
    );
  const note = (change: Omit<Change, 'intentions'>, sequence: number, writes: readonly Write[]): void => {
    const { id, actor, device, at, cause, label } = change;
    const head = { id, actor, device, at, ...(cause ? { cause } : {}), ...(label === undefined ? {} : { label }) };
    world.changes.push({ sequence, change: head, ms: writes[0]?.after.updatedAt ?? 0 });
    for (const write of writes) {
      world.history.push({
        seq: (world.history.at(-1)?.seq ?? 0) + 1,
        changeId: change.id,
        cause: change.cause ?? null,
        actor: change.actor,
        at: write.after.updatedAt,
        entity: write.entity,
        record: write.id,
        kind: write.kind,
        before: write.before ? pick(write.before, write.changed) : {},
        after: pick(write.after, write.changed),
        isConsequence: write.isConsequence,
      });
    }
  };

  const dropHistory = (change: string): void => {
    remove(world.history, (entry) => entry.changeId === change);
    remove(world.changes, (entry) => entry.change.id === change);
  };

  return {
    transaction(work) {
      begin();
      try {
        const result = work();
        saved.pop();
        return result;
      } catch (error) {
        rollback();
        throw error;
      }
    },
    begin,
    settle: () => Promise.resolve(),
    commit: () => {
      saved.pop();
    },
    rollback,
    record: (entity, id) => world.rows.get(entity)?.get(id) ?? null,
    records: (entity, ids) => ids.flatMap((id) => world.rows.get(entity)?.get(id) ?? []),
    count: (need) => live(need).length,
    first: (need) => live(need).toSorted(compareBy(entityFor(model, need.entity), need.orderBy, 'asc'))[0] ?? null,
    list: (need) =>
      live(need)
        .toSorted((a, b) => compareCodePoints(a.id, b.id))
        .slice(0, need.limit),

    apply(change, sequence, writes) {
      const id = change.cause?.group ?? change.id;
      for (const { entity, id: record, after } of writes) tableOf(entity).set(record, after);
      note(change, sequence, writes);
      const last = world.steps.findIndex((step) => step.id === id);
      const [old] = last >= 0 ? world.steps.splice(last, 1) : [];
      world.steps.push({
        id,
        actor: change.actor,
        step: {
          id,
          label: change.label ?? change.cause?.label ?? null,
          at: writes[0]?.after.updatedAt ?? 0,
          writes: (old?.step.writes ?? 0) + writes.length,
          kind: change.cause?.kind ?? 'change',
          of: change.cause?.of ?? null,
        },
      });
    },

    shadow: (entity, id) => world.shadows.get(`${entity}/${id}`),
    putShadow: (entity, id, confirmed) => void world.shadows.set(`${entity}/${id}`, confirmed),
    dropShadow: (entity, id) => void world.shadows.delete(`${entity}/${id}`),
    appendToOutbox: (change, overlays) => void world.outbox.push({ change, overlays, number: null, acceptedAt: null }),
    outbox: () => [...world.outbox],
    updateOutbox(change, noted) {
      const at = world.outbox.findIndex((entry) => entry.change.id === change);
      const entry = world.outbox[at];
      if (entry) world.outbox[at] = { ...entry, ...noted };
    },
    removeFromOutbox: (change) => remove(world.outbox, (entry) => entry.change.id === change),
    putRows(rows) {
      for (const { entity, id, after } of rows) {
        if (after) tableOf(entity).set(id, after);
        else {
          tableOf(entity).delete(id);
          remove(world.history, (entry) => entry.entity === entity && entry.record === id);
        }
      }
    },
    noteHistory(change, sequence, writes) {
      if (world.changes.some((known) => known.change.id === change.id)) dropHistory(change.id);
      note(change, sequence, writes);
    },
    dropHistory,
    dropStep: (id) => remove(world.steps, (step) => step.id === id),
    forgetHistory(entity, fields) {
      const left = (values: JsonObject): JsonObject =>
        Object.fromEntries(Object.entries(values).filter(([name]) => !fields.includes(name)));
      world.history.forEach((entry, index) => {
        if (entry.entity !== entity) return;
        world.history[index] = { ...entry, before: left(entry.before), after: left(entry.after) };
      });
    },
    scrub: () => true,
    checksum: (entity) => checksumOf([...tableOf(entity).values()].filter(({ rev }) => rev > 0)),
    ids: (entity) => [...tableOf(entity).keys()],
    idsBetween: (entity, from, to) =>
      new Set(
        [...tableOf(entity).keys(), ...shadowedOf(entity)].filter(
          (id) => compareCodePoints(id, from) >= 0 && compareCodePoints(id, to) <= 0,
        ),
      ),
    beginLoad: () => undefined,
    endLoad: () => undefined,
    attention: () => [...world.attention],
    putAttention: (attention) => void world.attention.push(attention),
    dropAttention: (change) => remove(world.attention, (one) => one.change.id === change),
    history: (entity, record, limit) =>
      world.history
        .filter((entry) => entry.entity === entity && entry.record === record)
        .toSorted((a, b) => b.at - a.at || b.seq - a.seq)
        .slice(0, limit),
    historyOf: (id) => world.history.filter((entry) => entry.changeId === id || entry.cause?.group === id).toReversed(),
    journal(after) {
      const byChange = Map.groupBy(world.history, ({ changeId }) => changeId);
      return world.changes
        .filter(({ sequence }) => sequence > after)
        .map((entry) => ({
          ...entry,
          writes: (byChange.get(entry.change.id) ?? []).map(({ record, before, ...write }) => ({
            entity: write.entity,
            id: record,
            kind: write.kind,
            before: write.kind === 'create' ? null : before,
            after: write.after,
            isConsequence: write.isConsequence,
          })),
        }));
    },
    steps: (actor, limit) =>
      world.steps
        .filter((step) => step.actor === actor)
        .toReversed()
        .slice(0, limit)
        .map(({ step }) => step),
    backup() {
      const kept = copyOf(world);
      return () => {
        world = copyOf(kept);
      };
    },
    meta: (key) => world.meta.get(key),
    setMeta: (key, value) => void world.meta.set(key, value),
  };
}

function remove<T>(list: T[], isGone: (item: T) => boolean): void {
  for (let at = list.length - 1; at >= 0; at--) {
    const item = list[at];
    if (item !== undefined && isGone(item)) list.splice(at, 1);
  }
}

/** Rules do not ask for dates relative to today or for "me". */
const needContext = { me: '' as RecordId, today: '2000-01-01', timeZone: 'UTC', weekStart: 1 } as Parameters<
  typeof resolveWhere
>[2];

function pick(record: EntityRecord, names: readonly string[]): JsonObject {
  const picked: Record<string, JsonValue> = {};
  for (const name of names) picked[name] = record[name] ?? null;
  return picked;
}

const copyOf = (world: World): World => ({
  rows: new Map([...world.rows].map(([entity, table]) => [entity, new Map(table)])),
  history: [...world.history],
  changes: [...world.changes],
  steps: [...world.steps],
  shadows: new Map(world.shadows),
  outbox: [...world.outbox],
  attention: [...world.attention],
  meta: new Map(world.meta),
});
