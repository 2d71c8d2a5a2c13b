import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { cursorOf } from './remote.ts';
import type { ReplicaStore } from './replica-store.ts';

/** Compares what the device holds with what the server says that it should, when both are at rest. */
export interface SumCheck {
  /** Asks, when it is time. Nothing is to be loading or waiting. */
  readonly ask: () => void;
  /** The entities of which the device holds something else. */
  readonly differing: (sums: Extract<ServerMessage, { kind: 'sums' }>) => readonly string[];
}

/** How long one waits for an answer: a server that has gone on meanwhile gives none. */
const patienceMs = 30_000;

export function createSumCheck(
  store: ReplicaStore,
  now: () => number,
  say: (message: ClientMessage) => void,
  everyMs: number,
): SumCheck {
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    ask() {
      const at = cursorOf(store);
      if (at === null || now() < nextAt) return;
      nextAt = now() + Math.min(patienceMs, everyMs);
      say({ kind: 'check', at });
    },
    differing({ at, sums }) {
      if (at !== cursorOf(store)) return [];
      nextAt = now() + everyMs;
      return Object.entries(sums).flatMap(([entity, sum]) => (store.checksum(entity) === sum ? [] : [entity]));
    },
  };
}
