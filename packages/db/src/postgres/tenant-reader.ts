import { type ChangeId, entityFor, type Model } from '@satchel/core';
import {
  type ChainEnd,
  type DeviceState,
  type KeptOutcome,
  recordKey,
  type ServerRow,
  type TenantReader,
} from '@satchel/sync/server';
import { tableShape } from '../table-shape.ts';
import { auditReader, chainEndOf } from './audit/audit-reader.ts';
import { arrayText, type PostgresRow, type PostgresSession } from './driver.ts';
import { type EntityRows, entityRows, scopesIn } from './entity-rows.ts';

/** What a tenant's row says. */
export interface TenantState {
  readonly head: number;
  readonly floor: number;
  readonly generation: string;
  readonly chainEnd: ChainEnd;
}

/** Of which `tenantState` makes a state; of a tenant without a row it finds none. */
export const selectTenant = 'SELECT "head", "floor", "generation", "place", "link" FROM "_tenant"';

export const tenantState = ([row]: readonly PostgresRow[]): TenantState => ({
  head: Number(row?.[0] ?? 0),
  floor: Number(row?.[1] ?? 0),
  generation: row?.[2] ?? 'none',
  chainEnd: chainEndOf(row?.[3], row?.[4]),
});

/** Reads in an open transaction of a tenant. @param state as it is at the moment of each question */
export function tenantReader(
  session: PostgresSession,
  model: Model,
  state: () => Promise<TenantState>,
): TenantReader & { readonly rowsOf: (entity: string) => EntityRows } {
  const rowsOf = (entity: string): EntityRows => entityRows(tableShape(entityFor(model, entity)));

  const audit = auditReader(session);

  return {
    rowsOf,
    head: async () => (await state()).head,
    floor: async () => (await state()).floor,
    generation: async () => (await state()).generation,
    async rows(wanted) {
      const idsByEntity = Map.groupBy(wanted, ({ entity }) => entity);
      const found = await Promise.all(
        [...idsByEntity].map(async ([entity, own]) => {
          const { byIds, decode } = rowsOf(entity);
          const rows = await session.query(byIds, [arrayText(own.map(({ id }) => id))]);
          return rows.map(decode);
        }),
      );
      return new Map(found.flat().map((row) => [recordKey(row.entity, row.record.id), row]));
    },
    async scopes(wanted) {
      const idsByEntity = Map.groupBy(wanted, ({ entity }) => entity);
      const found = await Promise.all(
        [...idsByEntity].map(async ([entity, own]) => {
          const rows = await session.query(rowsOf(entity).scopesByIds, [arrayText(own.map(({ id }) => id))]);
          return rows.map(([id, scopes]) => [recordKey(entity, id ?? ''), scopesIn(scopes ?? null)] as const);
        }),
      );
      return new Map(found.flat());
    },
    async checksum(entity, labels) {
      const { checksum, checksumOfLabels } = rowsOf(entity);
      const [row] =
        labels === 'all'
          ? await session.query(checksum, [])
          : await session.query(checksumOfLabels, [arrayText([...labels])]);
      return Number(row?.[0]);
    },
    async referring(entity, field, ids) {
      if (ids.length === 0) return [];
      const { referring, decode } = rowsOf(entity);
      return (await session.query(referring(field), [arrayText(ids)])).map(decode);
    },
    async page(entity, afterId, limit): Promise<readonly ServerRow[]> {
      const { page, pageAfter, decode } = rowsOf(entity);
      const rows =
        afterId === null
          ? await session.query(page, [String(limit)])
          : await session.query(pageAfter, [String(limit), afterId]);
      return rows.map(decode);
    },
    ...audit,
    log: async (after, limit) => await audit.audit(Math.max(after, (await state()).floor), limit),
    chainEnd: async () => (await state()).chainEnd,
    async outcomes(changes) {
      if (changes.length === 0) return new Map();
      const rows = await session.query(selectOutcomes, [arrayText(changes)]);
      return new Map(
        rows.map(([change, outcome]) => [change as ChangeId, JSON.parse(outcome ?? '') as KeptOutcome] as const),
      );
    },
    async device(device): Promise<DeviceState> {
      const [row] = await session.query(selectDevice, [device]);
      return { lastNumber: Number(row?.[0] ?? 0) };
    },
  };
}

const selectOutcomes = 'SELECT "change", "outcome" FROM "_outcome" WHERE "change" = ANY($1::text[])';
const selectDevice = 'SELECT "last_number" FROM "_device" WHERE "device" = $1';
