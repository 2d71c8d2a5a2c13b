import type { Change } from '@satchel/core';
import type { Delta, SnapshotPage } from './item.ts';
import type { Outcome } from './outcome.ts';

/** What a device says. */
export type ClientMessage =
  | {
      readonly kind: 'hello';
      /** Null: nothing was loaded yet. */
      readonly cursor: number | null;
      /** The generation of the tenant in which the cursor counts. */
      readonly generation: string | null;
      /** By entity, what the device's member could see of it when it was loaded; what was not loaded is not there. */
      readonly epoch: Readonly<Record<string, string>>;
      /** The device's clock, milliseconds since 1970. */
      readonly now: number;
    }
  | { readonly kind: 'push'; readonly firstNumber: number; readonly changes: readonly Change[]; readonly now: number }
  | { readonly kind: 'pull'; readonly after: number }
  | {
      readonly kind: 'page';
      /** Comes back with the page: one that was asked for by an earlier load is not taken. */
      readonly load: number;
      readonly entity: string;
      readonly afterId: string | null;
    };

/** What the server says. */
export type ServerMessage =
  | {
      readonly kind: 'welcome';
      readonly head: number;
      /** Another one than the device knows: the server was restored, and what the device holds is compared anew. */
      readonly generation: string;
      /** Entities to load anew, in this order, before anything is pulled; empty: go on from the cursor. */
      readonly load: readonly string[];
      /** The sequence that holds when all of them are loaded; declared before the first page. */
      readonly snapshot: number;
      readonly epoch: Readonly<Record<string, string>>;
      /** The device is behind everything that the log still has: the snapshot is its new cursor. */
      readonly isBehindLog: boolean;
    }
  | { readonly kind: 'delta'; readonly delta: Delta }
  | { readonly kind: 'outcomes'; readonly outcomes: readonly Outcome[] }
  /** Begin again with this number: something before has not arrived. */
  | { readonly kind: 'gap'; readonly expected: number }
  /** Numbers of this device were used for other changes: its database is an older copy of itself. */
  | { readonly kind: 'forked'; readonly lastNumber: number }
  | { readonly kind: 'page'; readonly load: number; readonly afterId: string | null; readonly page: SnapshotPage }
  /** What the member may see has changed, or the log was cut: say hello again. */
  | { readonly kind: 'reset' }
  /** The member is no longer one of this workspace. */
  | { readonly kind: 'wipe' };
