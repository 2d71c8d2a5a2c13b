import type { RecordId, Result } from '@satchel/core';
import type { ReplicaStore } from '@satchel/sync';
import { createGroupWritten, type GroupWritten, metaPart } from './group-written.ts';
import type { SqliteReplicaStore } from './replica-store.ts';
import type { Trouble } from './trouble.ts';
import { openWriterLine, type WriterLine } from './writer-line.ts';

export interface WriteBehindOptions {
  /** On the connection of this thread. */
  readonly direct: SqliteReplicaStore;
  readonly path: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Told of every transaction that the thread has kept. */
  readonly onCommitted: () => void;
  /** Where a bundled app keeps the thread's file. */
  readonly threadUrl?: URL;
}

/** A store whose long transactions are written by a thread of their own. */
export interface WriteBehind {
  readonly store: ReplicaStore;
  /**
   * Starts the thread, once. What begins before, or when it cannot start, is written by the store's own connection.
   */
  readonly open: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * What begins with `begin` is written on another thread while this one judges what comes next; `transaction`, one
 * change, stays on this one. It is the same store for whoever uses it: a question about something that the open
 * transaction has touched waits until it is written, everything else is read as it was committed. An error there is
 * thrown by the next call here, at the latest by `commit`.
 */
export function createWriteBehind({ direct, path, key, onCommitted, threadUrl }: WriteBehindOptions): WriteBehind {
  let opening: Promise<Result<WriterLine, Trouble>> | undefined;
  let line: WriterLine | undefined;
  /** The transaction that is open on the thread. */
  let open: { readonly line: WriterLine; readonly written: GroupWritten; depth: number } | undefined;
  let directDepth = 0;

  /** Asks the thread when `isTouched` says that the transaction has changed the answer. */
  const answer = <T>(
    isTouched: (written: GroupWritten) => boolean,
    ask: (line: WriterLine) => T,
    committed: () => T,
  ): T => (open && isTouched(open.written) ? ask(open.line) : committed());

  const begin = (): void => {
    if (open) {
      open.line.ask('begin');
      open.depth += 1;
    } else if (directDepth === 0 && line?.isOpen() === true) {
      line.ask('begin');
      // Nobody else writes until it ends.
      direct.beginReading();
      open = { line, written: createGroupWritten(), depth: 1 };
    } else {
      direct.begin();
      directDepth += 1;
    }
  };
  const commit = (): void => {
    if (!open) {
      direct.commit();
      directDepth = Math.max(0, directDepth - 1);
      return;
    }
    open.line.ask('commit');
    open.depth -= 1;
    if (open.depth > 0) return;
    open = undefined;
    direct.endReading();
    direct.forgetSeqs();
    onCommitted();
  };
  const rollback = (): void => {
    if (!open) {
      direct.rollback();
      directDepth = Math.max(0, directDepth - 1);
      return;
    }
    const { line: at, written } = open;
    open.depth -= 1;
    if (open.depth === 0) {
      open = undefined;
      direct.endReading();
    } else written.forgetValues();
    // A thread that has ended took its transaction along.
    if (!at.isOpen()) return;
    if (open) at.ask('rollback');
    else at.abandon();
  };

  const shadowPart = (entity: string, id: RecordId): string => `shadow ${entity}/${id}`;
  const hasHistory = (written: GroupWritten): boolean => written.has('dropped history');

  const store: ReplicaStore = {
    begin,
    settle: () => open?.line.settle() ?? Promise.resolve(),
    commit,
    rollback,
    transaction(work) {
      if (!open) {
        directDepth += 1;
        try {
          return direct.transaction(work);
        } finally {
          directDepth -= 1;
        }
      }
      begin();
      try {
        const result = work();
        commit();
        return result;
      } catch (error) {
        rollback();
        throw error;
      }
    },

    record(entity, id) {
      if (!open?.written.hasRow(entity, id)) return direct.record(entity, id);
      const known = open.written.row(entity, id);
      return known === undefined ? open.line.ask('record', entity, id) : known;
    },
    records: (entity, ids) =>
      open && ids.some((id) => open?.written.hasRow(entity, id))
        ? open.line.ask('records', entity, ids)
        : direct.records(entity, ids),
    count: (need) =>
      answer(
        (written) => written.hasRowsOf(need.entity),
        (to) => to.ask('count', need),
        () => direct.count(need),
      ),
    first: (need) =>
      answer(
        (written) => written.hasRowsOf(need.entity),
        (to) => to.ask('first', need),
        () => direct.first(need),
      ),
    list: (need) =>
      answer(
        (written) => written.hasRowsOf(need.entity),
        (to) => to.ask('list', need),
        () => direct.list(need),
      ),
    ids: (entity) =>
      answer(
        (written) => written.hasRowsOf(entity),
        (to) => to.ask('ids', entity),
        () => direct.ids(entity),
      ),

    scrub: (entities) => !open && direct.scrub(entities),
    checksum: (entity) =>
      answer(
        (written) => written.hasRowsOf(entity),
        (to) => to.ask('checksum', entity),
        () => direct.checksum(entity),
      ),
    idsBetween: (entity, from, to) =>
      answer(
        // A confirmed row counts as well.
        (written) => written.hasRowsOf(entity) || written.has('shadows'),
        (to_) => to_.ask('idsBetween', entity, from, to),
        () => direct.idsBetween(entity, from, to),
      ),
    beginLoad: (entity) => direct.beginLoad(entity),
    endLoad: (entity) => direct.endLoad(entity),

    apply(change, sequence, writes) {
      if (!open) return direct.apply(change, sequence, writes);
      open.written.note('steps');
      open.written.note(change.id);
      if (change.cause) open.written.note(change.cause.group);
      open.written.noteRows(writes);
      open.line.post('run', direct.prepare(change, sequence, writes));
    },
    putRows(rows) {
      if (!open) return direct.putRows(rows);
      open.written.noteRows(rows);
      if (rows.some(({ after }) => after === null)) open.written.note('dropped history');
      open.line.post('putRows', rows);
    },
    noteHistory(change, sequence, writes) {
      if (!open) return direct.noteHistory(change, sequence, writes);
      open.written.note(change.id);
      if (change.cause) open.written.note(change.cause.group);
      // The rows are as they were; what happened to them is not.
      open.written.note('dropped history');
      open.line.post('noteHistory', change, sequence, writes);
    },
    dropHistory(change) {
      if (!open) return direct.dropHistory(change);
      open.written.note('dropped history');
      open.line.post('dropHistory', change);
    },
    dropStep(step) {
      if (!open) return direct.dropStep(step);
      open.written.note('steps');
      open.line.post('dropStep', step);
    },
    forgetHistory(entity, fields) {
      if (!open) return direct.forgetHistory(entity, fields);
      open.written.note('dropped history');
      open.line.post('forgetHistory', entity, fields);
    },
    history: (entity, record, limit) =>
      answer(
        (written) => hasHistory(written) || written.hasRow(entity, record),
        (to) => to.ask('history', entity, record, limit),
        () => direct.history(entity, record, limit),
      ),
    historyOf: (id) =>
      answer(
        (written) => hasHistory(written) || written.has(id),
        (to) => to.ask('historyOf', id),
        () => direct.historyOf(id),
      ),
    journal: (after) =>
      answer(
        (written) => hasHistory(written) || written.has('steps'),
        (to) => to.ask('journal', after),
        () => direct.journal(after),
      ),
    steps: (actor, limit) =>
      answer(
        (written) => written.has('steps'),
        (to) => to.ask('steps', actor, limit),
        () => direct.steps(actor, limit),
      ),

    shadow: (entity, id) =>
      answer(
        (written) => written.has(shadowPart(entity, id)),
        (to) => to.ask('shadow', entity, id),
        () => direct.shadow(entity, id),
      ),
    putShadow(entity, id, confirmed) {
      if (!open) return direct.putShadow(entity, id, confirmed);
      open.written.note(shadowPart(entity, id));
      open.written.note('shadows');
      open.line.post('putShadow', entity, id, confirmed);
    },
    dropShadow(entity, id) {
      if (!open) return direct.dropShadow(entity, id);
      open.written.note(shadowPart(entity, id));
      open.written.note('shadows');
      open.line.post('dropShadow', entity, id);
    },
    outbox: () =>
      answer(
        (written) => written.has('outbox'),
        (to) => to.ask('outbox'),
        () => direct.outbox(),
      ),
    appendToOutbox(change, overlays) {
      if (!open) return direct.appendToOutbox(change, overlays);
      open.written.note('outbox');
      open.line.post('appendToOutbox', change, overlays);
    },
    updateOutbox(change, note) {
      if (!open) return direct.updateOutbox(change, note);
      open.written.note('outbox');
      open.line.post('updateOutbox', change, note);
    },
    removeFromOutbox(change) {
      if (!open) return direct.removeFromOutbox(change);
      open.written.note('outbox');
      open.line.post('removeFromOutbox', change);
    },
    attention: () =>
      answer(
        (written) => written.has('attention'),
        (to) => to.ask('attention'),
        () => direct.attention(),
      ),
    putAttention(attention) {
      if (!open) return direct.putAttention(attention);
      open.written.note('attention');
      open.line.post('putAttention', attention);
    },
    dropAttention(change) {
      if (!open) return direct.dropAttention(change);
      open.written.note('attention');
      open.line.post('dropAttention', change);
    },
    meta(name) {
      if (!open?.written.has(metaPart(name))) return direct.meta(name);
      return open.written.meta(name) ?? open.line.ask('meta', name);
    },
    setMeta(name, value) {
      if (!open) return direct.setMeta(name, value);
      open.written.noteMeta(name, value);
      open.line.post('setMeta', name, value);
    },
  };

  return {
    store,
    async open() {
      opening ??= openWriterLine({ path, key }, threadUrl);
      const opened = await opening;
      if (opened.ok) line ??= opened.value;
    },
    async close() {
      const opened = await opening;
      if (opened?.ok) await opened.value.close();
    },
  };
}
