import type { Cause, Change, ChangeId, EntityRecord, JsonObject, Need, RecordId, Write } from '@satchel/core';
import type { Attention } from './attention.ts';
import type { OutboxEntry, Overlay } from './overlay.ts';

/** What happened to one record in one change, with the row as it was and as it became. */
export interface HistoryEntry {
  readonly seq: number;
  readonly changeId: string;
  readonly cause: Cause | null;
  readonly actor: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly entity: string;
  readonly record: RecordId;
  readonly kind: Write['kind'];
  /** The changed fields' values before; `{}` for a create. */
  readonly before: JsonObject;
  /** The changed fields' values after; for a create every field that is not empty. */
  readonly after: JsonObject;
  /** True for what a rule made, not a person. */
  readonly isConsequence: boolean;
}

/** What one change wrote, as the history keeps it. */
export interface JournalEntry {
  readonly sequence: number;
  readonly change: Omit<Change, 'intentions'>;
  /** Milliseconds since 1970. */
  readonly ms: number;
  readonly writes: readonly JournalWrite[];
}

export interface JournalWrite extends Pick<HistoryEntry, 'entity' | 'kind' | 'after' | 'isConsequence'> {
  readonly id: RecordId;
  /** Null for a create. */
  readonly before: JsonObject | null;
}

/** A row as it is to be, beside what it was. */
export interface PutRow {
  readonly entity: string;
  readonly id: RecordId;
  readonly before: EntityRecord | null;
  readonly after: EntityRecord | null;
}

/** One step of a person: a single change, or every change of one group. */
export interface Step {
  /** The group of the cause, or the id of the single change. */
  readonly id: string;
  readonly label: string | null;
  readonly at: number;
  readonly writes: number;
  readonly kind: Cause['kind'] | 'change';
  /** The step that an undo or redo took back. */
  readonly of: string | null;
}

/**
 * Where a replica keeps rows. Implementations: memory (tests) and SQLite; `replica-store.contract.ts` holds what both
 * must do. All calls are synchronous: a store has one writer.
 */
export interface ReplicaStore {
  /** Runs `work` in one transaction: all of it is kept, or, when it throws, nothing. Nested calls join the outer one. */
  transaction<T>(work: () => T): T;
  begin(): void;
  /**
   * Waits, and gives others their turn meanwhile, until most of what was begun is written, so that `commit` is short.
   * Throws what could not be written.
   */
  settle(): Promise<void>;
  commit(): void;
  rollback(): void;

  /** The effective row, deleted or not; null when there is none. */
  record(entity: string, id: RecordId): EntityRecord | null;
  /** Those of the rows that are there, in no order. */
  records(entity: string, ids: readonly RecordId[]): readonly EntityRecord[];
  count(need: Extract<Need, { need: 'count' }>): number;
  first(need: Extract<Need, { need: 'first' }>): EntityRecord | null;
  /** By id. */
  list(need: Extract<Need, { need: 'list' }>): readonly EntityRecord[];

  /**
   * Puts the effective rows, their search text and list values, and appends the history, in order. Only within a
   * transaction, which is to be taken back when this throws.
   */
  apply(change: Change, sequence: number, writes: readonly Write[]): void;

  /** The confirmed row of a record with waiting changes; `undefined` when the effective row is confirmed. */
  shadow(entity: string, id: RecordId): EntityRecord | null | undefined;
  /** Keeps the confirmed row (null: it did not exist) until `dropShadow`. */
  putShadow(entity: string, id: RecordId, confirmed: EntityRecord | null): void;
  dropShadow(entity: string, id: RecordId): void;

  appendToOutbox(change: Change, overlays: readonly Overlay[]): void;
  /** In the order in which the changes were made. */
  outbox(): readonly OutboxEntry[];
  /** Notes that an entry was sent or accepted, or is sent by a device of another name. */
  updateOutbox(change: ChangeId, note: Partial<OutboxEntry>): void;
  removeFromOutbox(change: ChangeId): void;

  /** Puts effective rows that came from elsewhere, without history; null removes a row, its history and every word. */
  putRows(rows: readonly PutRow[]): void;
  /** Appends the history of a change that came from elsewhere, in the place of what was told of it before. */
  noteHistory(change: Omit<Change, 'intentions'>, sequence: number, writes: readonly Write[]): void;
  /** Takes a change's history out: the server has another version of it, or refused it. Its step stays. */
  dropHistory(change: ChangeId): void;
  /** Takes a step out of those that can be taken back: nothing is left of it. */
  dropStep(step: string): void;
  /** Takes some fields of an entity out of the history: their values before and after. */
  forgetHistory(entity: string, fields: readonly string[]): void;
  /**
   * Takes what was removed of these entities out of the files, too: no byte of it is left. Not within a transaction.
   * False: not everything could go now.
   */
  scrub(entities: readonly string[]): boolean;
  /**
   * The checksum of the rows of an entity that the server has confirmed; see `checksum.ts`. Counted when it is asked for
   * first, and kept up from then on.
   */
  checksum(entity: string): number;
  /** The ids of all rows of an entity, deleted ones too. */
  ids(entity: string): readonly RecordId[];
  /** Of which of an entity's ids from one to another, both included, there is a row or a confirmed row. */
  idsBetween(entity: string, from: RecordId, to: RecordId): ReadonlySet<RecordId>;
  /**
   * Many rows of an entity are about to come. Until `endLoad` a store may do without what only makes it faster; rows,
   * and what is asked of them, are right at every moment. Not within a transaction.
   */
  beginLoad(entity: string): void;
  /** They have come, or come no more; also when nothing was begun. Not within a transaction. */
  endLoad(entity: string): void;

  attention(): readonly Attention[];
  putAttention(attention: Attention): void;
  dropAttention(change: ChangeId): void;

  /** History of one record, newest first. */
  history(entity: string, record: RecordId, limit: number): readonly HistoryEntry[];
  /** Everything that a change (by its id) or a group of changes (by its cause's group) wrote, newest first. */
  historyOf(changeOrGroup: string): Iterable<HistoryEntry>;

  /** The changes after a sequence, oldest first; only of what this device numbered itself. Read in parts. */
  journal(after: number): Iterable<JournalEntry>;

  /** The newest steps of one member. */
  steps(actor: string, limit: number): readonly Step[];

  /** Small values of the replica itself: sequence, device, workspace. */
  meta(key: string): string | undefined;
  setMeta(key: string, value: string): void;
}
