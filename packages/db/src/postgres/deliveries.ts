import type { PostgresDatabase } from './driver.ts';
import { asTenant, currentTenant } from './security.ts';

/** How far a handler was given what happened in a tenant. */
export interface Delivery {
  /** The sequence up to which it has everything. */
  readonly delivered: number;
  /** How often it has failed on what comes next. */
  readonly tries: number;
}

/** How far handlers have come, in the database, so that nodes share the work and none is lost with a node. */
export interface Deliveries {
  /**
   * Takes a handler's turn in a tenant, until it is given back or its time is over. Null: it is not due yet, or another
   * node has it.
   */
  claim(tenant: string, handler: string, nowMs: number, untilMs: number): Promise<Delivery | null>;
  /** Gives it back. @param nextAt not before this, milliseconds since 1970 */
  keep(tenant: string, handler: string, state: Delivery & { readonly nextAt: number }): Promise<void>;
}

export function createDeliveries(database: PostgresDatabase): Deliveries {
  return {
    claim: (tenant, handler, nowMs, untilMs) =>
      database.transaction(asTenant(tenant), async (session) => {
        await session.query(begin, [handler]);
        const [row] = await session.query(claim, [handler, String(nowMs), String(untilMs)]);
        return row ? { delivered: Number(row[0]), tries: Number(row[1]) } : null;
      }),
    keep: (tenant, handler, { delivered, tries, nextAt }) =>
      database.transaction(asTenant(tenant), async (session) => {
        await session.query(keep, [handler, String(delivered), String(tries), String(nextAt)]);
      }),
  };
}

const begin = `INSERT INTO "_delivery" ("tenant_id", "handler") VALUES (${currentTenant}, $1) ON CONFLICT DO NOTHING`;
const claim = `UPDATE "_delivery" AS d SET "claimed_until" = $3::bigint
FROM (SELECT "tenant_id", "handler" FROM "_delivery"
  WHERE "handler" = $1 AND "next_at" <= $2::bigint AND "claimed_until" <= $2::bigint FOR UPDATE SKIP LOCKED) AS due
WHERE d."tenant_id" = due."tenant_id" AND d."handler" = due."handler" RETURNING d."delivered", d."tries"`;
const keep = `UPDATE "_delivery" SET "delivered" = $2::bigint, "tries" = $3::integer, "next_at" = $4::bigint, "claimed_until" = 0
WHERE "handler" = $1`;
