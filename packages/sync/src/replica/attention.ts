import type { Change, ChangeId } from '@satchel/core';
import type { HeldRefusal, Superseded } from '../protocol/outcome.ts';
import type { Overlay } from './overlay.ts';

/** An edit that the server did not take, kept until its user decides. */
export type Attention =
  | {
      readonly kind: 'refused';
      readonly change: Change;
      /** What the edit looked like here. */
      readonly overlays: readonly Overlay[];
      readonly refusals: readonly HeldRefusal[];
      /** The refused change that this one was built upon: both are one matter. */
      readonly blockedBy: ChangeId | null;
    }
  /** Accepted, but a later edit of somebody else won these fields. */
  | { readonly kind: 'superseded'; readonly change: Change; readonly fields: readonly Superseded[] };
