/** Thrown out of long work when it is cancelled; whoever started the work catches it. */
export class Cancelled extends Error {
  constructor() {
    super('The work was cancelled.');
  }
}

/**
 * Lets the process breathe: call it often within long work. Gives the event loop a turn every 15 ms and throws
 * Cancelled soon after the signal.
 */
export function createPace(signal: AbortSignal | undefined): () => Promise<void> | undefined {
  let lastMs = performance.now();
  return () => {
    if (signal?.aborted === true) throw new Cancelled();
    if (performance.now() - lastMs < TURN_MS) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        lastMs = performance.now();
        if (signal?.aborted === true) reject(new Cancelled());
        else resolve();
      });
    });
  };
}

const TURN_MS = 15;
