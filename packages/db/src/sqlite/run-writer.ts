import type { MessagePort } from 'node:worker_threads';
import type { Model } from '@satchel/core';
import { type SqliteDatabase, sqliteCode } from './driver.ts';
import { errorTrace } from './error-trace.ts';
import { createSqliteReplicaStore, type PreparedChange } from './replica-store.ts';
import { createSetAsideIndexes } from './set-aside-indexes.ts';
import { progress, type WriterAnswer, type WriterCall } from './thread-messages.ts';

/**
 * Does in order what the calls on the port ask of a store. After one that failed nothing is done until the transaction
 * is taken back: whoever sent more did not know yet.
 */
export function runWriter(
  db: SqliteDatabase,
  model: Model,
  port: MessagePort,
  shared: Int32Array<SharedArrayBuffer>,
): void {
  // The log is moved by the thread that is there for it.
  db.pragma('wal_autocheckpoint = 0');
  const store = createSqliteReplicaStore(db, model);
  const indexes = createSetAsideIndexes(db, model);
  const isWanted = (): boolean => Atomics.load(shared, progress.isUnwanted) === 0;
  let failure: Extract<WriterAnswer, { ok: false }> | undefined;
  let depth = 0;

  /** What the indexes need before something is done. */
  const prepareFor = (method: WriterCall['method'], args: readonly unknown[]): void => {
    if (method === 'run') {
      for (const { entity, rows } of (args[0] as PreparedChange).tables) indexes.noteRows(entity, rows.rows);
    } else if (method === 'count' || method === 'first' || method === 'list') {
      indexes.makeOf((args[0] as { readonly entity: string }).entity);
    } else if (method === 'settle' || (method === 'commit' && depth === 1)) indexes.makeAll(isWanted);
  };

  const run = ({ method, args }: WriterCall): WriterAnswer => {
    if (method === 'rollback') failure = undefined;
    else if (!isWanted()) return { ok: true, value: undefined };
    if (failure !== undefined) return failure;
    try {
      if (depth > 0) prepareFor(method, args);
      if (method === 'settle') return { ok: true, value: undefined };
      // The other side has checked it against the same interface.
      const call = store[method] as (...given: readonly unknown[]) => unknown;
      const value = call(...args);
      if (method === 'begin') depth += 1;
      else if (method === 'commit' || method === 'rollback') depth -= 1;
      if (depth === 0) indexes.forget();
      // Some may be there again, and some not yet.
      else if (method === 'rollback') indexes.makeAll(isWanted);
      // What is made while one reads it cannot be sent.
      const isRead = method === 'historyOf' || method === 'journal';
      return { ok: true, value: isRead ? [...(value as Iterable<unknown>)] : value };
    } catch (error) {
      const code = sqliteCode(error) ?? null;
      if (code === null) console.error(`A writer's ${method} failed. ${errorTrace(error)}`);
      const failed = { ok: false, message: error instanceof Error ? error.message : String(error), code } as const;
      // One that could not begin leaves nothing to take back.
      if (depth > 0) failure = failed;
      return failed;
    } finally {
      Atomics.store(shared, progress.hasFailed, failure === undefined ? 0 : 1);
    }
  };

  const wake = (): void => {
    Atomics.add(shared, progress.wakes, 1);
    Atomics.notify(shared, progress.wakes);
  };
  port.on('message', (call: WriterCall) => {
    const answer = run(call);
    if (call.isAsked) port.postMessage(answer);
    const done = Atomics.add(shared, progress.done, 1) + 1;
    if (done === Atomics.load(shared, progress.wakeAt)) wake();
  });
  process.once('exit', () => {
    Atomics.store(shared, progress.hasEnded, 1);
    wake();
  });
}
