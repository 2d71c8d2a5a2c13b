import type { Refusal, Result } from '@satchel/core';
import type { Query, QueryAnswer, QueryKind } from '../queries.ts';
import type { BackupOptions } from './backup.ts';
import type { Trouble } from './trouble.ts';

/** What a thread with a connection of its own is started with. */
export interface ThreadStart {
  readonly path: string;
  readonly key: Uint8Array;
  /** A reader cannot write, whatever it is asked. */
  readonly role: 'reader' | 'maintenance';
}

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
