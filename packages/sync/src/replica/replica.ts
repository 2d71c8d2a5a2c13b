import {
  type Actor,
  type Cause,
  type Change,
  type ChangeId,
  type Clock,
  changeIdFrom,
  createClock,
  type DecideContext,
  decide,
  err,
  type Intention,
  instantToCalendarDate,
  isHlc,
  type Model,
  ok,
  type PhoneCountry,
  type Refusal,
  type Result,
  type WeekStart,
  type Write,
} from '@satchel/core';
import { type Committed, maxNamed } from './committed.ts';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import { overlayOf } from './overlay.ts';
import { renameDevice } from './rename-device.ts';
import type { ReplicaStore } from './replica-store.ts';
import { assignSerials } from './serials.ts';
import { createTakenOut } from './taken-out.ts';
import { type Pace, type UndoContext, undoStep } from './undo.ts';
import { upgradeReplica } from './upgrade-replica.ts';
import { withBase } from './with-base.ts';

/** What the workspace says about itself; read at every change, since settings may change. */
export interface WorkspaceContext {
  readonly actor: Actor;
  readonly country: PhoneCountry;
  readonly timeZone: string;
  readonly weekStart: WeekStart;
  /** True once the workspace has met a server: changes then wait in the outbox until they are judged there. */
  readonly isConnected: boolean;
}

export interface ReplicaOptions {
  readonly store: ReplicaStore;
  readonly model: Model;
  /** Stamps of changes carry it; 8 characters of 0-9a-z. */
  readonly device: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** UUIDs of version 7. */
  readonly newId: () => string;
  readonly workspace: () => WorkspaceContext;
  /** Told after the rows are on disk. */
  readonly onCommitted?: (committed: Committed) => void;
}

export interface CommitOptions {
  readonly label?: string;
  readonly cause?: Cause;
  /** What needed attention and is answered by this change: forgotten with it, and only when it is accepted. */
  readonly settles?: readonly ChangeId[];
}

/** Many changes that are kept or dropped together, and undone together. */
export interface Group {
  readonly id: string;
  /** Judges and writes one change. A refusal leaves the group as it was. */
  commit(intentions: readonly Intention[]): Result<Committed, readonly Refusal[]>;
  /** Waits, giving others their turn, until `finish` takes no time. Throws what could not be written. */
  settle(): Promise<void>;
  /** Keeps everything. */
  finish(): void;
  /** Drops everything: the store is as before. */
  abandon(): void;
}

/** The desktop's one write door. */
export interface Replica {
  /** Judges a change on the effective rows and, when accepted, writes it in one transaction. */
  commit(intentions: readonly Intention[], options?: CommitOptions): Result<Committed, readonly Refusal[]>;
  /**
   * Opens a group in one transaction of the store. Until it is finished or abandoned every other write must wait for
   * `whenIdle`; `commit` throws.
   */
  group(cause: Omit<Cause, 'group'>): Group;
  /**
   * Takes a change or a group back, all of it or nothing; taking an undo back is a redo. What was not sent yet is taken
   * out of the outbox, unless later changes are built upon it; everything else is taken back by a new group. Other writes
   * must wait for `whenIdle`. With `pace` it gives others a turn between its parts.
   */
  undo(id: string, pace?: Pace): Promise<Result<Committed, readonly Refusal[]>>;
  /** Goes on as another device; see `rename-device.ts`. Others must wait for `whenIdle`. */
  renameDevice(tag: string): void;
  /**
   * Runs work at a moment when no group is open, in the same turn: nothing else can open one in between. The work may
   * open one. Who waits longest goes first.
   */
  whenIdle<T>(work: () => T | Promise<T>): Promise<T>;
}

