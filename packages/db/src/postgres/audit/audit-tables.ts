import type { SchemaObject } from '../schema-object.ts';
import { appRole, secured } from '../security.ts';

/**
 * Nobody changes what is in a table, and only who says so takes something out: `forgetting`. Whoever owns the table could
 * take the trigger away; it keeps from mistakes, and the chain finds the rest.
 */
const appendOnly = (table: string): readonly string[] => [
  `CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE ON "${table}"
  FOR EACH ROW EXECUTE FUNCTION "_append_only"()`,
  `CREATE TRIGGER "never_empty" BEFORE TRUNCATE ON "${table}"
  FOR EACH STATEMENT EXECUTE FUNCTION "_append_only"()`,
];

/** Lets entries of the audit be taken out until the transaction ends. */
export const forgetting = `SELECT set_config('satchel.forgetting', 'on', true)`;

const createAppendOnly = `CREATE FUNCTION "_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' AND current_setting('satchel.forgetting', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'what is in % can be neither changed nor taken out', TG_TABLE_NAME USING ERRCODE = '42501';
END $$`;

/**
 * What was accepted, each change once, as the text that its digest is of; and the chain of those digests. Entries lie in
 * parts by the month in which they were written, so that those whose time is over go at once; what no part was made for
 * lies in the default one.
 */
export const auditObjects: readonly SchemaObject[] = [
  {
    name: '_audit',
    kind: 'table',
    up: [
      createAppendOnly,
      `CREATE TABLE "_audit" (
  "tenant_id" uuid NOT NULL,
  "sequence" bigint NOT NULL,
  "kept_on" date NOT NULL DEFAULT clock_timestamp()::date,
  "salt" uuid NOT NULL,
  "entry" json NOT NULL,
  PRIMARY KEY ("tenant_id", "sequence", "kept_on")
) PARTITION BY RANGE ("kept_on")`,
      ...secured('_audit'),
      ...appendOnly('_audit'),
      `GRANT SELECT, INSERT ON "_audit" TO ${appRole}`,
      'CREATE TABLE "_audit_default" PARTITION OF "_audit" DEFAULT',
      'ALTER TABLE "_audit_default" ENABLE ROW LEVEL SECURITY',
    ],
    down: ['DROP TABLE "_audit"', 'DROP FUNCTION IF EXISTS "_append_only"() CASCADE'],
    columns: [],
  },
  {
    name: '_chain',
    kind: 'table',
    up: [
      `CREATE TABLE "_chain" (
  "tenant_id" uuid NOT NULL,
  "place" bigint NOT NULL,
  "kind" text NOT NULL,
  "first" bigint NOT NULL,
  "last" bigint NOT NULL,
  "digests" bytea NOT NULL,
  "link" bytea NOT NULL,
  PRIMARY KEY ("tenant_id", "place")
)`,
      ...secured('_chain'),
      ...appendOnly('_chain'),
      `GRANT SELECT, INSERT ON "_chain" TO ${appRole}`,
    ],
    down: ['DROP TABLE "_chain"'],
    columns: [],
  },
];
