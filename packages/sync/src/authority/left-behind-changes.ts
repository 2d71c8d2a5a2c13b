import type { Change, ChangeId } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import type { LeftBehind } from './authority-store.ts';
import { deviceRevoked, notAMember } from './outcomes.ts';
import type { Sender } from './push.ts';

/**
 * Changes of somebody who was removed, or of a device that was revoked, before they were sent. The device forgets them
 * together with the workspace, so that the server keeps them until an admin has decided.
 */
export const leftBehindOf = (
  { member, device }: Sender,
  changes: readonly Change[],
  outcomes: ReadonlyMap<ChangeId, Outcome>,
  receivedAt: number,
): readonly LeftBehind[] =>
  changes.flatMap((change) => {
    const outcome = outcomes.get(change.id);
    const isLeft =
      outcome?.kind === 'refused' && outcome.refusals.some(({ code }) => code === notAMember || code === deviceRevoked);
    return isLeft ? [{ change, member, device, receivedAt }] : [];
  });
