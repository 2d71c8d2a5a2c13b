import { type Actor, type Intention, isRecordId, type Model, mayInTeam } from '@satchel/core';
import type { Superseded } from '../protocol/outcome.ts';
import type { TenantView } from './tenant-view.ts';

/** A change without the teams that its author may not put records into, and a notice of each. */
export interface InOwnTeams {
  readonly intentions: readonly Intention[];
  readonly lost: readonly Superseded[];
}

/**
 * Takes out teams that were lost while a device was offline: who was taken out of a team, or whose team is gone, loses
 * nothing else of a change.
 */
export async function clearLostTeams(
  intentions: readonly Intention[],
  actor: Actor,
  model: Model,
  view: TenantView,
): Promise<InOwnTeams> {
  const named = intentions.flatMap((intention) => teamOf(intention) ?? []).filter(isRecordId);
  if (named.length === 0 || !model.entityByName.has('team')) return { intentions, lost: [] };
  await view.loadRows(named.map((id) => ({ entity: 'team', id })));
  const lost: Superseded[] = [];
  const kept = intentions.map((intention): Intention => {
    const team = teamOf(intention);
    const entity = model.entityByName.get(intention.entity);
    if (team === undefined || !entity || !('fields' in intention)) return intention;
    const { id, kind } = intention;
    const record = view.row('team', team)?.record;
    const isThere = record !== undefined && record.deletedAt === null;
    if (isThere && mayInTeam(actor, entity, kind, team)) return intention;
    const { team: value = null, ...fields } = intention.fields;
    lost.push({ entity: entity.name, id, field: 'team', value, reason: 'team-lost' });
    // What somebody makes in a team that they lost is not put into another one.
    return { ...intention, fields: kind === 'create' ? { ...fields, team: null } : fields };
  });
  return { intentions: kept, lost };
}

/** The team that an intention puts its record into. */
function teamOf(intention: Intention): string | undefined {
  const team = 'fields' in intention ? intention.fields['team'] : undefined;
  return typeof team === 'string' ? team : undefined;
}
