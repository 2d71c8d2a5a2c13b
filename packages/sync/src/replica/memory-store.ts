import {
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
  resolveWhere,
} from '@satchel/core';
import type { HistoryEntry, ReplicaStore, Step } from './replica-store.ts';

interface World {
  readonly rows: Map<string, Map<RecordId, EntityRecord>>;
  readonly history: HistoryEntry[];
  readonly steps: { readonly id: string; readonly actor: string; readonly step: Step }[];
  readonly shadows: Map<string, EntityRecord | null>;
  readonly outbox: Parameters<ReplicaStore['appendToOutbox']>[0][];
  readonly meta: Map<string, string>;
}

/** A store that keeps everything in memory: the model that other stores are compared with, and for fast tests. */
export function createMemoryReplicaStore(model: Model): ReplicaStore {
  let world: World = { rows: new Map(), history: [], steps: [], shadows: new Map(), outbox: [], meta: new Map() };
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
    commit: () => {
      saved.pop();
    },
    rollback,
    record: (entity, id) => world.rows.get(entity)?.get(id) ?? null,
    count: (need) => live(need).length,
    first: (need) => live(need).toSorted(compareBy(entityFor(model, need.entity), need.orderBy, 'asc'))[0] ?? null,
    list: (need) =>
      live(need)
        .toSorted((a, b) => compareCodePoints(a.id, b.id))
        .slice(0, need.limit),

    apply(change, _sequence, writes) {
      const id = change.cause?.group ?? change.id;
      for (const write of writes) {
        let table = world.rows.get(write.entity);
        if (!table) {
          table = new Map();
          world.rows.set(write.entity, table);
        }
        table.set(write.id, write.after);
        world.history.push({
          seq: world.history.length + 1,
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
    appendToOutbox: (change) => void world.outbox.push(change),
    outbox: () => [...world.outbox],
    history: (entity, record, limit) =>
      world.history
        .filter((entry) => entry.entity === entity && entry.record === record)
        .toReversed()
        .slice(0, limit),
    historyOf: (id) => world.history.filter((entry) => entry.changeId === id || entry.cause?.group === id).toReversed(),
    steps: (actor, limit) =>
      world.steps
        .filter((step) => step.actor === actor)
        .toReversed()
        .slice(0, limit)
        .map(({ step }) => step),
    meta: (key) => world.meta.get(key),
    setMeta: (key, value) => void world.meta.set(key, value),
  };
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
  steps: [...world.steps],
  shadows: new Map(world.shadows),
  outbox: [...world.outbox],
  meta: new Map(world.meta),
});
