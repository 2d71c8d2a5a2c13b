import { ok, type Refusal, type Result } from '@satchel/core';
import type { Asker, Query, QueryAnswer, QueryKind, QueryParams } from '../queries.ts';
import { type DatabaseThread, openThread, ThreadFailed } from './open-thread.ts';
import type { Trouble } from './trouble.ts';

/** The file that is read, and by how many. */
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
   * Sees every change that was committed before the call. Rejects with `ThreadFailed` when the file is in trouble or
   * the pool is closed.
   */
  query<K extends QueryKind>(kind: K, params: QueryParams<K>, asker: Asker): Promise<Result<QueryAnswer<K>, Refusal>>;
  /** Resolves when every thread has closed its connection. */
  close(): Promise<void>;
}

/** Questions that may have to look at every row. */
const isLong: Readonly<Record<QueryKind, boolean>> = {
  page: false,
  count: false,
  get: false,
  titles: false,
  pick: false,
  board: false,
  aggregate: true,
  search: false,
  history: false,
  timeline: false,
  related: false,
};

/** The database must exist and be migrated. */
export async function openReaderPool(options: ReaderPoolOptions): Promise<Result<ReaderPool, Trouble>> {
  const { path, key, threadUrl } = options;
  const count = Math.max(1, options.threads ?? 2);
  const start = { path, key, role: 'reader' } as const;
  const threads: DatabaseThread[] = [];
  let isClosed = false;
  const add = async (): Promise<Result<null, Trouble>> => {
    const opened = await openThread(start, threadUrl);
    if (!opened.ok) return opened;
    const thread = opened.value;
    if (isClosed) await thread.close();
    else threads.push(thread);
    // One that ends by itself is replaced: it would look idle for ever.
    void thread.ended.then(() => {
      if (isClosed) return;
      threads.splice(threads.indexOf(thread), 1);
      // Without another, the ones that are left answer; without any, every question says so.
      add().catch(() => undefined);
    });
    return ok(null);
  };
  let others: Promise<unknown> = Promise.resolve();
  const close = async (): Promise<void> => {
    isClosed = true;
    await others;
    await Promise.all(threads.map((thread) => thread.close()));
  };
  const first = await add();
  if (!first.ok) return first;
  // The first answers while the others start: three threads that load at once make each other, and the first rows, late.
  others = Promise.allSettled(Array.from({ length: count - 1 }, add));
  return ok({
    async query<K extends QueryKind>(kind: K, params: QueryParams<K>, asker: Asker) {
      // One thread is kept for what a person waits for: a dashboard adds up every row a dozen times.
      if (isLong[kind]) await others;
      const [first, ...more] = isLong[kind] && threads.length > 1 ? threads.slice(1) : threads;
      if (!first) throw new ThreadFailed('The database has no reader any more: start Satchel again.', null);
      const idlest = more.reduce((best, thread) => (thread.waiting() < best.waiting() ? thread : best), first);
      const result = await idlest.ask({ kind: 'query', query: { kind, params, context: asker } as Query });
      // The thread answers a kind with that kind's answer.
      return result as Result<QueryAnswer<K>, Refusal>;
    },
    close,
  });
}
