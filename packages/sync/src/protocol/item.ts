import type { Cause, ChangeId, EntityRecord, FieldValue, JsonObject, MemberId, RecordId, Write } from '@satchel/core';

/** What an accepted change means to one device, for one record. */
export type Item =
  /** A record that the device sees for the first time, whole, as it is now. */
  | {
      readonly kind: 'put';
      readonly entity: string;
      readonly record: EntityRecord;
      /** What it was made with, when this change made it. */
      readonly made: Readonly<Record<string, FieldValue>> | null;
    }
  /** The fields that changed, from what to what. `write` says how; `scope` means that only its sequence did. */
  | {
      readonly kind: 'patch';
      readonly entity: string;
      readonly id: RecordId;
      readonly write: Exclude<Write['kind'], 'create'> | 'scope';
      readonly before: Readonly<Record<string, FieldValue>>;
      readonly fields: Readonly<Record<string, FieldValue>>;
      readonly stamps: JsonObject;
      readonly isConsequence: boolean;
    }
  /** The device's member may no longer see it. */
  | { readonly kind: 'evict'; readonly entity: string; readonly id: RecordId };

/** An accepted change as one device receives it. */
export interface DeliveredChange {
  readonly sequence: number;
  readonly id: ChangeId;
  readonly actor: MemberId;
  readonly at: string;
  readonly cause: Cause | null;
  readonly label: string | null;
  /** Milliseconds since 1970, by the server's clock. */
  readonly acceptedAt: number;
  readonly items: readonly Item[];
}

/** Everything after `from` up to `to` that the device may see, in order. */
export interface Delta {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly DeliveredChange[];
}

/** Records of one entity in the order of their ids. */
export interface SnapshotPage {
  readonly entity: string;
  readonly records: readonly EntityRecord[];
  /** The last id looked at; null: the entity is complete. */
  readonly next: RecordId | null;
}
