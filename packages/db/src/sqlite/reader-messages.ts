import type { Refusal, Result } from '@satchel/core';
import type { Query, QueryAnswer, QueryKind } from '../queries.ts';
import type { Trouble } from './trouble.ts';

/** What a reader thread is started with. */
export interface ReaderStart {
  readonly path: string;
  readonly key: Uint8Array;
}

export interface ReaderRequest {
  readonly id: number;
  readonly query: Query;
}

export type ReaderReply =
  | { readonly kind: 'opened'; readonly result: Result<null, Trouble> }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<QueryAnswer<QueryKind>, Refusal> }
  /** The driver's error, or a bug. */
  | { readonly kind: 'failed'; readonly id: number; readonly trouble: Trouble | null; readonly message: string };
