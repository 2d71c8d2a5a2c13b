import {
  bookkeeping,
  changeIdFrom,
  changeSize,
  createClock,
  type Entity,
  type EntityRecord,
  emptyValue,
  err,
  type FieldValue,
  formatSerial,
  type Hlc,
  isCustomName,
  isHlc,
  type JsonObject,
  jsonEquals,
  type MemberId,
  type Model,
  maxChangeSizeBytes,
  ok,
  type RecordId,
  type Refusal,
  type Result,
  type SerialCounter,
  serialCounters,
  serialNumber,
  type Write,
} from '@satchel/core';
import { adoptionOf, isConnected, keepAdoption } from './adoption.ts';
import type { Replica } from './replica.ts';
import type { ReplicaStore } from './replica-store.ts';
import { countedUpTo, keepCounted } from './serials.ts';
import type { Pace } from './undo.ts';

export interface BeginAdoptionOptions {
  readonly store: ReplicaStore;
  readonly model: Model;
  /** Of the same store. */
  readonly replica: Pick<Replica, 'whenIdle'>;
  readonly member: MemberId;
  readonly device: string;
  readonly now: () => number;
  /** UUIDs of version 7. */
  readonly newId: () => string;
}

/** How many records are looked at before others get a turn. */
const partRecords = 500;

/**
 * Readies a workspace that never met a server to become a new tenant there; the sync client then sends its history. From
 * here on changes wait in the outbox. First the history is made whole, so that it gives every row as it is: by a change
 * with `cause: adopt` for what it does not say, and for a number that two records have.
 */
export async function beginAdoption(
  options: BeginAdoptionOptions,
  pace: Pace = () => undefined,
): Promise<Result<{ readonly id: string }, readonly Refusal[]>> {
  const { store, model, replica } = options;
  if (isConnected(store)) {
    return err([{ code: 'already-connected', message: 'This workspace is connected to a server already.' }]);
  }
  const id = adoptionOf(store)?.id ?? options.newId();
  for (const entity of model.entities) {
    const counters = (serialCounters(model).get(entity.name) ?? []).map((counter) => ({ counter, ...noNumbers() }));
    const ids = await replica.whenIdle(() => store.ids(entity.name));
    for (const { counter, last } of counters) {
      last.number = countedUpTo(store, counter.name);
      for (const one of ids)
        last.number = Math.max(last.number, serialNumber(counter.prefix, numberOf(store, counter, one)));
    }
    for (let at = 0; at < ids.length; at += partRecords) {
      const part = ids.slice(at, at + partRecords);
      await replica.whenIdle(() => store.transaction(() => complete(options, id, entity, part, counters)));
      await pace();
    }
  }
  await replica.whenIdle(() =>
    store.transaction(() => keepAdoption(store, { id, upTo: Number(store.meta('sequence') ?? 0) })),
  );
  return ok({ id });
}

interface Numbers {
  readonly holders: Map<string, RecordId>;
  readonly last: { number: number };
}

const noNumbers = (): Numbers => ({ holders: new Map(), last: { number: 0 } });

const numberOf = (store: ReplicaStore, { entity, field }: SerialCounter, id: RecordId): FieldValue =>
  store.record(entity, id)?.[field] ?? null;

function complete(
  { store, device, member, now, newId }: BeginAdoptionOptions,
  group: string,
  entity: Entity,
  ids: readonly RecordId[],
  counters: readonly (Numbers & { readonly counter: SerialCounter })[],
): void {
  const writes: Write[] = [];
  const nowMs = now();
  const last = store.meta('clock');
  const at = createClock({ device, now, ...(last !== undefined && isHlc(last) ? { last } : {}) }).tick();
  for (const id of ids) {
    const row = store.record(entity.name, id);
    if (!row) continue;
    const told = fromHistory(store, entity, id);
    const renumbered = renumber(row, counters);
    const custom = Object.keys({ ...row, ...told }).filter(isCustomName);
    const changed = [...Object.keys(entity.fields), ...custom].filter(
      (name) => !bookkeeping.has(name) && !jsonEquals(renumbered[name] ?? null, told?.[name] ?? emptyOf(entity, name)),
    );
    if (changed.length === 0 && told !== null) continue;
    // When it was made is not told by any change.
    if (told === null) changed.push('createdAt', 'createdBy');
    const touched = { updatedAt: nowMs, updatedBy: member, stamps: stamped(row, changed, told, at) };
    const before = told === null ? null : asTold(row, told, changed, entity);
    const after: EntityRecord = { ...row, ...renumbered, ...touched };
    writes.push({
      entity: entity.name,
      id,
      kind: before ? 'update' : 'create',
      before,
      after,
      changed,
      isConsequence: false,
    });
  }
  for (const part of smallParts(writes)) {
    const sequence = Number(store.meta('sequence') ?? 0) + 1;
    const change = { id: changeIdFrom(newId()), actor: member, device, at, cause: { kind: 'adopt', group } } as const;
    const own = part.map((write) => ({ ...write, after: { ...write.after, rev: sequence } }));
    store.putRows(
      own.map(({ entity: name, id, after }) => ({ entity: name, id, before: store.record(name, id), after })),
    );
    store.noteHistory(change, sequence, own);
    store.setMeta('sequence', String(sequence));
    store.setMeta('clock', at);
  }
  // When the server does not take the workspace, counting goes on here.
  for (const { counter, last } of counters) keepCounted(store, counter.name, last.number);
}

/** As large as one change may be. */
function smallParts(writes: readonly Write[]): readonly (readonly Write[])[] {
  const parts: Write[][] = [];
  let size = maxChangeSizeBytes;
  for (const write of writes) {
    const own = changeSize(write.changed.map((name) => [write.before?.[name] ?? null, write.after[name] ?? null]));
    if (size + own > maxChangeSizeBytes) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(write);
    size += own;
  }
  return parts;
}

function stamped(row: EntityRecord, changed: readonly string[], told: JsonObject | null, at: Hlc): JsonObject {
  if (told === null) return {};
  return { ...row.stamps, ...Object.fromEntries(changed.map((name) => [name, at])) };
}

function asTold(row: EntityRecord, told: JsonObject, changed: readonly string[], entity: Entity): EntityRecord {
  const fields: Record<string, FieldValue> = {};
  for (const name of changed) fields[name] = told[name] ?? emptyOf(entity, name);
  return { ...row, ...fields };
}

const emptyOf = (entity: Entity, name: string): FieldValue => {
  const field = entity.fields[name];
  return field ? emptyValue(field.kind) : null;
};

/** What the history makes of a record; null: it does not tell of it at all. */
function fromHistory(store: ReplicaStore, entity: Entity, id: RecordId): JsonObject | null {
  const entries = store.history(entity.name, id, Number.MAX_SAFE_INTEGER);
  if (entries.length === 0) return null;
  const made: Record<string, FieldValue> = {};
  for (const { after } of entries.toReversed()) Object.assign(made, after);
  return made;
}

/** The row, with a number of its own for one that another record has as well. */
function renumber(
  row: EntityRecord,
  counters: readonly (Numbers & { readonly counter: SerialCounter })[],
): Readonly<Record<string, FieldValue>> {
  const changed: Record<string, FieldValue> = { ...row };
  for (const { counter, holders, last } of counters) {
    const number = row[counter.field];
    if (typeof number !== 'string') continue;
    if (!holders.has(number)) holders.set(number, row.id);
    else if (holders.get(number) !== row.id) {
      last.number += 1;
      changed[counter.field] = formatSerial(counter.prefix, last.number);
      if (counter.former !== null) changed[counter.former] = number;
    }
  }
  return changed;
}
