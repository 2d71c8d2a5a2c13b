import type { ServerStep } from '../server-step.ts';

/** As the audit was when this step was made: it stays so, whatever `auditObjects` become. */
const tenantOnly = (table: string): readonly string[] => [
  `ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY "tenant" ON "${table}"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)`,
  `GRANT SELECT, INSERT ON "${table}" TO satchel_app`,
];

const appendOnly = (table: string): readonly string[] => [
  `CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE ON "${table}"
  FOR EACH ROW EXECUTE FUNCTION "_append_only"()`,
  `CREATE TRIGGER "never_empty" BEFORE TRUNCATE ON "${table}"
  FOR EACH STATEMENT EXECUTE FUNCTION "_append_only"()`,
];

/** Links of 500 entries, each tenant's in order, as `audit-chain.ts` of sync makes them. */
const linkWhatIsThere = `DO $$
DECLARE
  tenant record;
  part record;
  last_place bigint;
  last_link text;
BEGIN
  FOR tenant IN SELECT "tenant_id" AS id FROM "_tenant" LOOP
    last_place := 0;
    last_link := '';
    FOR part IN
      SELECT min("sequence") AS first, max("sequence") AS last,
        string_agg(encode(sha256(convert_to("salt"::text || E'\\n' || "entry"::text, 'UTF8')), 'hex'), '' ORDER BY "sequence") AS digests
      FROM "_audit" WHERE "tenant_id" = tenant.id GROUP BY ("sequence" - 1) / 500 ORDER BY 1
    LOOP
      last_place := last_place + 1;
      last_link := encode(sha256(convert_to(concat_ws(E'\\n', tenant.id, last_link, last_place, 'accepted', part.first, part.last, part.digests), 'UTF8')), 'hex');
      INSERT INTO "_chain" VALUES (tenant.id, last_place, 'accepted', part.first, part.last, decode(part.digests, 'hex'), decode(last_link, 'hex'));
    END LOOP;
    UPDATE "_tenant" SET "place" = last_place, "link" = decode(last_link, 'hex') WHERE "tenant_id" = tenant.id;
  END LOOP;
END $$`;

/** The audit becomes a chain of digests, and its entries lie in parts by month. */
export const auditChainStep: ServerStep = {
  name: 'the audit is a chain',
  up: [
    `ALTER TABLE "_tenant" ADD COLUMN "place" bigint NOT NULL DEFAULT 0, ADD COLUMN "link" bytea NOT NULL DEFAULT '',
  NO FORCE ROW LEVEL SECURITY`,
    'ALTER TABLE "_audit" RENAME TO "_audit_before"',
    'ALTER TABLE "_audit_before" RENAME CONSTRAINT "_audit_pkey" TO "_audit_before_pkey"',
    'ALTER TABLE "_audit_before" NO FORCE ROW LEVEL SECURITY',
    `CREATE FUNCTION "_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' AND current_setting('satchel.forgetting', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'what is in % can be neither changed nor taken out', TG_TABLE_NAME USING ERRCODE = '42501';
END $$`,
    `CREATE TABLE "_audit" (
  "tenant_id" uuid NOT NULL,
  "sequence" bigint NOT NULL,
  "kept_on" date NOT NULL DEFAULT clock_timestamp()::date,
  "salt" uuid NOT NULL,
  "entry" json NOT NULL,
  PRIMARY KEY ("tenant_id", "sequence", "kept_on")
) PARTITION BY RANGE ("kept_on")`,
    'CREATE TABLE "_audit_default" PARTITION OF "_audit" DEFAULT',
    'ALTER TABLE "_audit_default" ENABLE ROW LEVEL SECURITY',
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
    `INSERT INTO "_audit" ("tenant_id", "sequence", "salt", "entry")
  SELECT "tenant_id", "sequence", gen_random_uuid(),
    json_build_object('acceptedAt', "accepted_at", 'change', "change", 'writes', "writes", 'events', "events")
  FROM "_audit_before"`,
    linkWhatIsThere,
    'DROP TABLE "_audit_before"',
    ...tenantOnly('_audit'),
    ...tenantOnly('_chain'),
    ...appendOnly('_audit'),
    ...appendOnly('_chain'),
    'ALTER TABLE "_tenant" FORCE ROW LEVEL SECURITY',
  ],
  // Entries whose time was over do not come back.
  down: [
    'ALTER TABLE "_audit" NO FORCE ROW LEVEL SECURITY',
    `CREATE TABLE "_audit_before" (
  "tenant_id" uuid NOT NULL,
  "sequence" bigint NOT NULL,
  "accepted_at" bigint NOT NULL,
  "change" jsonb NOT NULL,
  "writes" json NOT NULL,
  "events" json NOT NULL,
  PRIMARY KEY ("tenant_id", "sequence")
)`,
    `INSERT INTO "_audit_before"
  SELECT "tenant_id", "sequence", ("entry"->>'acceptedAt')::bigint, ("entry"->'change')::jsonb, "entry"->'writes', "entry"->'events'
  FROM "_audit"`,
    'DROP TABLE "_chain"',
    'DROP TABLE "_audit"',
    'DROP FUNCTION "_append_only"()',
    'ALTER TABLE "_audit_before" RENAME TO "_audit"',
    'ALTER TABLE "_audit" RENAME CONSTRAINT "_audit_before_pkey" TO "_audit_pkey"',
    ...tenantOnly('_audit'),
    'ALTER TABLE "_tenant" DROP COLUMN "place", DROP COLUMN "link"',
  ],
};
