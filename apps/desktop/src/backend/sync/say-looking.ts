import type { Place } from './connection-options.ts';

/** Tells the server what the windows show: soon after it changed, and again for as long as they do. */
export interface SayLooking {
  readonly notice: () => void;
  /** Time passes. */
  readonly tick: () => void;
  readonly stop: () => void;
}

/** How soon the server is told, and after how many ticks again: it takes a minute's silence for an end. */
const soonMs = 250;
const ticksBetween = 4;

/** @param say does nothing while the server is not there */
export function createSayLooking(looking: () => readonly Place[], say: (at: readonly Place[]) => void): SayLooking {
  let timer: NodeJS.Timeout | undefined;
  let ticks = 0;
  return {
    notice() {
      // Several windows, and several keys, within a moment are one message.
      clearTimeout(timer);
      timer = setTimeout(() => say(looking()), soonMs);
    },
    tick() {
      ticks += 1;
      if (ticks % ticksBetween === 0) say(looking());
    },
    stop: () => clearTimeout(timer),
  };
}
