import type { ServerConfig } from '../config/server-config.ts';
import type { OpenedDatabase } from '../database/open-database.ts';

/** What whoever runs the server asks of it, from its own machine. */
export interface OperationContext {
  readonly config: ServerConfig;
  readonly opened: OpenedDatabase;
  /** Whether a server runs on this database in this process. */
  readonly isServing: boolean;
  /** Where people reach the server. */
  readonly publicUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface OperationResult {
  /** 0: done; 1: it did not work, or found something to mend; 2: it was asked wrongly. */
  readonly code: 0 | 1 | 2;
  readonly lines: readonly string[];
}

export type Operation = (context: OperationContext, words: readonly string[]) => Promise<OperationResult>;

export const done = (...lines: readonly string[]): OperationResult => ({ code: 0, lines });
export const failed = (...lines: readonly string[]): OperationResult => ({ code: 1, lines });
export const misused = (...lines: readonly string[]): OperationResult => ({ code: 2, lines });
