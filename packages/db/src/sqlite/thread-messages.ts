import type { MessagePort } from 'node:worker_threads';
import type { Refusal, Result } from '@satchel/core';
import type { Query, QueryAnswer, QueryKind } from '../queries.ts';
import type { BackupOptions } from './backup.ts';
import type { SqliteReplicaStore } from './replica-store.ts';
import type { Trouble } from './trouble.ts';

/** What a thread with a connection of its own is started with. */
export type ThreadStart = {
  readonly path: string;
  readonly key: Uint8Array;
} & (
  | {
      /** A reader cannot write, whatever it is asked. */
      readonly role: 'reader' | 'maintenance';
    }
  | {
      readonly role: 'writer';
      /** Where store calls come from and answers go to. */
      readonly port: MessagePort;
      /** See `progress`. */
      readonly progress: Int32Array<SharedArrayBuffer>;
    }
);

export type ThreadTask =
  | { readonly kind: 'query'; readonly query: Query }
  /** Moves the log's pages into the database when there are many. */
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'backup'; readonly options: BackupOptions };

export interface ThreadRequest {
  readonly id: number;
  readonly task: ThreadTask;
}

export type ThreadAnswer = Result<QueryAnswer<QueryKind>, Refusal> | Result<string, Trouble> | null;

export type ThreadReply =
  | { readonly kind: 'opened'; readonly result: Result<null, Trouble> }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: ThreadAnswer }
  /** Trouble with the file; null for a bug, which the thread has logged. */
  | { readonly kind: 'failed'; readonly id: number; readonly trouble: Trouble | null };

/** The numbers in the memory that a writer shares with whoever gives it work. */
export const progress = {
  /** How many calls the writer has dealt with. */
  done: 0,
  /** 1 once a call has failed: the transaction is to be taken back. */
  hasFailed: 1,
  /** 1 once the thread has ended. */
  hasEnded: 2,
  /** 1 from the moment at which nobody wants the whole transaction any more: what waits is left out. */
  isUnwanted: 3,
  /** How many calls are to be dealt with before somebody who waits is woken. */
  wakeAt: 4,
  /** Changes, and wakes who waits for it, when so many are done. */
  wakes: 5,
  size: 6,
} as const;

/** What a writer's thread can be asked to do with its store. */
export type WriterMethod = Exclude<
  keyof SqliteReplicaStore,
  'transaction' | 'apply' | 'prepare' | 'forgetSeqs' | 'beginReading' | 'endReading' | 'beginLoad' | 'endLoad'
>;

export interface WriterCall {
  readonly method: WriterMethod;
  readonly args: readonly unknown[];
  /** Whether somebody waits for the answer. */
  readonly isAsked: boolean;
}

export type WriterAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** The error as far as it can be sent; `code` is SQLite's. */
  | { readonly ok: false; readonly message: string; readonly code: string | null };
