import type { Cause, FieldValues, Intention } from '../src/change/change.ts';
import { createClock } from '../src/clock/hlc.ts';
import { calendarDate } from '../src/date/calendar-date.ts';
import type { Known } from '../src/decide/context.ts';
import { decide } from '../src/decide/decide.ts';
import type { Judgement } from '../src/decide/judgement.ts';
import { setupIntentions } from '../src/entities/default-pipelines.ts';
import { coreModel } from '../src/entities/registry.ts';
import { entityFor, type Model } from '../src/entity/model.ts';
import { needKey } from '../src/entity/need.ts';
import type { EntityRecord } from '../src/entity/record.ts';
import { changeIdFrom, createUuidV7Generator, type RecordId, recordIdFrom } from '../src/id/uuid.ts';
import type { Actor } from '../src/permission/actor.ts';
import type { Role } from '../src/permission/roles.ts';
import { compareCodePoints } from '../src/text/fold.ts';
import { compareBy } from '../src/where/compare-by.ts';
import { matches } from '../src/where/matches.ts';
import { resolveWhere } from '../src/where/resolve-where.ts';
import type { Where } from '../src/where/where.ts';

export const nowMs = Date.UTC(2026, 10, 20);
const day = calendarDate(2026, 11, 20);
if (day === undefined) throw new Error('No such day.');
export const today = day;

/** Who commits; an owner unless told otherwise. */
export interface By {
  readonly role?: Role;
  readonly member?: RecordId;
  readonly cause?: Cause;
}

export type World = ReturnType<typeof createWorld>;

/** A workspace of rows in a map, judged and written as a device would, without a store: two members, both pipelines. */
export function createWorld(model: Model = coreModel) {
  const newUuid = createUuidV7Generator({ now: () => nowMs, random: (size) => new Uint8Array(size).fill(7) });
  const newId = (): RecordId => recordIdFrom(newUuid());
  const rows = new Map<string, Map<RecordId, EntityRecord>>();
  const clock = createClock({ now: () => nowMs, device: 'aaaaaaaa' });
  const firstTick = clock.tick();
  const me = newId();
  const other = newId();

  const find = (entity: string, where: Where = { and: [] }): readonly EntityRecord[] => {
    const asker = { me, today, timeZone: 'UTC', weekStart: 1 } as const;
    const resolved = resolveWhere(where, entityFor(model, entity), asker);
    if (!resolved.ok) throw new Error(resolved.error.message);
    return [...(rows.get(entity)?.values() ?? [])].filter(
      (row) => row.deletedAt === null && matches(resolved.value, row),
    );
  };
  const actor = (role: Role = 'owner', member = me): Actor => ({ member, ...model.access[role] });

  const known: Known = {
    record: (entity, id) => rows.get(entity)?.get(id) ?? null,
    count: (need) => find(need.entity, need.where).length,
    first: (need) =>
      find(need.entity, need.where).toSorted(compareBy(entityFor(model, need.entity), need.orderBy, 'asc'))[0] ?? null,
    list: (need) =>
      find(need.entity, need.where)
        .toSorted((a, b) => compareCodePoints(a.id, b.id))
        .slice(0, need.limit),
  };

  /**
   * What would become of a change with this id, without writing it.
   *
   * @param loaded keys of the needs that are known; all when absent
   */
  const judge = (
    intentions: readonly Intention[],
    id: string = newUuid(),
    { role, member = me, cause }: By = {},
    loaded?: ReadonlySet<string>,
    at = firstTick,
  ): Judgement =>
    decide(
      {
        id: changeIdFrom(id),
        actor: member,
        device: 'aaaaaaaa',
        at,
        intentions,
        ...(cause ? { cause } : {}),
      },
      {
        model,
        actor: actor(role, member),
        known: loaded ? onlyLoaded(known, loaded) : known,
        now: nowMs,
        today,
        timeZone: 'UTC',
        weekStart: 1,
        country: 'US',
      },
    );

  const commit = (intentions: readonly Intention[], by?: By): Judgement => {
    const judgement = judge(intentions, newUuid(), by, undefined, clock.tick());
    if (judgement.kind === 'accepted') {
      for (const { entity, id, after } of judgement.writes) {
        const table = rows.get(entity) ?? new Map<RecordId, EntityRecord>();
        rows.set(entity, table.set(id, after));
      }
    }
    return judgement;
  };

  /** Throws what was refused: for the steps on the way to what a test is about. */
  const accept = (intentions: readonly Intention[], by?: By): void => {
    const judgement = commit(intentions, by);
    if (judgement.kind !== 'accepted') throw new Error(JSON.stringify(judgement));
  };
  const make = (entity: string, fields: FieldValues = {}, by?: By): RecordId => {
    const id = newId();
    accept([{ kind: 'create', entity, id, fields }], by);
    return id;
  };
  const update = (entity: string, id: RecordId, fields: FieldValues, by?: By): Judgement =>
    commit([{ kind: 'update', entity, id, fields }], by);
  const row = (entity: string, id: RecordId): EntityRecord => {
    const found = rows.get(entity)?.get(id);
    if (!found) throw new Error(`There is no ${entity} ${id}.`);
    return found;
  };
  /** The stage of a default pipeline. */
  const stage = (key: string, pipeline = 'deals'): RecordId => {
    const [path] = find('pipeline', { field: 'key', op: 'eq', value: pipeline });
    const where: Where = {
      and: [
        { field: 'key', op: 'eq', value: key },
        { field: 'pipeline', op: 'eq', value: path?.id ?? '' },
      ],
    };
    const [found] = find('stage', where);
    if (!found) throw new Error(`There is no stage ${key}.`);
    return found.id;
  };

  accept(setupIntentions({ id: me, name: 'Ada' }, newId));
  accept([{ kind: 'create', entity: 'member', id: other, fields: { name: 'Bob' } }]);
  return { accept, actor, commit, find, judge, make, me, newId, newUuid, other, row, stage, update };
}

const onlyLoaded = (known: Known, loaded: ReadonlySet<string>): Known => ({
  record: (entity, id) => (loaded.has(needKey({ need: 'record', entity, id })) ? known.record(entity, id) : undefined),
  count: (need) => (loaded.has(needKey(need)) ? known.count(need) : undefined),
  first: (need) => (loaded.has(needKey(need)) ? known.first(need) : undefined),
  list: (need) => (loaded.has(needKey(need)) ? known.list(need) : undefined),
});

/** The codes of what was refused; none when it was accepted. */
export const codes = (judgement: Judgement): readonly string[] =>
  judgement.kind === 'refused' ? judgement.refusals.map(({ code }) => code) : [];

export const usd = (minor: number) => ({ minor, currency: 'USD' });
