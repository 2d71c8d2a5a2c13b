import type { Refusal } from '@satchel/core';
import { applyOutcomes } from './remote.ts';
import type { ReplicaStore } from './replica-store.ts';

/** Said of an edit of which nobody knows whether it was judged before. */
export const forgottenCode = 'forgotten';

const refusal: Refusal = {
  code: forgottenCode,
  message:
    'This copy of the workspace is older than what the server remembers, so that this edit may have been made already. ' +
    'Look at the record, and make it again if it was not.',
};

/**
 * What waits in a copy of the database that is older than the server's ledger goes to needs attention: sent again under
 * another name it might be judged twice.
 */
export function keepForgotten(store: ReplicaStore): void {
  store.transaction(() => {
    const waiting = store.outbox().map(({ change }) => change.id);
    // What was accepted may be sent again, too, when the server turns out to have been restored.
    for (const change of waiting) store.updateOutbox(change, { acceptedAt: null });
    applyOutcomes(
      store,
      waiting.map((change) => ({ kind: 'refused', change, refusals: [refusal], blockedBy: null })),
    );
  });
}
