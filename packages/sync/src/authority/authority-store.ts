import type { Change, ChangeId, DomainEvent, EntityRecord, JsonObject, MemberId, Need, RecordId } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import type { ChainEnd, ChainLink, SealedEntry } from './chain-link.ts';
import type { ScopeLabel } from './scope.ts';

/** A record as the server keeps it. */
export interface ServerRow {
  readonly entity: string;
  /** `record.rev` is the sequence of its last change. */
  readonly record: EntityRecord;
  /**
   * When a field last changed and by which device, by field name; of a list that merges by element also when an element
   * was added, by `<field>/<element>`. What is not listed is as old as the record.
   */
  readonly revs: Readonly<Record<string, Touch>>;
  /** Who may see it; see `scope.ts`. Sorted. */
  readonly scopes: readonly ScopeLabel[];
}

/** The sequence of an accepted change, and the device that made it. */
export type Touch = readonly [sequence: number, device: string];

/** What one accepted change did to one record, as the log and the audit keep it. */
export interface LoggedWrite {
  readonly entity: string;
  readonly id: RecordId;
  /** `scope`: nothing changed but who may see it. */
  readonly kind: 'create' | 'update' | 'delete' | 'restore' | 'scope';
  /** The changed fields' values before; null for a create. */
  readonly before: JsonObject | null;
  /** The changed fields' values after; for a create every field that is not empty. */
  readonly after: JsonObject;
  /** The clock of each changed field. */
  readonly stamps: JsonObject;
  readonly isConsequence: boolean;
  /** Who may see it now, and of those who could not before. */
  readonly scopes: readonly ScopeLabel[];
  readonly added: readonly ScopeLabel[];
  /** Who could see it before and can no longer. */
  readonly removed: readonly ScopeLabel[];
}

/** An accepted change. Sequences of a tenant are dense: 1, 2, 3 … in the order of commit. */
export interface LogEntry {
  readonly sequence: number;
  readonly change: Omit<Change, 'intentions'>;
  /** Milliseconds since 1970, by the server's clock. */
  readonly acceptedAt: number;
  readonly writes: readonly LoggedWrite[];
}

/** Which accepted changes are asked for; what is not said does not matter. */
export interface AuditFilter {
  /** Who made the change. */
  readonly actor?: string;
  /** A record of this entity was written to, … */
  readonly entity?: string;
  /** … in this manner; both are asked of one and the same write. */
  readonly action?: LoggedWrite['kind'];
  /** Accepted at or after; milliseconds since 1970. */
  readonly from?: number;
  /** Accepted before. */
  readonly to?: number;
}

export interface FoundEntries {
  /** The newest first. */
  readonly entries: readonly LogEntry[];
  /** Where to go on from, as `before`; null: there is nothing older. */
  readonly next: number | null;
}

/** Everything that one accepted change leaves behind. */
export interface Acceptance {
  readonly entry: LogEntry;
  /**
   * Each as it is after the change, with a write of the entry that says how it came about; other labels than before are
   * told there as added or removed.
   */
  readonly rows: readonly ServerRow[];
  readonly events: readonly DomainEvent[];
}

/** Something that happened, for webhooks and the like; the sequence is that of its change. */
export type SequencedEvent = DomainEvent & { readonly sequence: number };

/** What the server knows of one device of a tenant. */
export interface DeviceState {
  /** The number of the last change of this device that was judged; its changes count 1, 2, 3 … */
  readonly lastNumber: number;
}

/** How a change ended, and whose it was, so that nobody else is told. Not said: it was judged before that was kept. */
export type KeptOutcome = Outcome & { readonly by?: MemberId };

/** A change of somebody who was removed before it was sent; kept until an admin has decided. */
export interface LeftBehind {
  readonly change: Change;
  /** Who sent it, proved by the connection. */
  readonly member: MemberId;
  readonly device: string;
  /** Milliseconds since 1970, by the server's clock. */
  readonly receivedAt: number;
}

