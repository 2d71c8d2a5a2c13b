import { changeIdFrom, decide, formatHlc, type Intention, type Refusal } from '@satchel/core';
import type { Workspace } from '../workspace/open-workspace.ts';

/** What would be refused of a change if it were committed now; it is judged and not written. */
export function refusalsOf(workspace: Workspace, intentions: readonly Intention[]): readonly Refusal[] {
  const { store, model, me } = workspace;
  const { actor, today, timeZone, weekStart } = workspace.asker();
  const now = Date.now();
  const judgement = decide(
    {
      id: changeIdFrom(workspace.newGroup()),
      actor: me,
      device: '',
      // The stamp of a change that is never written.
      at: formatHlc({ ms: now, counter: 0, device: '00000000' }),
      intentions,
    },
    {
      model,
      actor,
      known: {
        record: (entity, id) => store.record(entity, id),
        count: (need) => store.count(need),
        first: (need) => store.first(need),
        list: (need) => store.list(need),
      },
      now,
      today,
      timeZone,
      weekStart,
      country: workspace.profile().country,
    },
  );
  if (judgement.kind === 'needs') throw new Error('A store that answers at once left a need open.');
  return judgement.kind === 'refused' ? judgement.refusals : [];
}
