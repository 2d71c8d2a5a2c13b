import { auditObjects } from './audit/audit-tables.ts';
import type { SchemaObject } from './schema-object.ts';
import { appRole, secured } from './security.ts';

/**
 * Tables of the server itself; their names begin with `_`, so that no entity can have them. What was accepted is written
 * once: the log is the part of the audit that is after the tenant's floor.
 */
export const serverObjects: readonly SchemaObject[] = [
  serverTable(
    '_tenant',
    `CREATE TABLE "_tenant" (
  "tenant_id" uuid PRIMARY KEY,
  "head" bigint NOT NULL DEFAULT 0,
  "floor" bigint NOT NULL DEFAULT 0,
  "generation" text NOT NULL DEFAULT gen_random_uuid()::text,
  "place" bigint NOT NULL DEFAULT 0,
  "link" bytea NOT NULL DEFAULT ''
) WITH (fillfactor = 20)`,
    'SELECT, INSERT, UPDATE',
  ),
  ...auditObjects,
  serverTable(
    '_outcome',
    `CREATE TABLE "_outcome" (
  "tenant_id" uuid NOT NULL,
  "change" text COLLATE "C" NOT NULL,
  "device" text COLLATE "C" NOT NULL,
  "outcome" json NOT NULL,
  PRIMARY KEY ("tenant_id", "change")
)`,
    'SELECT, INSERT, DELETE',
  ),
  serverTable(
    '_device',
    `CREATE TABLE "_device" (
  "tenant_id" uuid NOT NULL,
  "device" text COLLATE "C" NOT NULL,
  "last_number" bigint NOT NULL,
  "confirmed" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("tenant_id", "device")
) WITH (fillfactor = 50)`,
    'SELECT, INSERT, UPDATE',
  ),
  serverTable(
    '_counter',
    `CREATE TABLE "_counter" (
  "tenant_id" uuid NOT NULL,
  "name" text COLLATE "C" NOT NULL,
  "last" bigint NOT NULL,
  PRIMARY KEY ("tenant_id", "name")
) WITH (fillfactor = 50)`,
    'SELECT, INSERT, UPDATE',
  ),
  serverTable(
    '_delivery',
    `CREATE TABLE "_delivery" (
  "tenant_id" uuid NOT NULL,
  "handler" text COLLATE "C" NOT NULL,
  "delivered" bigint NOT NULL DEFAULT 0,
  "tries" integer NOT NULL DEFAULT 0,
  "next_at" bigint NOT NULL DEFAULT 0,
  "claimed_until" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("tenant_id", "handler")
) WITH (fillfactor = 50)`,
    'SELECT, INSERT, UPDATE',
  ),
  serverTable(
    '_left_behind',
    `CREATE TABLE "_left_behind" (
  "tenant_id" uuid NOT NULL,
  "change" text COLLATE "C" NOT NULL,
  "member" text COLLATE "C" NOT NULL,
  "device" text COLLATE "C" NOT NULL,
  "received_at" bigint NOT NULL,
  "content" text NOT NULL,
  PRIMARY KEY ("tenant_id", "change")
)`,
    'SELECT, INSERT, DELETE',
  ),
];

function serverTable(name: string, create: string, rights: string): SchemaObject {
  return {
    name,
    kind: 'table',
    up: [create, ...secured(name), `GRANT ${rights} ON "${name}" TO ${appRole}`],
    down: [`DROP TABLE "${name}"`],
    columns: [],
  };
}
