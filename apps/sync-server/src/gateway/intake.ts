import { setTimeout as sleep } from 'node:timers/promises';
import { maxFrameBytes } from '@satchel/sync';

/** What a device has sent and nobody has worked on yet, and how fast that is worked on. */
export interface Intake {
  /** Whether there is room for one more frame. */
  readonly mayTake: (bytes: number) => boolean;
  readonly take: (bytes: number) => void;
  /** Resolves when it is the turn of a frame that was taken: at once, but for who sends without end. */
  readonly turn: (bytes: number) => Promise<void>;
  readonly isEmpty: () => boolean;
}

/** Frames that wait to be worked on, and their bytes; a device never has more than a few under way. */
const maxWaitingFrames = 64;
const maxWaitingBytes = 2 * maxFrameBytes;

/** Frames of one device that are worked on in a second in the long run, and how far it may be ahead of that. */
const framesPerSecond = 1000;
const aheadMs = 2000;

/** @param now milliseconds of a clock that only goes forwards */
export function createIntake(now: () => number): Intake {
  let frames = 0;
  let waitingBytes = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    mayTake: (bytes) => frames < maxWaitingFrames && waitingBytes + bytes <= maxWaitingBytes,
    take(bytes) {
      frames += 1;
      waitingBytes += bytes;
    },
    async turn(bytes) {
      nextAt = Math.max(nextAt, now() - aheadMs) + 1000 / framesPerSecond;
      if (nextAt > now()) await sleep(nextAt - now());
      frames -= 1;
      waitingBytes -= bytes;
    },
    isEmpty: () => frames === 0,
  };
}
