import type { DomainEvent, RecordId, Write } from '@satchel/core';

/** What a commit or an undo did, as those who listen are told. */
export interface Committed {
  /** What `undo` takes: the group, or the change itself. */
  readonly id: string;
  /** Of a group at most `maxNamed`. */
  readonly writes: readonly Write[];
  /** The entities of all writes. */
  readonly entities: readonly string[];
  readonly events: readonly DomainEvent[];
  /** Undo only: fields that somebody changed since, and that were left. */
  readonly left: readonly LeftField[];
}

/** A value that somebody changed after the step that is taken back; it stays. */
export interface LeftField {
  readonly entity: string;
  readonly id: RecordId;
  readonly field: string;
}

/** How many records a step of many names to those who listen. */
export const maxNamed = 10_000;