export function createReplica(options: ReplicaOptions): Replica {
  const { store } = options;
  upgradeReplica(store, options.model);
  let { device } = options;
  let clock = clockOf(options, device);
  let openGroup: { readonly closed: Promise<void> } | undefined;

  const based = (
    intentions: readonly Intention[],
    { isConnected }: WorkspaceContext,
    { waiting }: KnownRows,
  ): readonly Intention[] => (isConnected ? withBase(store, options.model, waiting, intentions) : intentions);

  const write = (
    intentions: readonly Intention[],
    known: KnownRows,
    { cause, label }: CommitOptions,
    isOwnUndo: boolean,
  ): Result<Committed, readonly Refusal[]> => {
    const workspace = options.workspace();
    const numbered = assignSerials(store, options.model, intentions, workspace.isConnected);
    const change: Change = {
      id: changeIdFrom(options.newId()),
      actor: workspace.actor.member,
      device,
      at: clock.tick(),
      schema: options.model.schema,
      intentions: based(numbered.intentions, workspace, known),
      ...(cause ? { cause } : {}),
      ...(label === undefined ? {} : { label }),
    };
    const judgement = decide(change, decideContext(options, workspace, known, isOwnUndo));
    if (judgement.kind === 'refused') return err(judgement.refusals);
    if (judgement.kind === 'needs') throw new Error('A store that answers at once left a need open.');
    const sequence = Number(store.meta('sequence') ?? 0) + 1;
    const writes = workspace.isConnected ? judgement.writes : confirmed(judgement.writes, sequence);
    if (writes.length > 0) {
      store.apply(change, sequence, writes);
      store.setMeta('sequence', String(sequence));
      store.setMeta('clock', change.at);
      numbered.keep();
      if (workspace.isConnected) keepForServer(store, known, change, writes);
      known.noteWrites(writes);
    }
    const entities = [...new Set(writes.map(({ entity }) => entity))];
    return ok({ id: cause?.group ?? change.id, writes, entities, events: judgement.events, left: [] });
  };

  const takenOut = createTakenOut({
    store,
    newGroup: options.newId,
    judge: (change, known, nowMs) =>
      decide(change, decideContext(options, options.workspace(), known, change.cause?.kind === 'undo', nowMs)),
    write: (intentions, known, how) => write(intentions, known, how, how.cause?.kind === 'undo'),
  });

  const assertIdle = (): void => {
    if (openGroup) throw new Error('A group is open: write by whenIdle().');
  };

  /** Opens a transaction that stays open for a while; gives what is to be called when it has ended. */
  const open = (): (() => void) => {
    assertIdle();
    let close = (): void => undefined;
    const closed = new Promise<void>((resolve) => {
      close = () => {
        openGroup = undefined;
        resolve();
      };
    });
    store.begin();
    openGroup = { closed };
    return close;
  };

  return {
    commit(intentions, commitOptions = {}) {
      assertIdle();
      const result = store.transaction(() => {
        const written = write(intentions, createKnownRows(store), commitOptions, false);
        if (written.ok) for (const change of commitOptions.settles ?? []) store.dropAttention(change);
        return written;
      });
      if (result.ok) options.onCommitted?.(result.value);
      return result;
    },

    group(cause) {
      const close = open();
      const id = options.newId();
      const known = createKnownRows(store);
      const touched = new Map<string, Write>();
      const entities = new Set<string>();
      return {
        id,
        commit(intentions) {
          const result = write(intentions, known, { cause: { ...cause, group: id } }, false);
          if (!result.ok) return result;
          for (const entity of result.value.entities) entities.add(entity);
          for (const one of result.value.writes) if (touched.size < maxNamed) touched.set(one.id, one);
          return result;
        },
        settle: () => store.settle(),
        finish() {
          store.commit();
          close();
          options.onCommitted?.({ id, writes: [...touched.values()], entities: [...entities], events: [], left: [] });
        },
        abandon() {
          store.rollback();
          close();
        },
      };
    },

    async undo(id, pace = () => undefined) {
      const close = open();
      let isKept = false;
      try {
        const { actor } = options.workspace();
        const own = takenOut.take(id) ?? takenOut.doAgain(id);
        if (own !== null) {
          if (!own.ok) return own;
          store.commit();
          isKept = true;
          options.onCommitted?.(own.value);
          return own;
        }
        const context: UndoContext = {
          store,
          model: options.model,
          actor: actor.member,
          nowMs: options.now(),
          newGroup: options.newId,
          write: (intentions, known, cause, isOwnUndo) => write(intentions, known, { cause }, isOwnUndo),
        };
        const result = await undoStep(context, id, pace);
        if (!result.ok) return result;
        await store.settle();
        store.commit();
        isKept = true;
        options.onCommitted?.(result.value);
        return result;
      } finally {
        if (!isKept) store.rollback();
        close();
      }
    },

    renameDevice(tag) {
      assertIdle();
      renameDevice(store, tag);
      device = tag;
      clock = clockOf(options, device);
    },

    async whenIdle(work) {
      while (openGroup) await openGroup.closed;
      return await work();
    },
  };
}

/** Goes on after the last stamp that was kept, also when the device's clock was set back since. */
function clockOf({ store, now }: ReplicaOptions, device: string): Clock {
  const last = store.meta('clock');
  return createClock({ device, now, ...(last !== undefined && isHlc(last) ? { last } : {}) });
}

function decideContext(
  { model, now }: ReplicaOptions,
  workspace: WorkspaceContext,
  known: KnownRows,
  isOwnUndo: boolean,
  nowMs = now(),
): DecideContext {
  return {
    model,
    actor: workspace.actor,
    known,
    now: nowMs,
    today: instantToCalendarDate(nowMs, workspace.timeZone),
    timeZone: workspace.timeZone,
    weekStart: workspace.weekStart,
    country: workspace.country,
    isPartial: workspace.isConnected,
    isOwnUndo,
  };
}

/** Nobody else judges: the change is accepted at its local sequence. */
const confirmed = (writes: readonly Write[], sequence: number): readonly Write[] =>
  writes.map((write) => ({ ...write, after: { ...write.after, rev: sequence } }));

/** The rows as the server knows them stay beside the effective ones until it has judged the change. */
function keepForServer(store: ReplicaStore, { waiting }: KnownRows, change: Change, writes: readonly Write[]): void {
  for (const { entity, id, before } of writes) {
    if (store.shadow(entity, id) === undefined) store.putShadow(entity, id, before);
  }
  const overlays = writes.map(overlayOf);
  store.appendToOutbox(change, overlays);
  waiting.note(change, overlays);
}
