import { troubleOf } from '@satchel/db';
import type { Replica, ReplicaStore } from '@satchel/sync';

/** Rows per turn: a few milliseconds in which nobody else can write. */
const rowsPerTurn = 200;

/** Waits until whoever just wrote has read again. */
const delayMs = 300;

export interface IdleSweep {
  /** Something was written: look soon whether there is something to sweep. */
  readonly start: () => void;
  /** No turn begins after this; what is left waits for the next start. */
  readonly close: () => void;
}

/** Sweeps what deletions left behind in small parts, whenever nobody writes. */
export function createIdleSweep(
  { replica, store }: { readonly replica: Replica; readonly store: ReplicaStore },
  sweep: (limit: number) => number,
): IdleSweep {
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const part = (): number => (isClosed ? 0 : store.transaction(() => sweep(rowsPerTurn)));

  const run = async (): Promise<void> => {
    isRunning = true;
    try {
      while ((await replica.whenIdle(part)) > 0) await new Promise((resolve) => setImmediate(resolve));
    } catch (error) {
      // A full or broken disk is told to whoever writes next.
      if (!troubleOf(error)) throw error;
    } finally {
      isRunning = false;
    }
  };

  return {
    start() {
      if (isClosed || isRunning || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        void run();
      }, delayMs).unref();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
