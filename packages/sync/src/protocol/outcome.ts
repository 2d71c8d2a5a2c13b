import type { ChangeId, FieldValue, RecordId, Refusal } from '@satchel/core';

/** A field of an accepted change that was not written, since somebody changed it later. */
export interface Superseded {
  readonly entity: string;
  readonly id: RecordId;
  readonly field: string;
  readonly value: FieldValue;
}

/** How a change ended. Final, and the same for every redelivery. */
export type Outcome =
  | {
      readonly kind: 'accepted';
      readonly change: ChangeId;
      readonly sequence: number;
      readonly superseded: readonly Superseded[];
    }
  | {
      readonly kind: 'refused';
      readonly change: ChangeId;
      readonly refusals: readonly HeldRefusal[];
      /** The refused change that this one was built upon. */
      readonly blockedBy: ChangeId | null;
    };

/** A refusal, with the value that the server holds when the actor may see it. */
export interface HeldRefusal extends Refusal {
  readonly held?: FieldValue;
}
