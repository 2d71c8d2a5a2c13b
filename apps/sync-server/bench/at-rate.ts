/** How long each of many things took from when it was due, however late whoever measures was with it. */
export interface Delays {
  readonly due: (id: string, atMs: number) => void;
  /** What was seen already, or never due, is passed over. */
  readonly seen: (id: string, atMs: number) => void;
  /** What was due and not seen yet. */
  readonly missing: () => number;
  /** Of everything that was due: what was not seen took for ever. In milliseconds. */
  readonly all: () => readonly number[];
}

export function createDelays(): Delays {
  const dueMs = new Map<string, number>();
  const delays: number[] = [];
  return {
    due(id, atMs) {
      if (dueMs.has(id)) throw new Error(`This is due already: ${id}`);
      dueMs.set(id, atMs);
    },
    seen(id, atMs) {
      const at = dueMs.get(id);
      if (at === undefined) return;
      dueMs.delete(id);
      delays.push(atMs - at);
    },
    missing: () => dueMs.size,
    all: () => [...delays, ...Array.from(dueMs, () => Number.POSITIVE_INFINITY)],
  };
}

export interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
}

/**
 * Does something so often, whether what was done before has ended or not: what cannot be done in its time is done as soon
 * as possible, and was due in its time all the same.
 */
export async function atRate(
  { perSecond, seconds }: Rate,
  act: (index: number, dueMs: number) => void,
  clock: { readonly now: () => number; readonly wait: () => Promise<void> } = realClock,
): Promise<void> {
  const startMs = clock.now();
  const count = Math.round(perSecond * seconds);
  for (let index = 0; index < count; ) {
    const due = Math.min(count, Math.floor(((clock.now() - startMs) / 1000) * perSecond) + 1);
    for (; index < due; index += 1) act(index, startMs + (index * 1000) / perSecond);
    await clock.wait();
  }
}

const realClock = {
  now: () => performance.now(),
  wait: () => new Promise<void>((resolve) => setTimeout(resolve, 1)),
};
