import { type Model, serialCounters } from '@satchel/core';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { addRange, countLeft, keepLeases, leasesOf } from './leases.ts';
import type { ReplicaStore } from './replica-store.ts';

/** How many numbers of each counter a device that goes offline has at least, and at most. */
const fewNumbers = 100;
const manyNumbers = 200;

/** Asks for numbers before they run out. */
export interface LeaseRequests {
  ask(): void;
  receive(message: Extract<ServerMessage, { kind: 'leased' }>): void;
  /** What was asked for does not come any more. */
  restart(): void;
}

export function createLeaseRequests(
  store: ReplicaStore,
  model: Model,
  say: (message: ClientMessage) => void,
): LeaseRequests {
  /** By counter, the request that is under way. */
  let asked = new Map<string, number>();
  let asks = 0;
  return {
    ask() {
      const leases = leasesOf(store);
      for (const { name } of [...serialCounters(model).values()].flat()) {
        const left = countLeft(leases, name);
        if (left >= fewNumbers || asked.has(name)) continue;
        asks += 1;
        asked.set(name, asks);
        say({ kind: 'lease', ask: asks, counter: name, count: manyNumbers - left });
      }
    },
    receive({ ask, counter, first, count }) {
      // It may come twice, after numbers of it were given already.
      if (asked.get(counter) !== ask) return;
      if (count === 0) return;
      asked.delete(counter);
      store.transaction(() => keepLeases(store, addRange(leasesOf(store), counter, [first, first + count - 1])));
    },
    restart() {
      asked = new Map();
    },
  };
}
