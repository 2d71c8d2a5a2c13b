import type { Change, ChangeId, EntityRecord, FieldValue, JsonObject, RecordId, Write } from '@satchel/core';

/** What a waiting change made of one record: laid over the confirmed row until the change is judged. */
export interface Overlay {
  readonly entity: string;
  readonly id: RecordId;
  readonly kind: Write['kind'];
  /** The whole record for a create, else the changed fields. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly stamps: JsonObject;
}

/** A change of this device that the confirmed rows do not hold yet. */
export interface OutboxEntry {
  readonly change: Change;
  readonly overlays: readonly Overlay[];
  /** The changes of this device count 1, 2, 3 … from the first time that one is sent; null: not sent yet. */
  readonly number: number | null;
  /** The sequence at which it was accepted; the entry stays until the cursor has passed it. */
  readonly acceptedAt: number | null;
}

export const overlayOf = ({ entity, id, kind, after, changed }: Write): Overlay => {
  if (kind === 'create') return { entity, id, kind, fields: after, stamps: {} };
  const fields: Record<string, FieldValue> = {};
  for (const name of [...changed, 'updatedAt', 'updatedBy']) fields[name] = after[name] ?? null;
  const stamps: Record<string, FieldValue> = {};
  for (const name of changed) stamps[name] = after.stamps[name] ?? null;
  return { entity, id, kind, fields, stamps };
};

/**
 * The effective row: what the server confirmed, with what waits laid over it in order. An edit of a record that is not
 * there (any more) shows nothing; it waits for its outcome all the same.
 */
export function effectiveRow(confirmed: EntityRecord | null, overlays: readonly Overlay[]): EntityRecord | null {
  let row = confirmed;
  for (const { kind, fields, stamps } of overlays) {
    // A create that the server has confirmed already says nothing new.
    if (kind === 'create') row ??= fields as EntityRecord;
    else if (row !== null) row = { ...row, ...fields, stamps: { ...row.stamps, ...stamps } };
  }
  return row;
}

/** The overlays of all entries by record, in order. */
export function overlaysByRecord(outbox: readonly OutboxEntry[]): ReadonlyMap<string, readonly Overlay[]> {
  return Map.groupBy(
    outbox.flatMap(({ overlays }) => overlays),
    ({ entity, id }) => `${entity}/${id}`,
  );
}

/** By record, the waiting change that touched it last: what a next edit is based on. */
export function lastChangeByRecord(outbox: readonly OutboxEntry[]): ReadonlyMap<string, ChangeId> {
  const last = new Map<string, ChangeId>();
  for (const { change, overlays } of outbox) {
    for (const { entity, id } of overlays) last.set(`${entity}/${id}`, change.id);
  }
  return last;
}

/** The waiting changes that made records, by record. */
export function createdByRecord(outbox: readonly OutboxEntry[]): ReadonlyMap<string, ChangeId> {
  return new Map(
    outbox.flatMap(({ change, overlays }) =>
      overlays.flatMap(({ entity, id, kind }) => (kind === 'create' ? [[`${entity}/${id}`, change.id] as const] : [])),
    ),
  );
}
