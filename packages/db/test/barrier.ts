import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthorityStore } from '@satchel/sync/server';

/** Where two meet: each waits for the other, or until the other cannot come because it waits for a lock. */
export interface Barrier {
  arrive(): Promise<void>;
  /** Whether both were there at once. */
  readonly met: () => boolean;
}

/** @param isBlocked whether somebody waits for a lock of the database */
export function createBarrier(isBlocked: () => Promise<boolean>): Barrier {
  let waiting = 0;
  let hasMet = false;
  let isOpen = false;
  return {
    met: () => hasMet,
    async arrive() {
      waiting += 1;
      if (waiting === 2) hasMet = true;
      for (let tries = 0; !hasMet && !isOpen; tries += 1) {
        if (await isBlocked()) isOpen = true;
        if (tries > 1000) throw new Error('Nobody else came to the barrier, and nobody waits for a lock.');
        await sleep(2);
      }
      waiting -= 1;
    },
  };
}

/** `judged`: before anything is written. `written`: before it is committed. */
export type StopPoint = 'judged' | 'written';

/** A store whose writes wait at a barrier, once each. */
export function stoppedAt(point: StopPoint, barrier: Barrier, store: AuthorityStore): AuthorityStore {
  return {
    ...store,
    write: (tenant, work) =>
      store.write(tenant, async (transaction) => {
        let hasStopped = false;
        const stop = async (): Promise<void> => {
          if (!hasStopped) await barrier.arrive();
          hasStopped = true;
        };
        const result = await work({
          ...transaction,
          async accept(acceptances) {
            if (point === 'judged') await stop();
            await transaction.accept(acceptances);
          },
        });
        if (point === 'written') await stop();
        return result;
      }),
  };
}
