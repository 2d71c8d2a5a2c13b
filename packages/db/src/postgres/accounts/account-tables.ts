import type { SchemaObject } from '../schema-object.ts';
import { accountRole } from '../security.ts';

/**
 * Who may sign in, and where they belong. These are of no tenant: a person may be a member of several. What a member may
 * do is said by the tenant's own member record.
 */
export const accountObjects: readonly SchemaObject[] = [
  accountTable(
    '_user',
    `CREATE TABLE "_user" (
  "id" uuid PRIMARY KEY,
  "email" text COLLATE "C" NOT NULL UNIQUE,
  "password_hash" text,
  "first_name" text NOT NULL,
  "last_name" text NOT NULL,
  "is_active" boolean NOT NULL DEFAULT true,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "email_verified_at" timestamptz
)`,
    'SELECT, INSERT, UPDATE',
  ),
  accountTable(
    '_organization',
    `CREATE TABLE "_organization" (
  "id" uuid PRIMARY KEY,
  "slug" text COLLATE "C" NOT NULL UNIQUE,
  "name" text NOT NULL,
  "country" text COLLATE "C" NOT NULL,
  "time_zone" text COLLATE "C" NOT NULL,
  "week_start" integer NOT NULL,
  "plan" text COLLATE "C" NOT NULL,
  "status" text COLLATE "C" NOT NULL,
  "trial_ends_at" bigint,
  "awaits_workspace" boolean NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now()
)`,
    'SELECT, INSERT, UPDATE',
  ),
  accountTable(
    '_membership',
    `CREATE TABLE "_membership" (
  "user_id" uuid NOT NULL REFERENCES "_user",
  "organization_id" uuid NOT NULL REFERENCES "_organization",
  "member" text COLLATE "C" NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("user_id", "organization_id"),
  UNIQUE ("organization_id", "member")
)`,
    'SELECT, INSERT, DELETE',
  ),
  accountTable(
    '_session',
    `CREATE TABLE "_session" (
  "id" uuid PRIMARY KEY,
  "user_id" uuid NOT NULL REFERENCES "_user",
  "agent" text NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "used_at" timestamptz NOT NULL DEFAULT now(),
  "ended_at" timestamptz
)`,
    'SELECT, INSERT, UPDATE, DELETE',
  ),
  accountIndex('_session__by_user', '"_session" ("user_id") WHERE "ended_at" IS NULL'),
  accountTable(
    '_refresh_token',
    `CREATE TABLE "_refresh_token" (
  "hash" text COLLATE "C" PRIMARY KEY,
  "session_id" uuid NOT NULL REFERENCES "_session",
  "expires_at" timestamptz NOT NULL,
  "used_at" timestamptz
)`,
    'SELECT, INSERT, UPDATE, DELETE',
  ),
  accountIndex('_refresh_token__by_session', '"_refresh_token" ("session_id")'),
  accountIndex('_refresh_token__by_end', '"_refresh_token" ("expires_at")'),
  accountTable(
    '_invitation',
    `CREATE TABLE "_invitation" (
  "hash" text COLLATE "C" PRIMARY KEY,
  "organization_id" uuid NOT NULL REFERENCES "_organization",
  "member" text COLLATE "C" NOT NULL,
  "email" text COLLATE "C" NOT NULL,
  "expires_at" timestamptz NOT NULL,
  "accepted_at" timestamptz
)`,
    'SELECT, INSERT, UPDATE, DELETE',
  ),
  accountTable(
    '_registered_device',
    `CREATE TABLE "_registered_device" (
  "organization_id" uuid NOT NULL REFERENCES "_organization",
  "device" text COLLATE "C" NOT NULL,
  "user_id" uuid NOT NULL REFERENCES "_user",
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "revoked_at" timestamptz,
  "name" text NOT NULL DEFAULT '',
  "key_hash" text COLLATE "C",
  "session_id" uuid,
  "seen_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("organization_id", "device")
)`,
    'SELECT, INSERT, UPDATE',
  ),
  accountTable(
    '_one_time_token',
    `CREATE TABLE "_one_time_token" (
  "hash" text COLLATE "C" PRIMARY KEY,
  "purpose" text COLLATE "C" NOT NULL,
  "user_id" uuid NOT NULL REFERENCES "_user",
  "email" text COLLATE "C",
  "expires_at" timestamptz NOT NULL
)`,
    'SELECT, INSERT, DELETE',
  ),
  accountIndex('_one_time_token__by_user', '"_one_time_token" ("user_id")'),
];

function accountIndex(name: string, on: string): SchemaObject {
  return {
    name,
    kind: 'index',
    up: [`CREATE INDEX "${name}" ON ${on}`],
    down: [`DROP INDEX "${name}"`],
    columns: [],
  };
}

function accountTable(name: string, create: string, rights: string): SchemaObject {
  return {
    name,
    kind: 'table',
    up: [
      create,
      `ALTER TABLE "${name}" ENABLE ROW LEVEL SECURITY`,
      `ALTER TABLE "${name}" FORCE ROW LEVEL SECURITY`,
      `CREATE POLICY "accounts" ON "${name}" TO ${accountRole} USING (true) WITH CHECK (true)`,
      `GRANT ${rights} ON "${name}" TO ${accountRole}`,
    ],
    down: [`DROP TABLE "${name}"`],
    columns: [],
  };
}
