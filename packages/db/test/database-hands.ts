import type { DatabaseHands } from '@satchel/sync/authority-store.contract';
import { eraseAudit } from '../src/postgres/audit/drop-entries.ts';
import type { TestPostgres } from './postgres-stores.ts';

/** Those of a superuser, who lets no trigger hold them. */
export function databaseHands({ database, query }: TestPostgres): DatabaseHands {
  const tamper = async (...statements: readonly string[]): Promise<void> => {
    await query(`DO $$ BEGIN SET LOCAL session_replication_role = replica; ${statements.join('; ')}; END $$`);
  };
  const entry = (tenant: string, sequence: number | string): string =>
    `"tenant_id" = '${tenant}' AND "sequence" = ${sequence}`;
  const link = (tenant: string, place: number): string => `"tenant_id" = '${tenant}' AND "place" = ${place}`;
  return {
    alter: (tenant, sequence) =>
      tamper(`UPDATE "_audit" SET "entry" = replace("entry"::text, '1', '2')::json WHERE ${entry(tenant, sequence)}`),
    remove: (tenant, sequence) => tamper(`DELETE FROM "_audit" WHERE ${entry(tenant, sequence)}`),
    swap: (tenant, one, other) =>
      tamper(
        `UPDATE "_audit" SET "sequence" = -1 WHERE ${entry(tenant, one)}`,
        `UPDATE "_audit" SET "sequence" = ${one} WHERE ${entry(tenant, other)}`,
        `UPDATE "_audit" SET "sequence" = ${other} WHERE ${entry(tenant, -1)}`,
      ),
    copy: (tenant, sequence, to) =>
      tamper(
        `INSERT INTO "_audit" SELECT "tenant_id", ${to}, "kept_on", "salt", "entry" FROM "_audit" WHERE ${entry(tenant, sequence)}`,
      ),
    alterLink: (tenant, place) =>
      tamper(
        `UPDATE "_chain" SET "digests" = substr("digests", 1, length("digests") - 32) WHERE ${link(tenant, place)}`,
      ),
    removeLink: (tenant, place) => tamper(`DELETE FROM "_chain" WHERE ${link(tenant, place)}`),
    cutEnd: (tenant, before) =>
      tamper(
        `DELETE FROM "_chain" WHERE "tenant_id" = '${tenant}' AND "place" > ${before.place}`,
        `DELETE FROM "_audit" WHERE ${entry(tenant, `(SELECT "head" FROM "_tenant" WHERE "tenant_id" = '${tenant}')`)}`,
        `UPDATE "_tenant" SET "head" = "head" - 1, "place" = ${before.place}, "link" = '\\x${before.link}' WHERE "tenant_id" = '${tenant}'`,
      ),
    erase: (tenant, first, last) => eraseAudit(database, tenant, first, last),
  };
}
