import {
  actorOf,
  type EntityRecord,
  elementsOf,
  instantToCalendarDate,
  judgeRecord,
  limitRefusal,
  type MemberId,
  type Model,
  needKey,
  type RecordId,
  type Refusal,
  type TouchedLimit,
  touchedLimits,
} from '@satchel/core';
import type { AuthorityOptions } from './authority-options.ts';
import type { RecordKey, ServerRow, TenantTransaction } from './authority-store.ts';
import { createTenantView } from './tenant-view.ts';

const pageRows = 500;

/** More are of no use to anybody. */
const maxRefusals = 50;

const maxRounds = 50;

/** Asks the rules of every row of a tenant as it stands, page by page, and the plan of how many there are. */
export async function judgeTenant(
  { model, now, profile }: AuthorityOptions,
  transaction: TenantTransaction,
  tenant: string,
  member: MemberId,
): Promise<readonly Refusal[]> {
  const own = (await transaction.rows([{ entity: 'member', id: member }])).values().next().value?.record;
  const actor = actorOf(model, own);
  if (!actor || own?.['role'] !== 'owner') {
    return [{ code: 'not-allowed', message: 'Only an owner of this workspace can connect it to a server.' }];
  }
  const day = profile(tenant);
  const context = { ...day, model, actor, now: now(), today: instantToCalendarDate(now(), day.timeZone) };
  const refusals: Refusal[] = [];
  const counted = new Map<string, TouchedLimit>();

  for (const entity of model.entities) {
    let after: string | null = null;
    do {
      const page: readonly ServerRow[] = await transaction.page(entity.name, after, pageRows);
      const records = page.map(({ record }) => record).filter(({ deletedAt }) => deletedAt === null);
      // Of its own, so that no more than a page is kept in memory.
      const view = createTenantView(transaction, () => Promise.resolve());
      await view.loadRows(records.flatMap((record) => referredBy(model, entity.name, record)));
      for (const record of records) {
        let judged = judgeRecord(entity, record, { ...context, known: view.known });
        for (let round = 0; judged.kind === 'needs'; round++) {
          if (round > maxRounds) throw new Error(`The rules of a record ask for more and more: ${record.id}`);
          await view.load(judged.needs);
          judged = judgeRecord(entity, record, { ...context, known: view.known });
        }
        refusals.push(...judged.refusals);
      }
      for (const limit of touchedLimits(day.plan ?? 'enterprise', records.map(asCreate(entity.name)), day.timeZone)) {
        const key = needKey(limit.need);
        counted.set(key, { ...limit, more: limit.more + (counted.get(key)?.more ?? 0) });
      }
      if (refusals.length >= maxRefusals) return refusals.slice(0, maxRefusals);
      after = page.length < pageRows ? null : (page.at(-1)?.record.id ?? null);
    } while (after !== null);
  }
  for (const limit of counted.values()) {
    const refusal = limitRefusal({ ...limit, more: 0 }, limit.more);
    if (refusal) refusals.push(refusal);
  }
  return refusals;
}

const asCreate = (entity: string) => (after: EntityRecord) =>
  ({ entity, id: after.id, kind: 'create', before: null, after, changed: [], isConsequence: false }) as const;

function referredBy(model: Model, entity: string, record: EntityRecord): readonly RecordKey[] {
  return Object.entries(model.entityByName.get(entity)?.fields ?? {}).flatMap(([name, field]) => {
    if (field.kind !== 'reference' && field.kind !== 'references') return [];
    const value = record[name];
    const ids = typeof value === 'string' ? [value] : elementsOf(value);
    return ids.map((id) => ({ entity: field.target, id: id as RecordId }));
  });
}
