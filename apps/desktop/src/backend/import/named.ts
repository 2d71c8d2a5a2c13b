import type { RecordId } from '@satchel/core';

/** A record by its name. */
export interface Named {
  readonly id: RecordId;
  readonly isDeleted: boolean;
  /** As it is written. */
  readonly title: string;
}