/** What can be read of one tenant. */
export interface TenantReader {
  /** The sequence of the last accepted change; 0 when there is none. */
  head(): Promise<number>;
  /** The log holds what is after this sequence; what is older was compacted away. */
  floor(): Promise<number>;
  /** Another text since the tenant was restored from a backup: sequences since then mean something else. */
  generation(): Promise<string>;
  /** Rows by `<entity>/<id>`; what does not exist is absent. */
  rows(wanted: readonly RecordKey[]): Promise<ReadonlyMap<string, ServerRow>>;
  /** The labels of rows by `<entity>/<id>`; what does not exist is absent. */
  scopes(wanted: readonly RecordKey[]): Promise<ReadonlyMap<string, readonly ScopeLabel[]>>;
  /** Rows, deleted ones too, whose reference field, or list of references, names one of the ids. */
  referring(entity: string, field: string, ids: readonly RecordId[]): Promise<readonly ServerRow[]>;
  /** The checksum of the rows with one of these labels, or of all; see `checksum.ts`. */
  checksum(entity: string, labels: ReadonlySet<ScopeLabel> | 'all'): Promise<number>;
  /** Rows of an entity in the order of their ids, beginning after `afterId`. */
  page(entity: string, afterId: string | null, limit: number): Promise<readonly ServerRow[]>;
  /** Log entries after a sequence and the floor, in order. */
  log(after: number, limit: number): Promise<readonly LogEntry[]>;
  /** What the log held and holds, as long as it is kept: compaction takes nothing from it. In order. */
  audit(after: number, limit: number): Promise<readonly LogEntry[]>;
  /** Entries before a sequence that a filter lets pass, the newest first. */
  findAudit(filter: AuditFilter, before: number, limit: number): Promise<FoundEntries>;
  /** The audit as it is kept, between two sequences, both included; in order. */
  sealed(first: number, last: number): Promise<readonly SealedEntry[]>;
  /** Links of the audit's chain after a place, in order. */
  chain(after: number, limit: number): Promise<readonly ChainLink[]>;
  chainEnd(): Promise<ChainEnd>;
  /** What the changes after a sequence made happen, in order; of at most so many changes. */
  events(after: number, limit: number): Promise<readonly SequencedEvent[]>;
  /** How changes ended; what was not judged is absent. */
  outcomes(changes: readonly ChangeId[]): Promise<ReadonlyMap<ChangeId, KeptOutcome>>;
  device(device: string): Promise<DeviceState>;
}

export interface RecordKey {
  readonly entity: string;
  readonly id: RecordId;
}

type NeedOf<Kind extends Need['need']> = Extract<Need, { need: Kind }>;

/** A transaction on one tenant, which nobody else writes to meanwhile. */
export interface TenantTransaction extends TenantReader {
  /**
   * Nobody need wait for what is written: when something cannot be kept, a part that failed among it, all of the work is
   * run again, in a transaction that is not hopeful.
   */
  readonly isHopeful?: true;
  count(need: NeedOf<'count'>): Promise<number>;
  first(need: NeedOf<'first'>): Promise<EntityRecord | null>;
  /** By id. */
  list(need: NeedOf<'list'>): Promise<readonly EntityRecord[]>;
  /** Whose the numbers of a serial field are, deleted records included; what nobody has is absent. */
  numbered(entity: string, field: string, numbers: readonly string[]): Promise<ReadonlyMap<string, RecordId>>;
  /** How far a counter has come; 0 when nothing was counted. */
  counter(name: string): Promise<number>;
  setCounter(name: string, last: number): Promise<void>;
  /**
   * Puts rows, log, audit and events of accepted changes, and a link of the audit's chain; their sequences follow the
   * head without a gap, or it throws.
   * Throws `StoreRefused` when it cannot keep a value.
   */
  accept(acceptances: readonly Acceptance[]): Promise<void>;
  /**
   * Keeps how changes ended, and the device's last number.
   *
   * @param confirmed the device knows how all its changes before these ended, and has everything up to this sequence
   */
  conclude(device: string, outcomes: readonly KeptOutcome[], lastNumber: number, confirmed?: number): Promise<void>;
  /** A device turned out to be an older copy of itself: nothing counts as confirmed by it any more. */
  unconfirm(device: string): Promise<void>;
  /** Keeps what removed members had not sent before; what is kept already stays as it is. */
  keepLeftBehind(left: readonly LeftBehind[]): Promise<void>;
  /** How many changes of one member are kept so. */
  countLeftBehind(member: MemberId): Promise<number>;
  /** By the ids of the changes, which is about the order in which they were made. */
  leftBehind(
    wanted: { readonly id: ChangeId } | { readonly after: ChangeId | null; readonly limit: number },
  ): Promise<readonly LeftBehind[]>;
  forgetLeftBehind(changes: readonly ChangeId[]): Promise<void>;
  /** Another generation, as `AuthorityStore.renew` says it, from here on. */
  renew(generation: string): Promise<void>;
  /** Runs part of the work; when it fails, that part is taken back and the transaction goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Where the authority keeps tenants. Implementations: memory (tests, simulation) and PostgreSQL;
 * `authority-store.contract.ts` holds what each must do.
 */
export interface AuthorityStore {
  /**
   * Runs `work` in one transaction that holds the tenant's lock: transactions of one tenant run one after another, on
   * all nodes. Everything is kept, or, when it throws, nothing. When the database asks to begin anew, `work` is run
   * again, so that it keeps nothing of its own between runs.
   */
  write<T>(tenant: string, work: (transaction: TenantTransaction) => Promise<T>): Promise<T>;
  /** Runs `work` on one consistent state. */
  read<T>(tenant: string, work: (reader: TenantReader) => Promise<T>): Promise<T>;
  /**
   * Forgets the log up to and including a sequence, at most the head, and of changes accepted up to there how they
   * ended, where their device has confirmed that; the audit stays.
   */
  compact(tenant: string, upTo: number): Promise<void>;
  /** Says that the tenant came back from a backup: what its sequences mean from now on is another generation. */
  renew(tenant: string, generation: string): Promise<void>;
}

/** The store cannot keep a value; the message says nothing of the value. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
}

export const recordKey = (entity: string, id: string): string => `${entity}/${id}`;
