import type { PostgresDatabase, PostgresSession } from '../driver.ts';
import { chainEndOf } from './audit-reader.ts';
import { forgetting } from './audit-tables.ts';
import { noteDropped } from './drop-entries.ts';

/** `2026-11-01`. */
type Month = string;

const partName = (month: Month): string => `_audit_${month.slice(0, 4)}_${month.slice(5, 7)}`;

const nextMonth = (month: Month): Month => {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, number ?? 1, 1)).toISOString().slice(0, 10);
};

/** Takes the lock that migrations take, and does not wait long for a table that somebody uses. */
const begin = "SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock(7215498013)";

/**
 * Makes the parts of the audit for this month and those after it that are not there yet, by whoever owns the tables. What
 * was written before a part was made for it stays where it is.
 *
 * @param today as PostgreSQL's clock has it, `2026-11-21`
 * @returns the names of the parts that were made
 */
export async function makeAuditPartitions(
  database: PostgresDatabase,
  today: string,
  monthsAhead = 2,
): Promise<readonly string[]> {
  return await database.transaction(begin, async (session) => {
    const existing = new Set((await partsOf(session)).map(({ name }) => name));
    const made: string[] = [];
    let month: Month = `${today.slice(0, 7)}-01`;
    for (let ahead = 0; ahead <= monthsAhead; ahead++) {
      const [name, end] = [partName(month), nextMonth(month)];
      const [elsewhere] = await session.query(
        'SELECT 1 FROM "_audit_default" WHERE "kept_on" >= $1::date AND "kept_on" < $2::date LIMIT 1',
        [month, end],
      );
      if (!existing.has(name) && elsewhere === undefined) {
        await session.run(`CREATE TABLE "${name}" PARTITION OF "_audit" FOR VALUES FROM ('${month}') TO ('${end}');
          ALTER TABLE "${name}" ENABLE ROW LEVEL SECURITY`);
        made.push(name);
      }
      month = end;
    }
    return made;
  });
}

/**
 * Forgets what all tenants' audits hold of months that ended before a day, by whoever owns the tables: parts are dropped
 * whole. The digests stay, with a link that says what is gone, so that the chains can still be verified. Logs begin
 * behind it: a device that has not seen it loads anew.
 *
 * @returns how many tenants had something of then
 */
export async function retainAudit(database: PostgresDatabase, before: string): Promise<number> {
  const limit: Month = `${before.slice(0, 7)}-01`;
  return await database.transaction(`${begin}; ${forgetting}`, async (session) => {
    // Asked every day: nobody is to wait for that there is nothing to do.
    if (!(await isAnythingFrom(session, limit))) return 0;
    // Whoever writes to a tenant begins with its row, and so waits.
    await session.run(touched.map((table) => `ALTER TABLE "${table}" NO FORCE ROW LEVEL SECURITY`).join('; '));
    const tenants = await session.query(
      `SELECT a."tenant_id", a."first", a."last", t."place", t."link"
      FROM (SELECT "tenant_id", min("sequence") AS "first", max("sequence") AS "last" FROM "_audit"
        WHERE "kept_on" < $1::date GROUP BY 1) AS a
      JOIN "_tenant" AS t ON t."tenant_id" = a."tenant_id"`,
      [limit],
    );
    for (const [tenant, first, last, place, link] of tenants) {
      const end = chainEndOf(place, link);
      await noteDropped(session, { tenant: tenant ?? '', end, first: Number(first), last: Number(last) });
    }
    for (const { name } of (await partsOf(session)).filter((part) => part.month !== null && part.month < limit)) {
      await session.run(`DROP TABLE "${name}"`);
    }
    await session.query('DELETE FROM "_audit_default" WHERE "kept_on" < $1::date', [limit]);
    await session.run(touched.map((table) => `ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`).join('; '));
    return tenants.length;
  });
}

const touched = ['_tenant', '_audit', '_chain'] as const;

/** Whether there is a part of a month before this one, or something in the default one. */
async function isAnythingFrom(session: PostgresSession, limit: Month): Promise<boolean> {
  if ((await partsOf(session)).some(({ month }) => month !== null && month < limit)) return true;
  const [found] = await session.query('SELECT 1 FROM "_audit_default" WHERE "kept_on" < $1::date LIMIT 1', [limit]);
  return found !== undefined;
}

interface Part {
  readonly name: string;
  /** Null: the default one. */
  readonly month: Month | null;
}

async function partsOf(session: PostgresSession): Promise<readonly Part[]> {
  const rows = await session.query(
    `SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '"_audit"'::regclass`,
    [],
  );
  return rows.map(([name]) => {
    const [, year, month] = /_(\d{4})_(\d\d)$/.exec(name ?? '') ?? [];
    return { name: name ?? '', month: year === undefined ? null : `${year}-${month}-01` };
  });
}
