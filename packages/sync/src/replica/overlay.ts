import type { Change, EntityRecord, FieldValue, JsonObject, RecordId, Write } from '@satchel/core';

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

/** By which an overlay's record is found. */
export const overlayKey = ({ entity, id }: Pick<Overlay, 'entity' | 'id'>): string => `${entity}/${id}`;

/** The overlays of all entries by record, in order; of those records that are wanted. */
export function overlaysByRecord(
  outbox: readonly OutboxEntry[],
  wanted: { readonly has: (key: string) => boolean },
): ReadonlyMap<string, readonly Overlay[]> {
  const byRecord = new Map<string, Overlay[]>();
  for (const { overlays } of outbox) {
    for (const overlay of overlays) {
      const key = overlayKey(overlay);
      if (!wanted.has(key)) continue;
      const known = byRecord.get(key);
      if (known) known.push(overlay);
      else byRecord.set(key, [overlay]);
    }
  }
  return byRecord;
}
