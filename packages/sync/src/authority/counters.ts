import type { TenantTransaction } from './authority-store.ts';

/** Counters of a tenant while one batch is judged. */
export interface Counters {
  readonly load: (names: readonly string[]) => Promise<void>;
  /** Of one that was loaded. */
  readonly last: (name: string) => number;
  /** Never goes back. */
  readonly reach: (name: string, last: number) => void;
  /** Keeps those that moved. */
  readonly keep: () => Promise<void>;
}

export function createCounters(transaction: TenantTransaction): Counters {
  const kept = new Map<string, number>();
  const reached = new Map<string, number>();
  return {
    async load(names) {
      const missing = [...new Set(names)].filter((name) => !kept.has(name));
      const found = await Promise.all(missing.map(async (name) => [name, await transaction.counter(name)] as const));
      for (const [name, last] of found) kept.set(name, last);
    },
    last(name) {
      const last = reached.get(name) ?? kept.get(name);
      if (last === undefined) throw new Error(`The counter was not loaded: ${name}`);
      return last;
    },
    reach(name, last) {
      reached.set(name, Math.max(reached.get(name) ?? 0, last));
    },
    async keep() {
      for (const [name, last] of reached) if (last > (kept.get(name) ?? 0)) await transaction.setCounter(name, last);
    },
  };
}
