import type { EntityRecord, JsonValue, Model, PhoneCountry, RecordId, Refusal, Result } from '@satchel/core';
import type { Replica, ReplicaStore } from '@satchel/sync';

/** What an import needs of an open workspace. */
export interface ImportTarget {
  readonly model: Model;
  readonly replica: Pick<Replica, 'group' | 'whenIdle'>;
  readonly store: Pick<ReplicaStore, 'record' | 'history'>;
  /** Every record of an entity that the user may read, deleted ones too, in the order in which they were made. */
  readonly each: (entity: string) => Iterable<EntityRecord>;
  /** Starts, once, what an import of so many rows is copied and written by; without it that takes longer. */
  readonly getReady: (rows: number) => Promise<void>;
  /** Copies the workspace as it is, before anything is written. */
  readonly backUp: () => Promise<Result<string, Refusal>>;
  /** What was taken back is still on the disk; gives its room back. */
  readonly releaseRoom: () => void;
  /** Of version 7. */
  readonly newRecordId: () => RecordId;
  /** What the workspace says when a file does not. */
  readonly currency: string;
  readonly country: PhoneCountry;
  readonly timeZone: string;
  /** Small values that stay, such as how the columns of a file were mapped the last time. */
  readonly settings: {
    readonly get: (key: string) => JsonValue | undefined;
    readonly set: (key: string, value: JsonValue) => void;
  };
}
