import {
  type Actor,
  type EntityRecord,
  entityFor,
  type FieldValue,
  labelOf,
  may,
  type RecordId,
  recordIdFrom,
} from '@satchel/core';
import {
  differencesOf,
  type MergeChoice,
  type MergePair,
  type MergePlan,
  type MergeSides,
  planMerge,
} from '@satchel/sync';
import type { MergeDecisions, MergePairView, MergeView } from '../../shared/api.ts';
import { valueText } from './value-text.ts';

/** What was decided, with what goes for everything about which nothing was. */
export function decidedPlan(sides: MergeSides, actor: Actor, decisions: MergeDecisions) {
  const found = planMerge(sides, memberChoices(decisions));
  const canAddMembers = may(actor, 'members.create');
  const choices: Record<string, MergeChoice> = { ...memberChoices(decisions) };
  for (const { id, by } of found.members) {
    // Who may not add a colleague takes over what that one had.
    if (by === 'undecided' && !canAddMembers) choices[id] = sides.me.target;
  }
  for (const { entity, id, to } of found.pairs) {
    if (isOne(decisions, entity, id)) choices[id] = { to, ours: decisions.ours[pairKey(entity, id)] ?? [] };
  }
  return { plan: planMerge(sides, choices), choices, canAddMembers };
}

const pairKey = (entity: string, id: string): string => `${entity}/${id}`;

const isOne = ({ pairs, bulk }: MergeDecisions, entity: string, id: string): boolean =>
  (pairs[pairKey(entity, id)] ?? bulk[entity] ?? 'one') === 'one';

const memberChoices = ({ members }: MergeDecisions): Readonly<Record<string, RecordId | 'new'>> =>
  Object.fromEntries(Object.entries(members).map(([id, to]) => [id, to === 'new' ? to : recordIdFrom(to)]));

/** What there is on both sides and what would come of it, as people read it. */
export function mergeView(
  sides: MergeSides,
  actor: Actor,
  decisions: MergeDecisions,
  { limit, timeZone }: { readonly limit: number; readonly timeZone: string },
): MergeView {
  const { plan, canAddMembers } = decidedPlan(sides, actor, decisions);
  const byEntity = Map.groupBy(plan.pairs, ({ entity }) => entity);
  const joined = (entity: string): number => byEntity.get(entity)?.filter((pair) => pair.isOne).length ?? 0;
  return {
    decisions,
    canAddMembers,
    members: plan.members.map(({ id, name, to, by }) => ({
      id,
      name,
      to,
      isAsked: by === 'undecided' || by === 'choice',
    })),
    colleagues: liveOf(sides.target, 'member').map((member) => ({ id: member.id, name: text(member['name']) })),
    entities: plan.entities.map(({ entity, matched, made, here }) => ({
      entity,
      there: matched + made + here,
      here: liveOf(sides.target, entity).length,
      matched: matched - joined(entity),
    })),
    pairs: [...byEntity].map(([entity, pairs]) => ({
      entity,
      count: pairs.length,
      shown: pairs.slice(0, limit).map((pair) => pairView(sides, plan, pair, timeZone)),
    })),
  };
}

const text = (value: FieldValue | undefined): string => (typeof value === 'string' ? value : '');

const liveOf = (store: MergeSides['target'], entity: string): readonly EntityRecord[] =>
  store.ids(entity).flatMap((id) => {
    const record = store.record(entity, id);
    return record?.deletedAt === null ? [record] : [];
  });

function pairView(sides: MergeSides, plan: MergePlan, pair: MergePair, timeZone: string): MergePairView {
  const { source, target, model } = sides;
  const entity = entityFor(model, pair.entity);
  const titleIn = (store: MergeSides['target']) => (name: string, id: string) => {
    const title = text(store.record(name, recordIdFrom(id))?.[entityFor(model, name).views.title]);
    return title === '' ? 'Not available' : title;
  };
  // Who somebody there is here counts, such as oneself as the owner.
  const titleThere = (name: string, id: string): string => {
    const here = plan.idHere.get(id);
    return here === undefined ? titleIn(source)(name, id) : titleIn(target)(name, here);
  };
  const say = (titleOf: typeof titleThere, name: string, value: FieldValue): string | null => {
    const field = entity.fields[name];
    return field ? valueText(field, value, { timeZone, titleOf }) : JSON.stringify(value);
  };
  const labelIn = (name: string): string => entity.fields[name]?.label ?? labelOf(name);
  return {
    id: pair.id,
    to: pair.to,
    titleThere: titleIn(source)(pair.entity, pair.id),
    titleHere: titleIn(target)(pair.entity, pair.to),
    by: pair.by === null ? '' : labelIn(pair.by),
    differences: differencesOf(sides, plan, pair).map(({ field, there, here }) => ({
      field,
      label: labelIn(field),
      there: say(titleThere, field, there),
      here: say(titleIn(target), field, here),
    })),
  };
}
