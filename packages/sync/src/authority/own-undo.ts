import { type Change, type ChangeId, isChangeId } from '@satchel/core';
import type { Outcome } from '../protocol/outcome.ts';
import type { TenantTransaction } from './authority-store.ts';
import { entryAt } from './entry-at.ts';
import type { TenantView } from './tenant-view.ts';

/** How long the actor may take an own step back without the right to do so; the device asks the same. */
const ownUndoWithinMs = 24 * 60 * 60 * 1000;

/**
 * Whether a change takes back one that its own actor made within a day, and of which nobody changed anything since: rights
 * to go back are then not asked. Of a single change only; a group is taken back with the right.
 */
export async function isOwnUndo(
  { actor, cause, intentions }: Change,
  transaction: TenantTransaction,
  view: TenantView,
  outcomes: ReadonlyMap<ChangeId, Outcome>,
  flush: () => Promise<void>,
  nowMs: number,
): Promise<boolean> {
  const of = cause?.of;
  if ((cause?.kind !== 'undo' && cause?.kind !== 'redo') || of === undefined || !isChangeId(of)) return false;
  const outcome = outcomes.get(of) ?? (await transaction.outcomes([of])).get(of);
  if (outcome?.kind !== 'accepted') return false;
  const { sequence } = outcome;
  // It may be of the same batch.
  await flush();
  const entry = await entryAt(transaction, sequence);
  if (entry?.change.id !== of || entry.change.actor !== actor || nowMs - entry.acceptedAt > ownUndoWithinMs)
    return false;
  const written = new Set(entry.writes.map(({ entity, id }) => `${entity}/${id}`));
  return intentions.every((intention) => {
    const row = view.row(intention.entity, intention.id);
    if (!row || !written.has(`${intention.entity}/${intention.id}`)) return false;
    const names = intention.kind === 'update' ? Object.keys(intention.fields) : ['deletedAt'];
    return names.every((name) => (row.revs[name]?.[0] ?? 0) <= sequence);
  });
}
