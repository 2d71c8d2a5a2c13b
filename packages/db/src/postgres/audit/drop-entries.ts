import { type ChainEnd, droppedLink } from '@satchel/sync/server';
import { batchStatement } from '../batch-statement.ts';
import type { PostgresDatabase, PostgresSession } from '../driver.ts';
import { forTenant } from '../security.ts';
import { linkPart, sha256 } from './audit-parts.ts';
import { chainEndOf } from './audit-reader.ts';
import { forgetting } from './audit-tables.ts';

/**
 * Erases entries of a tenant's audit with their salts, by whoever owns the tables: what remains are digests that say
 * nothing, and a link that says what is gone. Devices that have not seen them load anew.
 */
export async function eraseAudit(
  database: PostgresDatabase,
  tenant: string,
  first: number,
  last: number,
): Promise<void> {
  const begin = `${forTenant(tenant)}; ${forgetting}; SELECT "place", "link", "head" FROM "_tenant" WHERE "tenant_id" = '${tenant}' FOR UPDATE`;
  await database.transaction(begin, async (session, started) => {
    const [row] = await started;
    if (first < 1 || last < first || last > Number(row?.[2] ?? 0)) throw new Error('There are no such entries.');
    await session.query(
      'DELETE FROM "_audit" WHERE "tenant_id" = $1::uuid AND "sequence" BETWEEN $2::bigint AND $3::bigint',
      [tenant, String(first), String(last)],
    );
    await noteDropped(session, { tenant, end: chainEndOf(row?.[0], row?.[1]), first, last });
  });
}

interface Dropped {
  readonly tenant: string;
  /** Of the tenant's chain, whose row is locked. */
  readonly end: ChainEnd;
  readonly first: number;
  readonly last: number;
}

/** Adds the link that says so, and moves the log's floor. */
export async function noteDropped(session: PostgresSession, { tenant, end, first, last }: Dropped): Promise<void> {
  const link = droppedLink(tenant, end, first, last, sha256);
  const moved = {
    text: `UPDATE "_tenant" SET "place" = $1::bigint, "link" = decode($2, 'hex'), "floor" = greatest("floor", $3::bigint) WHERE "tenant_id" = $0::uuid`,
    values: [String(link.place), link.link, String(last)],
    rows: 1,
  };
  const { text, parameters } = batchStatement([linkPart(link), moved], tenant, 'failing');
  await session.query(text, parameters);
}
