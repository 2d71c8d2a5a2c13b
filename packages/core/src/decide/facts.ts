import { entityFor } from '../entity/model.ts';
import type { Need, Needs } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { RecordId } from '../id/uuid.ts';
import { matches } from '../where/matches.ts';
import { resolveWhere } from '../where/resolve-where.ts';
import type { ResolvedWhere } from '../where/resolved-where.ts';
import type { DecideContext } from './context.ts';
import type { Draft } from './draft.ts';

/** The stored world with the change's own drafts laid over it. */
export interface Facts {
  readonly record: (entity: string, id: RecordId) => EntityRecord | null | undefined;
  /** The facts of all needs, or undefined when some must be loaded first. */
  of(needs: Needs): Readonly<Record<string, unknown>> | undefined;
}

export function createFacts(
  context: DecideContext,
  drafts: ReadonlyMap<string, Draft>,
  ask: (need: Need) => void,
): Facts {
  const record = (entity: string, id: RecordId): EntityRecord | null | undefined => {
    const draft = drafts.get(`${entity}/${id}`);
    if (draft) return draft.after;
    const stored = context.known.record(entity, id);
    if (stored === undefined) ask({ need: 'record', entity, id });
    return stored;
  };

  const fact = (need: Need): unknown => {
    if (need.need === 'given') return need.value;
    if (need.need === 'record') return need.id === null ? null : record(need.entity, need.id);
    const where = resolveNeed(need.entity, need.where, context);
    const own = [...drafts.values()].filter((draft) => draft.entity.name === need.entity);
    if (need.need === 'count') {
      const stored = context.known.count(need);
      if (stored === undefined) ask(need);
      return stored === undefined ? undefined : own.reduce((sum, draft) => sum + difference(draft, where), stored);
    }
    const stored = context.known.first(need);
    if (stored === undefined) {
      ask(need);
      return undefined;
    }
    const { orderBy } = need;
    const candidates = own.map((draft) => draft.after).filter((after) => isIn(after, where));
    const storedDraft = stored && drafts.get(`${need.entity}/${stored.id}`);
    if (stored && !storedDraft) candidates.push(stored);
    return candidates.toSorted((a, b) => compareOrder(a[orderBy], b[orderBy]))[0] ?? null;
  };

  return {
    record,
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

function compareOrder(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const left = typeof a === 'string' ? a : '';
  const right = typeof b === 'string' ? b : '';
  return left < right ? -1 : left > right ? 1 : 0;
}
