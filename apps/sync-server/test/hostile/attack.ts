import type { RecordId } from '@satchel/core';
import type { Who } from './peer.ts';

/** Where it happens. */
export interface Target {
  readonly address: string;
  /** A member of an organization of their own, as anybody may make one. */
  readonly attacker: Who;
  /** Somebody else's organization, and what is in it. */
  readonly victim: Who & { readonly company: RecordId; readonly secret: string };
}

/** What somebody tries, and how the server ends it. */
export interface Attack {
  readonly name: string;
  /** What the attacker came to know of it: codes. */
  readonly run: (target: Target) => Promise<unknown>;
  readonly ends: unknown;
}
