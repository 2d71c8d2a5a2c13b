import { expect, test } from 'vitest';
import type { Write } from '../decide/judgement.ts';
import type { EntityRecord } from '../entity/record.ts';
import { recordIdFrom } from '../id/uuid.ts';
import { maySync, statusAt } from './account-status.ts';
import { limitRefusal, limitsByPlan, touchedLimits } from './plan-limits.ts';

const id = recordIdFrom('01a1fcf7-9dcf-77aa-afab-d89410601bfc');
const record = (values: Partial<Record<string, number | null>>): EntityRecord =>
  ({ id, deletedAt: null, startedAt: null, ...values }) as unknown as EntityRecord;
const write = (entity: string, before: EntityRecord | null, after: EntityRecord): Write => ({
  entity,
  id,
  kind: before ? 'update' : 'create',
  before,
  after,
  changed: [],
  isConsequence: false,
});
const noon = Date.UTC(2026, 2, 15, 12);

const finite = Object.entries(limitsByPlan).flatMap(([plan, limits]) =>
  limits.map((limit) => [plan as 'free', limit.entity, limit.most] as const),
);

test('[S5-07/C] there are nine finite limits, as the price list has them', () => {
  expect(finite).toEqual([
    ['free', 'campaign', 3],
    ['free', 'contact', 100],
    ['free', 'call', 50],
    ['basic', 'campaign', 10],
    ['basic', 'contact', 1000],
    ['basic', 'call', 500],
    ['professional', 'campaign', 50],
    ['professional', 'contact', 10_000],
    ['professional', 'call', 5000],
  ]);
  expect(limitsByPlan.enterprise).toEqual([]);
});

test.each(finite)('[S5-07/C] %s: %s number %i is taken, the next one is not', (plan, entity, most) => {
  const [touched] = touchedLimits(plan, [write(entity, null, record({ startedAt: noon }))], 'UTC');
  if (!touched) throw new Error('The limit was not seen.');
  expect(limitRefusal(touched, most - 1)).toBeNull();
  expect(limitRefusal(touched, most)).toMatchObject({ code: 'plan-limit-exceeded', entity, record: id });
});

test('[S5-07/C] whoever is over a limit may still change and delete, and what is restored counts again', () => {
  const live = record({});
  const deleted = record({ deletedAt: 1 });
  expect(touchedLimits('free', [write('contact', live, live)], 'UTC')).toEqual([]);
  expect(touchedLimits('free', [write('contact', live, deleted)], 'UTC')).toEqual([]);
  expect(touchedLimits('free', [write('contact', deleted, live)], 'UTC')).toMatchObject([{ more: 1 }]);
  // One goes and one comes: as many as before.
  expect(touchedLimits('free', [write('contact', live, deleted), write('contact', null, live)], 'UTC')).toEqual([]);
  expect(touchedLimits('free', [write('deal', null, live)], 'UTC')).toEqual([]);
});

test('[S5-07/C] calls count in the month of their start in the tenant’s time zone', () => {
  const monthOf = (startedAt: number | null, timeZone: string): unknown =>
    touchedLimits('free', [write('call', null, record({ startedAt }))], timeZone)[0]?.need;
  // Half past eleven in the evening of January 31st in UTC is February in Zurich.
  const late = Date.UTC(2026, 0, 31, 23, 30);
  expect(monthOf(late, 'UTC')).toEqual(monthOf(Date.UTC(2026, 0, 1), 'UTC'));
  expect(monthOf(late, 'Europe/Zurich')).toEqual(monthOf(Date.UTC(2026, 1, 20), 'Europe/Zurich'));
  expect(monthOf(late, 'UTC')).not.toEqual(monthOf(late, 'Europe/Zurich'));
  expect(monthOf(null, 'UTC')).toBeUndefined();
  // Moved into another month: there it is one more.
  const moved = write('call', record({ startedAt: late }), record({ startedAt: noon }));
  expect(touchedLimits('free', [moved], 'UTC')).toMatchObject([{ more: 1, need: monthOf(noon, 'UTC') }]);
});

test('[S5-05/C] a trial ends by itself; inactive and suspended accounts do not sync', () => {
  const trial = { status: 'trial', trialEndsAt: noon } as const;
  expect([statusAt(trial, noon - 1), statusAt(trial, noon)]).toEqual(['trial', 'inactive']);
  expect(statusAt({ status: 'trial', trialEndsAt: null }, noon)).toBe('trial');
  expect(statusAt({ status: 'suspended', trialEndsAt: noon }, noon)).toBe('suspended');
  expect(['active', 'trial', 'inactive', 'suspended'].map((status) => maySync(status as 'active'))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
