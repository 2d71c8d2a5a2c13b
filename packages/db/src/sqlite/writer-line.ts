import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { err, ok, type Result } from '@satchel/core';
import { sqliteError } from './driver.ts';
import { type DatabaseThread, openThread } from './open-thread.ts';
import type { SqliteReplicaStore } from './replica-store.ts';
import { progress, type WriterAnswer, type WriterCall, type WriterMethod } from './thread-messages.ts';
import type { Trouble } from './trouble.ts';

type Arguments<M extends WriterMethod> = Parameters<SqliteReplicaStore[M]>;

/** The way to a store on another thread, which does in order what it is told. */
export interface WriterLine {
  /**
   * Has something done soon. Waits only while very much is before it. Throws what a call before it has thrown there.
   */
  post<M extends WriterMethod>(method: M, ...args: Arguments<M>): void;
  /** Waits until everything is done, this last, and gives its answer or throws its error. */
  ask<M extends WriterMethod>(method: M, ...args: Arguments<M>): ReturnType<SqliteReplicaStore[M]>;
  /** Gives others their turn until everything is done; throws what has thrown there. */
  settle(): Promise<void>;
  /** Takes the whole transaction back, without what waits to be done in it. */
  abandon(): void;
  isOpen(): boolean;
  close(): Promise<void>;
}

/**
 * How many calls may wait before one waits for the writer, until half of them are done: where many processes share the
 * cores, each time that one thread waits for the other costs both their place.
 */
const maxAhead = 60;

const lookAgainMs = 2;

/** Longer than any step takes, the end of a large transaction on a slow disk included. */
const maxWaitMs = 10 * 60_000;

export async function openWriterLine(
  file: { readonly path: string; readonly key: Uint8Array },
  threadUrl: URL | undefined,
): Promise<Result<WriterLine, Trouble>> {
  const { port1, port2 } = new MessageChannel();
  const shared = new Int32Array(new SharedArrayBuffer(progress.size * Int32Array.BYTES_PER_ELEMENT));
  const opened = await openThread({ ...file, role: 'writer', port: port2, progress: shared }, threadUrl);
  if (!opened.ok) {
    port1.close();
    return err(opened.error);
  }
  return ok(lineTo(opened.value, port1, shared));
}

function lineTo(thread: DatabaseThread, port: MessagePort, shared: Int32Array<SharedArrayBuffer>): WriterLine {
  let posted = 0;
  let isClosed = false;
  void thread.ended.then(() => {
    isClosed = true;
    port.close();
  });

  const waitFor = (done: number): void => {
    Atomics.store(shared, progress.wakeAt, done);
    for (;;) {
      const wakes = Atomics.load(shared, progress.wakes);
      if (Atomics.load(shared, progress.done) >= done) return;
      if (Atomics.load(shared, progress.hasEnded) === 1) throw new Error('The thread that writes has ended.');
      if (Atomics.wait(shared, progress.wakes, wakes, maxWaitMs) === 'timed-out') {
        throw new Error('The thread that writes does not go on.');
      }
    }
  };

  const send = (method: WriterMethod, args: readonly unknown[], isAsked: boolean): void => {
    if (isClosed) throw new Error('The thread that writes is closed.');
    const call: WriterCall = { method, args, isAsked };
    port.postMessage(call);
    posted += 1;
  };

  const ask: WriterLine['ask'] = <M extends WriterMethod>(method: M, ...args: Arguments<M>) => {
    send(method, args, true);
    waitFor(posted);
    // The writer answers a method with that method's answer, before it counts it as done.
    const answer = receiveMessageOnPort(port)?.message as WriterAnswer;
    if (answer.ok) return answer.value as ReturnType<SqliteReplicaStore[M]>;
    throw answer.code === null ? new Error(answer.message) : sqliteError(answer.message, answer.code);
  };

  return {
    post(method, ...args) {
      // Any question is answered with the error then.
      if (Atomics.load(shared, progress.hasFailed) === 1) ask('meta', '');
      send(method, args, false);
      if (posted - Atomics.load(shared, progress.done) > maxAhead) waitFor(posted - maxAhead / 2);
    },
    ask,
    async settle() {
      send('settle', [], false);
      const upTo = posted;
      while (Atomics.load(shared, progress.done) < upTo && Atomics.load(shared, progress.hasEnded) === 0) {
        await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      }
      // Any question is answered with the error then.
      if (Atomics.load(shared, progress.hasFailed) === 1) ask('meta', '');
    },
    abandon() {
      Atomics.store(shared, progress.isUnwanted, 1);
      try {
        ask('rollback');
      } finally {
        Atomics.store(shared, progress.isUnwanted, 0);
      }
    },
    isOpen: () => !isClosed,
    close: () => thread.close(),
  };
}
