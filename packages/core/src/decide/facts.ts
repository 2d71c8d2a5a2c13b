import { entityFor } from '../entity/model.ts';
import type { Need, Needs } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { RecordId } from '../id/uuid.ts';
import { compareCodePoints } from '../text/fold.ts';
import { compareBy } from '../where/compare-by.ts';
import { matches } from '../where/matches.ts';
import { resolveWhere } from '../where/resolve-where.ts';
import type { ResolvedWhere } from '../where/resolved-where.ts';
import type { Where } from '../where/where.ts';
import type { DecideContext } from './context.ts';
import type { Draft } from './draft.ts';

type FirstNeed = Extract<Need, { need: 'first' }>;
type ListNeed = Extract<Need, { need: 'list' }>;

/** The stored world with the change's own drafts laid over it. */
export interface Facts {
  readonly record: (entity: string, id: RecordId) => EntityRecord | null | undefined;
  readonly list: (need: ListNeed) => readonly EntityRecord[] | undefined;
  /** Shares of a record that are not deleted. */
  readonly sharesOf: (entity: string, id: RecordId) => readonly EntityRecord[] | undefined;
  /** The facts of all needs, or undefined when some must be loaded first. */
  of(needs: Needs): Readonly<Record<string, unknown>> | undefined;
}

/** What rules see: what `context.known` holds with the drafts over it. What is not known yet is asked for by `ask`. */
export function createFacts(
  context: DecideContext,
  drafts: ReadonlyMap<string, Draft>,
  ask: (need: Need) => void,
): Facts {
  const record = (entity: string, id: RecordId): EntityRecord | null | undefined => {
    const draft = drafts.get(`${entity}/${id}`);
    if (draft) return draft.after;
    // A name that stands in a record, not in a declaration, may be any.
    if (!context.model.entityByName.has(entity)) return null;
    const stored = context.known.record(entity, id);
    if (stored === undefined) ask({ need: 'record', entity, id });
    return stored;
  };

  const fact = (need: Need): unknown => {
    if (need.need === 'given') return need.value;
    if (need.need === 'record') return need.id === null ? null : record(need.entity, need.id);
    if (need.need === 'first') return first(need);
    if (need.need === 'list') return list(need);
    const where = resolveNeed(need.entity, need.where, context);
    const stored = context.known.count(need);
    if (stored === undefined) ask(need);
    return stored === undefined
      ? undefined
      : draftsOf(need.entity).reduce((sum, draft) => sum + difference(draft, where), stored);
  };

  let grouped = new Map<string, Draft[]>();
  let groupedSize = -1;
  const draftsOf = (entity: string): readonly Draft[] => {
    // Drafts come to a change and never go.
    if (groupedSize !== drafts.size) {
      grouped = Map.groupBy(drafts.values(), (draft) => draft.entity.name);
      groupedSize = drafts.size;
    }
    return grouped.get(entity) ?? [];
  };

  const first = (need: FirstNeed): EntityRecord | null | undefined => {
    const where = resolveNeed(need.entity, need.where, context);
    const own = draftsOf(need.entity);
    const compare = compareBy(entityFor(context.model, need.entity), need.orderBy, 'asc');
    const stored = context.known.first(need);
    if (stored === undefined) ask(need);
    if (!stored) return stored === undefined ? undefined : best(own, where, compare, null);
    const draft = drafts.get(`${need.entity}/${stored.id}`);
    if (!draft) return best(own, where, compare, stored);
    if (isIn(draft.after, where) && compare(draft.after, stored) <= 0) return best(own, where, compare, null);
    // The change moves it back or away, so that a record behind it may come first: look past all that are changed.
    const touched = own.flatMap(({ id, before }) => (before ? [id] : []));
    const rest: FirstNeed = {
      ...need,
      where: { and: [need.where, { not: { field: 'id', op: 'in', value: touched } }] },
    };
    const behind = context.known.first(rest);
    if (behind === undefined) ask(rest);
    return behind === undefined ? undefined : best(own, where, compare, behind);
  };

  const list = (need: ListNeed): readonly EntityRecord[] | undefined => {
    const where = resolveNeed(need.entity, need.where, context);
    const own = draftsOf(need.entity);
    // The change may take some of them away.
    const asked = { ...need, limit: need.limit + own.length };
    const stored = context.known.list(asked);
    if (stored === undefined) {
      ask(asked);
      return undefined;
    }
    const touched = new Set(own.map(({ id }) => id));
    const untouched = stored.filter(({ id }) => !touched.has(id));
    const drafted = own.map(({ after }) => after).filter((after) => isIn(after, where));
    return [...untouched, ...drafted].toSorted((a, b) => compareCodePoints(a.id, b.id)).slice(0, need.limit);
  };

  const sharesOf = (entity: string, id: RecordId): readonly EntityRecord[] | undefined => {
    const { sharing } = context.model;
    if (!sharing) return [];
    const { shares } = sharing;
    const where: Where = {
      and: [
        { field: shares.record, op: 'eq', value: id },
        { field: shares.entity, op: 'eq', value: entity },
      ],
    };
    return list({ need: 'list', entity: sharing.name, where, limit: maxShares });
  };

  return {
    record,
    list,
    sharesOf,
    of(needs) {
      const facts: Record<string, unknown> = {};
      let isComplete = true;
      for (const name in needs) {
        const need = needs[name];
        if (!need) continue;
        const value = fact(need);
        if (value === undefined) isComplete = false;
        facts[name] = value;
      }
      return isComplete ? facts : undefined;
    },
  };
}

/** Of one record, as far as anybody looks. */
const maxShares = 1000;

function resolveNeed(
  entity: string,
  where: Extract<Need, { need: 'count' }>['where'],
  context: DecideContext,
): ResolvedWhere {
  const resolved = resolveWhere(where, entityFor(context.model, entity), {
    me: context.actor.member,
    today: context.today,
    timeZone: context.timeZone,
    weekStart: context.weekStart,
  });
  if (!resolved.ok) throw new Error(`A rule needs what cannot be asked: ${JSON.stringify(resolved.error)}`);
  return resolved.value;
}

const isIn = (record: EntityRecord | null, where: ResolvedWhere): boolean =>
  record !== null && record.deletedAt === null && matches(where, record);

const difference = (draft: Draft, where: ResolvedWhere): number =>
  Number(isIn(draft.after, where)) - Number(isIn(draft.before, where));

function best(
  drafts: readonly Draft[],
  where: ResolvedWhere,
  compare: (a: EntityRecord, b: EntityRecord) => number,
  stored: EntityRecord | null,
): EntityRecord | null {
  const candidates = drafts.map(({ after }) => after).filter((after) => isIn(after, where));
  return [...candidates, ...(stored ? [stored] : [])].toSorted(compare)[0] ?? null;
}
