import { Worker } from 'node:worker_threads';
import { err, ok, type Result } from '@satchel/core';
import { errorTrace } from './error-trace.ts';
import { takePreparedThread } from './prepared-thread.ts';
import type { ThreadAnswer, ThreadReply, ThreadRequest, ThreadStart, ThreadTask } from './thread-messages.ts';
import type { Trouble } from './trouble.ts';

/** A thread with a connection of its own. */
export interface DatabaseThread {
  /** Rejects with `ThreadFailed` when the file is in trouble or the thread has ended. */
  ask(task: ThreadTask): Promise<ThreadAnswer>;
  /** How many tasks are not answered yet. */
  waiting(): number;
  /** Resolves when the connection is closed. */
  close(): Promise<void>;
  /** Resolves when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

const failedSentence = 'Satchel could not answer this because of a fault of its own. Your data is as it was.';

/** A thread did not answer: the file is in trouble, the thread has ended, or a bug. The message is a sentence. */
export class ThreadFailed extends Error {
  /** Null when it is not the file's fault. */
  readonly trouble: Trouble | null;

  constructor(message: string, trouble: Trouble | null) {
    super(message);
    this.name = 'ThreadFailed';
    this.trouble = trouble;
  }
}

interface Waiting {
  readonly resolve: (answer: ThreadAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** `threadUrl`: where a bundled app keeps the thread's file. The database must exist and be migrated. */
export function openThread(start: ThreadStart, threadUrl: URL | undefined): Promise<Result<DatabaseThread, Trouble>> {
  const prepared = start.role === 'reader' ? takePreparedThread() : undefined;
  prepared?.postMessage(start);
  const worker =
    prepared ??
    new Worker(threadUrl ?? new URL('./database-thread.ts', import.meta.url), {
      workerData: start,
      transferList: start.role === 'writer' ? [start.port] : [],
    });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isClosed = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const failAll = (error: Error): void => {
    isClosed = true;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const thread: DatabaseThread = {
    ask: (task) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(new ThreadFailed('The database’s thread is closed.', null));
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const request: ThreadRequest = { id: lastId, task };
        worker.postMessage(request);
      }),
    waiting: () => waiting.size,
    async close() {
      isClosed = true;
      worker.postMessage('close');
      await ended;
      failAll(new ThreadFailed('The database’s thread is closed.', null));
    },
    ended,
  };
  return new Promise((resolve, reject) => {
    worker.on('error', (error) => {
      console.error(`A thread of the database ended by an error. ${errorTrace(error)}`);
      const failed = new ThreadFailed(failedSentence, null);
      failAll(failed);
      reject(failed);
    });
    worker.once('exit', () => {
      const error = new ThreadFailed('The database’s thread has ended.', null);
      failAll(error);
      // Of one that ended before it had opened.
      reject(error);
    });
    worker.on('message', (reply: ThreadReply) => {
      if (reply.kind === 'opened') {
        resolve(reply.result.ok ? ok(thread) : err(reply.result.error));
        return;
      }
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.kind === 'answer') asked?.resolve(reply.answer);
      else asked?.reject(new ThreadFailed(reply.trouble?.message ?? failedSentence, reply.trouble));
    });
  });
}
