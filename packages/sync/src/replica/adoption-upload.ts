import type { Model } from '@satchel/core';
import type { ClientMessage, ServerMessage } from '../protocol/messages.ts';
import { abandonAdoption, adoptionOf, finishAdoption, type NotAdopted, nextChanges } from './adoption.ts';
import type { ReplicaStore } from './replica-store.ts';

export interface AdoptionUpload {
  /** Whether the workspace is on its way to the server: nothing else is said until it is there. */
  readonly isUnderWay: () => boolean;
  /** Begins, or asks again how far it has come. */
  readonly start: () => void;
  readonly receive: (message: Extract<ServerMessage, { kind: 'adopting' | 'adopted' | 'not-adopted' }>) => void;
}

/**
 * Sends a workspace's history part by part, each when the one before has arrived; what the server has by then is where it
 * goes on from.
 */
export function createAdoptionUpload(
  store: ReplicaStore,
  model: Model,
  say: (message: ClientMessage) => void,
  onEnd: (refusals: NotAdopted | null) => void,
): AdoptionUpload {
  /** The sequence that the server has when it has taken what is under way; null: it was only asked. */
  let awaited: number | null = null;
  const isUnderWay = (): boolean => (adoptionOf(store)?.upTo ?? null) !== null;
  return {
    isUnderWay,
    start() {
      const adoption = adoptionOf(store);
      awaited = null;
      if (adoption) say({ kind: 'adopt', adoption: adoption.id, schema: model.schema });
    },
    receive(message) {
      const adoption = adoptionOf(store);
      if (adoption === null || adoption.upTo === null) return;
      if (message.kind === 'adopted') {
        finishAdoption(store, message.generation, adoption.upTo);
        onEnd(null);
      } else if (message.kind === 'not-adopted') {
        abandonAdoption(store, model);
        onEnd(message.refusals);
      } else if (awaited === null || message.head >= awaited) {
        // An answer that came late, or twice, says nothing new.
        const next = nextChanges(store, adoption, message.head);
        awaited = next.kind === 'adopt-changes' ? message.head + next.changes.length : message.head + 1;
        say(next);
      }
    },
  };
}
