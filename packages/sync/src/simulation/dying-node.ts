import type { AuthorityStore, TenantTransaction } from '../authority/authority-store.ts';

/** The server's process ended; its connections are lost, and what it had not committed. */
export class NodeCrash extends Error {
  override readonly name = 'NodeCrash';
}

/**
 * A store as a process sees it that may end at any step of a transaction, or after it was committed and before anybody
 * is told.
 *
 * @param stepsToLive asked once for each transaction: after how many of its steps the process ends; null: it lives
 */
export function dyingStore(store: AuthorityStore, stepsToLive: () => number | null): AuthorityStore {
  return {
    ...store,
    async write(tenant, work) {
      let left = stepsToLive();
      const step = (): void => {
        if (left === null) return;
        left -= 1;
        if (left < 0) throw new NodeCrash();
      };
      const result = await store.write(tenant, (transaction) => work(mortal(transaction, step)));
      // Committed; what is left of its life ends before the answer.
      if (left !== null) throw new NodeCrash();
      return result;
    },
  };
}

function mortal(transaction: TenantTransaction, step: () => void): TenantTransaction {
  const steps = Object.entries(transaction).map(([name, operation]) => [
    name,
    async (...args: readonly unknown[]) => {
      step();
      return await (operation as (...args: readonly unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(steps) as TenantTransaction;
}
