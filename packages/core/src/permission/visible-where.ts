import type { Entity } from '../entity/entity.ts';
import { everything, type Where } from '../where/where.ts';
import type { Actor } from './actor.ts';
import { scopeOf } from './may.ts';

/** The records of an entity that the actor may read, as a filter: what `mayOnRecord` says of one, said of all. */
export function visibleWhere(actor: Actor, entity: Entity): Where {
  if (entity.isReferenceData) return everything;
  const scope = scopeOf(actor, `${entity.plural}.read`);
  if (scope === 'all') return everything;
  if (scope === undefined) return { field: 'id', op: 'in', value: [] };
  const teams = scope === 'team' ? [...(actor.teams ?? [])] : [];
  return {
    or: [
      { field: 'owner', op: 'eq', value: actor.member },
      {
        and: [
          { field: 'owner', op: 'empty' },
          { field: 'createdBy', op: 'eq', value: actor.member },
        ],
      },
      ...(teams.length > 0 ? [{ field: 'team', op: 'in', value: teams } as const] : []),
    ],
  };
}
