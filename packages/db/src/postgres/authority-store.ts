import type { Model } from '@satchel/core';
import type { AuthorityStore, TenantTransaction } from '@satchel/sync/server';
import type { PostgresDatabase, PostgresRow, PostgresSession } from './driver.ts';
import { becomeTenant } from './security.ts';
import { isWorthRepeating } from './sql-state.ts';
import { selectTenant, type TenantState, tenantReader, tenantState } from './tenant-reader.ts';
import { type Manner, needTexts, type OpenTransaction, openTransaction } from './tenant-transaction.ts';

/** How often work begins anew when the database asks for it. */
const maxTries = 5;

export interface StoreOptions {
  /**
   * A mistake on purpose, for tests of tests: the tenant's row is locked when changes are numbered, not before they are
   * judged.
   */
  readonly isLockedLate?: boolean;
}

/**
 * The authority's store in a migrated PostgreSQL 14 or newer, or in PGlite. Tenants are UUIDs. Every transaction runs as
 * a role that row-level security binds, and sees one tenant.
 */
export function createPostgresAuthorityStore(
  database: PostgresDatabase,
  model: Model,
  { isLockedLate = false }: StoreOptions = {},
): AuthorityStore {
  const textOf = needTexts(model);
  const takeTenant = { text: `${selectTenant}${isLockedLate ? '' : ' FOR UPDATE'}`, parameters: [] };
  /** Tenants that have a row, which they keep. */
  const known = new Set<string>();

  const begin = async <T>(
    tenant: string,
    work: (session: PostgresSession, begun: Promise<TenantState>) => Promise<T>,
  ): Promise<T> =>
    await database.transaction([becomeTenant(tenant, plannedOnce), takeTenant], async (session, started) => {
      const begun = started.then(async (rows) => await lockedState(session, tenant, rows));
      begun.catch(() => undefined);
      // Statements that were sent before a new tenant has its row would run before its lock.
      if (!known.has(tenant)) await begun;
      known.add(tenant);
      return await work(session, begun);
    });

  /** Undefined: the work is to be run carefully. */
  const attempt = async <T>(
    tenant: string,
    work: (transaction: TenantTransaction) => Promise<T>,
    manner: Manner,
  ): Promise<{ readonly result: T } | undefined> => {
    let opened: OpenTransaction | undefined;
    try {
      return await begin(tenant, async (session, begun) => {
        opened = openTransaction(session, model, textOf, tenant, begun, manner);
        const { settle } = opened;
        const result = await work(opened.transaction).catch(async (error: unknown) => {
          // It may have failed for what a write that nobody waited for should have told it.
          if (manner === 'hopeful') await settle();
          throw error;
        });
        if (opened.needsCare()) throw new Error('This work is to be run carefully.');
        await opened.finish();
        return { result };
      });
    } catch (error) {
      if (opened?.needsCare()) return undefined;
      // The first failure is the cause of those that follow.
      throw opened?.failure() ?? error;
    }
  };

  return {
    write: (tenant, work) =>
      repeated(async () => {
        const hopeful = isLockedLate ? undefined : await attempt(tenant, work, 'hopeful');
        const done = hopeful ?? (await attempt(tenant, work, isLockedLate ? 'locked late' : 'careful'));
        if (!done) throw new Error('Careful work needs no more care.');
        return done.result;
      }),
    read: async (tenant, work) =>
      await database.transaction([readOnly, becomeTenant(tenant), lookAtTenant], async (session, started) => {
        const state = started.then(tenantState);
        state.catch(() => undefined);
        return await work(tenantReader(session, model, () => state));
      }),
    compact: (tenant, upTo) =>
      begin(tenant, async (session) => {
        await session.query('UPDATE "_tenant" SET "floor" = greatest("floor", least($1::bigint, "head"))', [
          String(upTo),
        ]);
        await session.query(forgetConfirmed, []);
      }),
    renew: (tenant, generation) =>
      begin(tenant, async (session) => {
        await session.query('UPDATE "_tenant" SET "generation" = $1', [generation]);
      }),
  };
}

const forgetConfirmed = `DELETE FROM "_outcome" AS o USING "_device" AS d, "_tenant" AS t
  WHERE d."tenant_id" = o."tenant_id" AND d."device" = o."device" AND t."tenant_id" = o."tenant_id"
    AND o."outcome"->>'kind' = 'accepted' AND (o."outcome"->>'sequence')::bigint <= least(t."floor", d."confirmed")`;

/** A batch would be planned anew each time, which takes longer than a single change; and its plan is always the same. */
const plannedOnce = { plan_cache_mode: 'force_generic_plan' };

const readOnly = { text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY', parameters: [] };

const lookAtTenant = { text: selectTenant, parameters: [] };

async function lockedState(
  session: PostgresSession,
  tenant: string,
  found: readonly PostgresRow[],
): Promise<TenantState> {
  if (found.length > 0) return tenantState(found);
  // Waits for whoever else makes it at this moment.
  await session.query('INSERT INTO "_tenant" ("tenant_id") VALUES ($1::uuid) ON CONFLICT DO NOTHING', [tenant]);
  return tenantState(await session.query(`${selectTenant} FOR UPDATE`, []));
}

async function repeated<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= maxTries || !isWorthRepeating(error)) throw error;
    }
  }
}
