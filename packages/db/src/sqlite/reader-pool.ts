import { Worker } from 'node:worker_threads';
import { err, ok, type Refusal, type Result, type WhereContext } from '@satchel/core';
import type { Query, QueryAnswer, QueryKind, QueryParams } from '../queries.ts';
import type { ReaderReply, ReaderRequest, ReaderStart } from './reader-messages.ts';
import type { Trouble } from './trouble.ts';

export interface ReaderPoolOptions {
  readonly path: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** Default: 2. */
  readonly threads?: number;
  /** Where a bundled app keeps the thread's file. */
  readonly threadUrl?: URL;
}

/** Readers on threads of their own: a long query keeps neither the writer nor other queries from running. */
export interface ReaderPool {
  /**
   * Sees every change that was committed before the call. Rejects with `QueryFailed` when the file is in trouble or the
   * pool is closed.
   */
  query<K extends QueryKind>(
    kind: K,
    params: QueryParams<K>,
    context: WhereContext,
  ): Promise<Result<QueryAnswer<K>, Refusal>>;
  /** Resolves when every thread has closed its connection. */
  close(): Promise<void>;
}

export class QueryFailed extends Error {
  readonly trouble: Trouble | null;

  constructor(message: string, trouble: Trouble | null) {
    super(message);
    this.name = 'QueryFailed';
    this.trouble = trouble;
  }
}

/** The database must exist and be migrated. */
export async function openReaderPool(options: ReaderPoolOptions): Promise<Result<ReaderPool, Trouble>> {
  const count = Math.max(1, options.threads ?? 2);
  const opened = await Promise.all(Array.from({ length: count }, () => openThread(options)));
  const threads = opened.flatMap((result) => (result.ok ? [result.value] : []));
  const failed = opened.find((result) => !result.ok);
  if (failed && !failed.ok) {
    await Promise.all(threads.map((thread) => thread.close()));
    return err(failed.error);
  }
  return ok({
    async query<K extends QueryKind>(kind: K, params: QueryParams<K>, context: WhereContext) {
      const [first, ...others] = threads;
      if (!first) throw new QueryFailed('The pool has no reader.', null);
      const idlest = others.reduce((best, thread) => (thread.waiting() < best.waiting() ? thread : best), first);
      const result = await idlest.ask({ kind, params, context } as Query);
      // The thread answers a kind with that kind's answer.
      return result as Result<QueryAnswer<K>, Refusal>;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  });
}

interface ReaderThread {
  ask(query: Query): Promise<Result<QueryAnswer<QueryKind>, Refusal>>;
  waiting(): number;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: Result<QueryAnswer<QueryKind>, Refusal>) => void;
  readonly reject: (error: Error) => void;
}

function openThread({ path, key, threadUrl }: ReaderPoolOptions): Promise<Result<ReaderThread, Trouble>> {
  const start: ReaderStart = { path, key };
  const worker = new Worker(threadUrl ?? new URL('./reader-thread.ts', import.meta.url), { workerData: start });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isClosed = false;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const failAll = (error: Error): void => {
    isClosed = true;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const thread: ReaderThread = {
    ask: (query) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(new QueryFailed('The reader is closed.', null));
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const request: ReaderRequest = { id: lastId, query };
        worker.postMessage(request);
      }),
    waiting: () => waiting.size,
    async close() {
      isClosed = true;
      worker.postMessage('close');
      await exited;
      failAll(new QueryFailed('The reader is closed.', null));
    },
  };
  return new Promise((resolve, reject) => {
    worker.on('error', (error) => {
      failAll(error instanceof Error ? error : new Error(String(error)));
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    worker.once('exit', () => failAll(new QueryFailed('The reader has ended.', null)));
    worker.on('message', (reply: ReaderReply) => {
      if (reply.kind === 'opened') {
        resolve(reply.result.ok ? ok(thread) : err(reply.result.error));
        return;
      }
      const asked = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.kind === 'answer') asked?.resolve(reply.result);
      else asked?.reject(new QueryFailed(reply.message, reply.trouble));
    });
  });
}
