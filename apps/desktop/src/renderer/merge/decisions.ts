import type { MergeDecisions, MergeView, OneOrTwo } from '../../shared/api.ts';

/** What the two workspaces are called. */
export interface SideNames {
  readonly there: string;
  readonly here: string;
}

export const pairKey = (entity: string, id: string): string => `${entity}/${id}`;

export const isOne = ({ pairs, bulk }: MergeDecisions, entity: string, id: string): OneOrTwo =>
  pairs[pairKey(entity, id)] ?? bulk[entity] ?? 'one';

/** For all pairs of an entity, whatever was said of single ones. */
export const decideAll = (decisions: MergeDecisions, entity: string, value: OneOrTwo): MergeDecisions => ({
  ...decisions,
  bulk: { ...decisions.bulk, [entity]: value },
  pairs: Object.fromEntries(Object.entries(decisions.pairs).filter(([key]) => !key.startsWith(`${entity}/`))),
});

/** How many pairs of an entity become one record each. */
export function joinedOf(view: MergeView, decisions: MergeDecisions, entity: string): number {
  const count = view.pairs.find((pairs) => pairs.entity === entity)?.count ?? 0;
  const others = Object.entries(decisions.pairs).filter(([key]) => key.startsWith(`${entity}/`));
  const bulk = decisions.bulk[entity] ?? 'one';
  const single = others.filter(([, value]) => value !== bulk).length;
  return bulk === 'one' ? count - single : single;
}

/** How many records of an entity come as new ones. */
export function newOf(view: MergeView, decisions: MergeDecisions, entity: string): number {
  const counts = view.entities.find((one) => one.entity === entity);
  if (!counts) return 0;
  if (entity !== 'member') return counts.there - counts.matched - joinedOf(view, decisions, entity);
  const isNew = ({ id, to, isAsked }: MergeView['members'][number]): boolean =>
    isAsked && view.canAddMembers ? (decisions.members[id] ?? 'new') === 'new' : to === null;
  return view.members.filter(isNew).length;
}
