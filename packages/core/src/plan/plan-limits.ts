import { addMonths, calendarDateToInstant, instantToCalendarDate, startOf } from '../date/calendar-date.ts';
import type { Write } from '../decide/judgement.ts';
import type { Need } from '../entity/need.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { Refusal } from '../refusal.ts';
import { everything, type Where } from '../where/where.ts';

export const plans = ['free', 'basic', 'professional', 'enterprise'] as const;

/** What a tenant has bought, or been given. */
export type Plan = (typeof plans)[number];

/** How many records of an entity a plan allows: all that are not deleted, or those of one calendar month. */
export interface PlanLimit {
  readonly entity: string;
  readonly most: number;
  /** The field whose moment says in which month of the tenant's time zone a record counts. */
  readonly monthOf?: string;
}

const limitsOf = (campaigns: number, contacts: number, calls: number): readonly PlanLimit[] => [
  { entity: 'campaign', most: campaigns },
  { entity: 'contact', most: contacts },
  { entity: 'call', most: calls, monthOf: 'startedAt' },
];

/** What is not named is unlimited. */
export const limitsByPlan: Readonly<Record<Plan, readonly PlanLimit[]>> = {
  free: limitsOf(3, 100, 50),
  basic: limitsOf(10, 1_000, 500),
  professional: limitsOf(50, 10_000, 5_000),
  enterprise: [],
};

/** A limit that a change comes nearer to. */
export interface TouchedLimit {
  readonly limit: PlanLimit;
  /** How many there are before the change, of those that are counted together. */
  readonly need: Extract<Need, { need: 'count' }>;
  /** How many more the change makes of them. */
  readonly more: number;
  /** The first record that it makes. */
  readonly write: Write;
}

/**
 * The limits that a judged change would come nearer to. Only the server asks, since only it counts what all devices
 * made; whoever is over a limit may still change and delete.
 *
 * @param timeZone of the tenant, by which a month begins and ends
 */
export function touchedLimits(plan: Plan, writes: readonly Write[], timeZone: string): readonly TouchedLimit[] {
  return limitsByPlan[plan].flatMap((limit) => {
    const touched = new Map<string, { where: Where; more: number; first: Write | null }>();
    const note = (write: Write, record: EntityRecord | null, by: 1 | -1): void => {
      const where = record && countedWith(limit, record, timeZone);
      if (!where) return;
      const key = JSON.stringify(where);
      const known = touched.get(key) ?? { where, more: 0, first: null };
      touched.set(key, { where, more: known.more + by, first: known.first ?? (by > 0 ? write : null) });
    };
    for (const write of writes) {
      if (write.entity !== limit.entity) continue;
      note(write, write.before, -1);
      note(write, write.after, 1);
    }
    return [...touched.values()].flatMap(({ where, more, first }) =>
      more > 0 && first ? [{ limit, need: { need: 'count', entity: limit.entity, where }, more, write: first }] : [],
    );
  });
}

/** The refusal when the limit would be passed. */
export function limitRefusal({ limit, more, write }: TouchedLimit, before: number): Refusal | null {
  if (before + more <= limit.most) return null;
  const most = limit.most.toLocaleString('en-US');
  const per = limit.monthOf === undefined ? '' : ' a month';
  return {
    code: 'plan-limit-exceeded',
    message: `The plan of this workspace allows ${most} ${limit.entity}s${per}, and there are ${before.toLocaleString('en-US')}. Delete some, or ask an owner for a larger plan; what you made is kept here meanwhile.`,
    entity: write.entity,
    record: write.id,
  };
}

/** Which records are counted together with this one; null when it is not counted. */
function countedWith({ monthOf }: PlanLimit, record: EntityRecord, timeZone: string): Where | null {
  if (record.deletedAt !== null) return null;
  if (monthOf === undefined) return everything;
  const at = record[monthOf];
  // What has not begun is of no month yet.
  if (typeof at !== 'number') return null;
  const month = startOf(instantToCalendarDate(at, timeZone), 'month');
  const from = calendarDateToInstant(month, timeZone);
  const to = calendarDateToInstant(addMonths(month, 1), timeZone);
  return {
    and: [
      { field: monthOf, op: 'gte', value: from },
      { field: monthOf, op: 'lt', value: to },
    ],
  };
}
