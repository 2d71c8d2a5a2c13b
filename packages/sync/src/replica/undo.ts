import {
  type Cause,
  changeSize,
  err,
  type FieldDefinition,
  type FieldValue,
  type Intention,
  isCustomName,
  isRecordId,
  type JsonValue,
  jsonEquals,
  type MemberId,
  type Model,
  maxChangeSizeBytes,
  maxWritesPerChange,
  ok,
  type Refusal,
  type Result,
  type Write,
} from '@satchel/core';
import { type Committed, type LeftField, maxNamed } from './committed.ts';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import type { HistoryEntry, ReplicaStore } from './replica-store.ts';

/** Called between two parts of long work: may give others a turn, and may throw to end it. */
export type Pace = () => Promise<void> | undefined;

export interface UndoContext {
  readonly store: ReplicaStore;
  readonly model: Model;
  readonly actor: MemberId;
  readonly nowMs: number;
  readonly newGroup: () => string;
  readonly write: (
    intentions: readonly Intention[],
    known: KnownRows,
    cause: Cause,
    isOwnUndo: boolean,
  ) => Result<Committed, readonly Refusal[]>;
}

/** How long the actor may take an own step back without the right to do so. */
const ownUndoWithinMs = 24 * 60 * 60 * 1000;

/**
 * Takes back everything that a change or group wrote, newest first. The caller's transaction is to be kept when it is
 * done, and to be taken back when something is refused.
 */
export async function undoStep(
  context: UndoContext,
  id: string,
  pace: Pace,
): Promise<Result<Committed, readonly Refusal[]>> {
  const { store } = context;
  const group = context.newGroup();
  const writes: Write[] = [];
  const entities = new Set<string>();
  const left: LeftField[] = [];
  let found = false;
  const flush = (known: KnownRows, batch: Batch, intentions = batch.intentions): readonly Refusal[] => {
    if (intentions.length === 0) return [];
    const cause: Cause = { kind: batch.isUndoOfUndo ? 'redo' : 'undo', group, of: id };
    const result = context.write(intentions, known, cause, batch.isOwn);
    if (!result.ok) {
      // What follows from it counts as well, and is known only when it is judged.
      const isTooLarge = intentions.length > 1 && result.error.some(({ code }) => code === 'change-too-large');
      if (!isTooLarge) return result.error;
      const middle = Math.ceil(intentions.length / 2);
      const refusals = flush(known, batch, intentions.slice(0, middle));
      return refusals.length > 0 ? refusals : flush(known, batch, intentions.slice(middle));
    }
    for (const entity of result.value.entities) entities.add(entity);
    for (const write of result.value.writes) if (writes.length < maxNamed) writes.push(write);
    return [];
  };
  for (const part of inParts(store.historyOf(id), maxWritesPerChange - 1)) {
    if (found) await pace();
    found = true;
    // For one part: a group touches each record once, and thousands that are kept only keep the memory busy.
    const known = createKnownRows(store);
    for (const [entity, entries] of Map.groupBy(part, (entry) => entry.entity)) {
      known.readAhead(
        entity,
        entries.map(({ record }) => record),
      );
    }
    let batch = emptyBatch();
    for (const entry of part) {
      // A record may be asked for twice: to come back, and to be as it was.
      const isFull = batch.intentions.length >= maxWritesPerChange - 1 || batch.size > maxChangeSizeBytes / 2;
      if (isFull || batch.records.has(entry.record)) {
        const refusals = flush(known, batch);
        if (refusals.length > 0) return err(refusals);
        batch = emptyBatch();
      }
      takeBack(context, known, entry, batch, left);
    }
    const refusals = flush(known, batch);
    if (refusals.length > 0) return err(refusals);
  }
  if (!found)
    return err([{ code: 'nothing-to-undo', message: 'There is nothing to take back: this step is unknown.' }]);
  return ok({ id: group, writes, entities: [...entities], events: [], left });
}

function* inParts<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = [];
  for (const one of all) {
    part.push(one);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

interface Batch {
  readonly intentions: Intention[];
  readonly records: Set<string>;
  /** Of the intentions; see `changeSize`. */
  size: number;
  isOwn: boolean;
  isUndoOfUndo: boolean;
}

const emptyBatch = (): Batch => ({ intentions: [], records: new Set(), size: 0, isOwn: true, isUndoOfUndo: false });

function add(batch: Batch, intention: Intention): void {
  batch.intentions.push(intention);
  batch.size += changeSize(intention);
}

function takeBack(
  { store, model, actor, nowMs }: UndoContext,
  known: KnownRows,
  entry: HistoryEntry,
  batch: Batch,
  left: LeftField[],
): void {
  const { entity, record: id } = entry;
  const current = known.record(entity, id) ?? store.record(entity, id);
  if (!current) return;
  batch.records.add(id);
  batch.isUndoOfUndo ||= entry.cause?.kind === 'undo';
  if (entry.actor !== actor || nowMs - entry.at > ownUndoWithinMs) batch.isOwn = false;

  if (entry.kind === 'create' || entry.kind === 'restore') {
    if (current.deletedAt === null) add(batch, { kind: 'delete', entity, id });
    return;
  }
  // What was changed together with the deletion is taken back with it.
  if (entry.kind === 'delete' && current.deletedAt !== null) add(batch, { kind: 'restore', entity, id });
  const definition = model.entityByName.get(entity);
  const fields: Record<string, FieldValue> = {};
  for (const [name, before] of Object.entries(entry.before)) {
    const field = definition?.fields[name];
    if (field ? field.readOnly : !isCustomName(name)) continue;
    const isHeld = jsonEquals(current[name] ?? null, entry.after[name] ?? null);
    if (isHeld && !(field && isToDeleted(known, field, before))) fields[name] = before;
    else {
      left.push({ entity, id, field: name });
      batch.isOwn = false;
    }
  }
  if (Object.keys(fields).length > 0) add(batch, { kind: 'update', entity, id, fields });
}

/** Whether a value refers to a record that is not there any more: it cannot be set again, and stays as it is. */
function isToDeleted(known: KnownRows, field: FieldDefinition, value: JsonValue): boolean {
  if (field.kind !== 'reference' && field.kind !== 'references') return false;
  const ids = Array.isArray(value) ? value : [value];
  return ids.some((id) => {
    const target = typeof id === 'string' && isRecordId(id) ? known.record(field.target, id) : undefined;
    return target === null || (target !== undefined && target.deletedAt !== null);
  });
}
