import type { Intention } from '@satchel/core';
import { expect, test } from 'vitest';
import { createMemoryWorkspace } from './memory-workspace.ts';

test('[S4-17/C] an undo that more records follow than one change can touch is done in smaller changes', async () => {
  const { replica, target, live } = createMemoryWorkspace();
  const pairs = Array.from({ length: 300 }, () => ({ deal: target.newRecordId(), lead: target.newRecordId() }));
  const inParts = (kind: 'bulk', of: (pair: (typeof pairs)[number]) => readonly Intention[]): string => {
    const group = replica.group({ kind });
    for (let at = 0; at < pairs.length; at += 150) {
      const done = group.commit(pairs.slice(at, at + 150).flatMap(of));
      if (!done.ok) throw new Error(done.error[0]?.message);
    }
    group.finish();
    return group.id;
  };
  inParts('bulk', ({ deal }) => [
    { kind: 'create', entity: 'deal', id: deal, fields: { title: 'Deal', amount: { minor: 1, currency: 'USD' } } },
  ]);
  const won = inParts('bulk', ({ deal }) => [{ kind: 'update', entity: 'deal', id: deal, fields: { status: 'won' } }]);
  // They come after it, so that it does not take them back itself.
  inParts('bulk', ({ deal, lead }) => [{ kind: 'create', entity: 'lead', id: lead, fields: { name: 'Lead', deal } }]);
  const keyById = new Map<unknown, unknown>(live('stage').map(({ id, key }) => [id, key]));
  const stages = () => new Set(live('lead').map(({ stage }) => keyById.get(stage)));
  expect(stages()).toEqual(new Set(['closed_won']));
  const undone = await replica.undo(won);
  expect(undone.ok ? [] : undone.error.slice(0, 1)).toEqual([]);
  expect([stages(), new Set(live('deal').map(({ status }) => status))]).toEqual([
    new Set(['proposal']),
    new Set(['open']),
  ]);
});
