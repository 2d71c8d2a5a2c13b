import type { Change, ChangeId } from '@satchel/core';
import type { Overlay } from '../replica/overlay.ts';

/** A change that somebody made in a simulation. */
export interface MadeChange {
  /** The name of the device. */
  readonly device: string;
  readonly change: Change;
  readonly overlays: readonly Overlay[];
  /** The true time, milliseconds since 1970, whatever the device's clock said. */
  readonly madeAt: number;
}

/** Every change of a simulation whose end is asked for, in the order in which they were made. */
export type Made = Map<ChangeId, MadeChange>;
