/** Thrown out of long work when it is cancelled; whoever started the work catches it. */
export class Cancelled extends Error {
  constructor() {
    super('The work was cancelled.');
  }
}

/**
 * Lets the process breathe: call it often within long work. Gives the event loop a turn every 15 ms and throws
 * Cancelled soon after the signal. Where it is called for every row, await only what it gives: to await nothing costs
 * more than most rows do.
 */
export function createPace(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let lastMs = performance.now();
  return () => {
    if (signal?.aborted === true) throw new Cancelled();
    if (performance.now() - lastMs < TURN_MS) return undefined;
    return turn(signal).then(() => {
      lastMs = performance.now();
    });
  };
}

/** Gives the event loop a turn; rejects with Cancelled when the signal came meanwhile. */
export const turn = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    setImmediate(() => {
      if (signal?.aborted === true) reject(new Cancelled());
      else resolve();
    });
  });

/** Waits for something that cannot be stopped; cancelled, it is left to itself. */
export function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new Cancelled());
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}

const TURN_MS = 15;
