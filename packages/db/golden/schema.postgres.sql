CREATE TABLE "_tenant" (
  "tenant_id" uuid PRIMARY KEY,
  "head" bigint NOT NULL DEFAULT 0,
  "floor" bigint NOT NULL DEFAULT 0,
  "generation" text NOT NULL DEFAULT gen_random_uuid()::text,
  "place" bigint NOT NULL DEFAULT 0,
  "link" bytea NOT NULL DEFAULT ''
) WITH (fillfactor = 20);

ALTER TABLE "_tenant" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_tenant" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_tenant"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON "_tenant" TO satchel_app;

CREATE FUNCTION "_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' AND current_setting('satchel.forgetting', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'what is in % can be neither changed nor taken out', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE TABLE "_audit" (
  "tenant_id" uuid NOT NULL,
  "sequence" bigint NOT NULL,
  "kept_on" date NOT NULL DEFAULT clock_timestamp()::date,
  "salt" uuid NOT NULL,
  "entry" json NOT NULL,
  PRIMARY KEY ("tenant_id", "sequence", "kept_on")
) PARTITION BY RANGE ("kept_on");

ALTER TABLE "_audit" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_audit" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_audit"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE ON "_audit"
  FOR EACH ROW EXECUTE FUNCTION "_append_only"();

CREATE TRIGGER "never_empty" BEFORE TRUNCATE ON "_audit"
  FOR EACH STATEMENT EXECUTE FUNCTION "_append_only"();

GRANT SELECT, INSERT ON "_audit" TO satchel_app;

CREATE TABLE "_audit_default" PARTITION OF "_audit" DEFAULT;

ALTER TABLE "_audit_default" ENABLE ROW LEVEL SECURITY;

CREATE TABLE "_chain" (
  "tenant_id" uuid NOT NULL,
  "place" bigint NOT NULL,
  "kind" text NOT NULL,
  "first" bigint NOT NULL,
  "last" bigint NOT NULL,
  "digests" bytea NOT NULL,
  "link" bytea NOT NULL,
  PRIMARY KEY ("tenant_id", "place")
);

ALTER TABLE "_chain" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_chain" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_chain"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE ON "_chain"
  FOR EACH ROW EXECUTE FUNCTION "_append_only"();

CREATE TRIGGER "never_empty" BEFORE TRUNCATE ON "_chain"
  FOR EACH STATEMENT EXECUTE FUNCTION "_append_only"();

GRANT SELECT, INSERT ON "_chain" TO satchel_app;

CREATE TABLE "_outcome" (
  "tenant_id" uuid NOT NULL,
  "change" text COLLATE "C" NOT NULL,
  "device" text COLLATE "C" NOT NULL,
  "outcome" json NOT NULL,
  PRIMARY KEY ("tenant_id", "change")
);

ALTER TABLE "_outcome" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_outcome" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_outcome"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON "_outcome" TO satchel_app;

CREATE TABLE "_device" (
  "tenant_id" uuid NOT NULL,
  "device" text COLLATE "C" NOT NULL,
  "last_number" bigint NOT NULL,
  "confirmed" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("tenant_id", "device")
) WITH (fillfactor = 50);

ALTER TABLE "_device" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_device" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_device"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON "_device" TO satchel_app;

CREATE TABLE "_counter" (
  "tenant_id" uuid NOT NULL,
  "name" text COLLATE "C" NOT NULL,
  "last" bigint NOT NULL,
  PRIMARY KEY ("tenant_id", "name")
) WITH (fillfactor = 50);

ALTER TABLE "_counter" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_counter" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_counter"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON "_counter" TO satchel_app;

CREATE TABLE "_delivery" (
  "tenant_id" uuid NOT NULL,
  "handler" text COLLATE "C" NOT NULL,
  "delivered" bigint NOT NULL DEFAULT 0,
  "tries" integer NOT NULL DEFAULT 0,
  "next_at" bigint NOT NULL DEFAULT 0,
  "claimed_until" bigint NOT NULL DEFAULT 0,
  PRIMARY KEY ("tenant_id", "handler")
) WITH (fillfactor = 50);

ALTER TABLE "_delivery" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_delivery" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_delivery"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON "_delivery" TO satchel_app;

CREATE TABLE "_left_behind" (
  "tenant_id" uuid NOT NULL,
  "change" text COLLATE "C" NOT NULL,
  "member" text COLLATE "C" NOT NULL,
  "device" text COLLATE "C" NOT NULL,
  "received_at" bigint NOT NULL,
  "content" text NOT NULL,
  PRIMARY KEY ("tenant_id", "change")
);

ALTER TABLE "_left_behind" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_left_behind" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "_left_behind"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON "_left_behind" TO satchel_app;

CREATE TABLE "_user" (
  "id" uuid PRIMARY KEY,
  "email" text COLLATE "C" NOT NULL UNIQUE,
  "password_hash" text,
  "first_name" text NOT NULL,
  "last_name" text NOT NULL,
  "is_active" boolean NOT NULL DEFAULT true,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "email_verified_at" timestamptz
);

ALTER TABLE "_user" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_user" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_user" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON "_user" TO satchel_accounts;

CREATE TABLE "_organization" (
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
);

ALTER TABLE "_organization" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_organization" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_organization" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON "_organization" TO satchel_accounts;

CREATE TABLE "_membership" (
  "user_id" uuid NOT NULL REFERENCES "_user",
  "organization_id" uuid NOT NULL REFERENCES "_organization",
  "member" text COLLATE "C" NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY ("user_id", "organization_id"),
  UNIQUE ("organization_id", "member")
);

ALTER TABLE "_membership" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_membership" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_membership" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON "_membership" TO satchel_accounts;

CREATE TABLE "_session" (
  "id" uuid PRIMARY KEY,
  "user_id" uuid NOT NULL REFERENCES "_user",
  "agent" text NOT NULL,
  "created_at" timestamptz NOT NULL DEFAULT now(),
  "used_at" timestamptz NOT NULL DEFAULT now(),
  "ended_at" timestamptz
);

ALTER TABLE "_session" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_session" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_session" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON "_session" TO satchel_accounts;

CREATE INDEX "_session__by_user" ON "_session" ("user_id") WHERE "ended_at" IS NULL;

CREATE TABLE "_refresh_token" (
  "hash" text COLLATE "C" PRIMARY KEY,
  "session_id" uuid NOT NULL REFERENCES "_session",
  "expires_at" timestamptz NOT NULL,
  "used_at" timestamptz
);

ALTER TABLE "_refresh_token" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_refresh_token" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_refresh_token" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON "_refresh_token" TO satchel_accounts;

CREATE INDEX "_refresh_token__by_session" ON "_refresh_token" ("session_id");

CREATE INDEX "_refresh_token__by_end" ON "_refresh_token" ("expires_at");

CREATE TABLE "_invitation" (
  "hash" text COLLATE "C" PRIMARY KEY,
  "organization_id" uuid NOT NULL REFERENCES "_organization",
  "member" text COLLATE "C" NOT NULL,
  "email" text COLLATE "C" NOT NULL,
  "expires_at" timestamptz NOT NULL,
  "accepted_at" timestamptz
);

ALTER TABLE "_invitation" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_invitation" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_invitation" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE, DELETE ON "_invitation" TO satchel_accounts;

CREATE TABLE "_registered_device" (
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
);

ALTER TABLE "_registered_device" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_registered_device" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_registered_device" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE ON "_registered_device" TO satchel_accounts;

CREATE TABLE "_one_time_token" (
  "hash" text COLLATE "C" PRIMARY KEY,
  "purpose" text COLLATE "C" NOT NULL,
  "user_id" uuid NOT NULL REFERENCES "_user",
  "email" text COLLATE "C",
  "expires_at" timestamptz NOT NULL
);

ALTER TABLE "_one_time_token" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "_one_time_token" FORCE ROW LEVEL SECURITY;

CREATE POLICY "accounts" ON "_one_time_token" TO satchel_accounts USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON "_one_time_token" TO satchel_accounts;

CREATE INDEX "_one_time_token__by_user" ON "_one_time_token" ("user_id");

CREATE TABLE "contacts" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "firstName" text COLLATE "C",
  "firstName_fold" text COLLATE "C",
  "lastName" text COLLATE "C",
  "lastName_fold" text COLLATE "C",
  "emails" jsonb,
  "phones" jsonb,
  "company" text COLLATE "C",
  "jobTitle" text COLLATE "C",
  "jobTitle_fold" text COLLATE "C",
  "lifecycle" text COLLATE "C",
  "tags" jsonb,
  "notes" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "contacts" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "contacts" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "contacts"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "contacts" TO satchel_app;

CREATE TABLE "contacts__emails" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "contacts__emails" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "contacts__emails" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "contacts__emails"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "contacts__emails" TO satchel_app;

CREATE INDEX "contacts__emails__by_record" ON "contacts__emails" ("tenant_id", "record_id");

CREATE TABLE "contacts__phones" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "contacts__phones" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "contacts__phones" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "contacts__phones"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "contacts__phones" TO satchel_app;

CREATE INDEX "contacts__phones__by_record" ON "contacts__phones" ("tenant_id", "record_id");

CREATE TABLE "contacts__tags" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "contacts__tags" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "contacts__tags" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "contacts__tags"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "contacts__tags" TO satchel_app;

CREATE INDEX "contacts__tags__by_record" ON "contacts__tags" ("tenant_id", "record_id");

CREATE INDEX "contacts__by_createdAt" ON "contacts" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_owner_createdAt" ON "contacts" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_externalId" ON "contacts" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "contacts__by_name" ON "contacts" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_company_createdAt" ON "contacts" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_lifecycle_createdAt" ON "contacts" ("tenant_id", "lifecycle", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "companies" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "domain" text COLLATE "C",
  "domain_fold" text COLLATE "C",
  "phones" jsonb,
  "emails" jsonb,
  "industry" text COLLATE "C",
  "industry_fold" text COLLATE "C",
  "addressLine1" text COLLATE "C",
  "addressLine1_fold" text COLLATE "C",
  "city" text COLLATE "C",
  "city_fold" text COLLATE "C",
  "state" text COLLATE "C",
  "state_fold" text COLLATE "C",
  "country" text COLLATE "C",
  "country_fold" text COLLATE "C",
  "yearEstablished" double precision,
  "revenue_minor" bigint,
  "revenue_currency" text COLLATE "C",
  "employees" double precision,
  "parent" text COLLATE "C",
  "primaryContact" text COLLATE "C",
  "isCustomer" boolean,
  "isActive" boolean,
  "tags" jsonb,
  "notes" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "companies" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "companies" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "companies"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "companies" TO satchel_app;

CREATE TABLE "companies__phones" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "companies__phones" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "companies__phones" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "companies__phones"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "companies__phones" TO satchel_app;

CREATE INDEX "companies__phones__by_record" ON "companies__phones" ("tenant_id", "record_id");

CREATE TABLE "companies__emails" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "companies__emails" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "companies__emails" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "companies__emails"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "companies__emails" TO satchel_app;

CREATE INDEX "companies__emails__by_record" ON "companies__emails" ("tenant_id", "record_id");

CREATE TABLE "companies__tags" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "companies__tags" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "companies__tags" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "companies__tags"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "companies__tags" TO satchel_app;

CREATE INDEX "companies__tags__by_record" ON "companies__tags" ("tenant_id", "record_id");

CREATE INDEX "companies__by_name" ON "companies" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_createdAt" ON "companies" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_owner_name" ON "companies" ("tenant_id", "owner", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_externalId" ON "companies" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "companies__by_industry" ON "companies" ("tenant_id", "industry_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_parent_name" ON "companies" ("tenant_id", "parent", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_primaryContact_name" ON "companies" ("tenant_id", "primaryContact", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "leads" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "number" text COLLATE "C",
  "number_fold" text COLLATE "C",
  "formerNumber" text COLLATE "C",
  "formerNumber_fold" text COLLATE "C",
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "company" text COLLATE "C",
  "company_fold" text COLLATE "C",
  "emails" jsonb,
  "phones" jsonb,
  "pipeline" text COLLATE "C",
  "stage" text COLLATE "C",
  "contact" text COLLATE "C",
  "deal" text COLLATE "C",
  "assignmentRule" text COLLATE "C",
  "boardOrder" text COLLATE "C",
  "tags" jsonb,
  "notes" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "leads" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "leads" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "leads"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "leads" TO satchel_app;

CREATE TABLE "leads__emails" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "leads__emails" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "leads__emails" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "leads__emails"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "leads__emails" TO satchel_app;

CREATE INDEX "leads__emails__by_record" ON "leads__emails" ("tenant_id", "record_id");

CREATE TABLE "leads__phones" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "leads__phones" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "leads__phones" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "leads__phones"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "leads__phones" TO satchel_app;

CREATE INDEX "leads__phones__by_record" ON "leads__phones" ("tenant_id", "record_id");

CREATE TABLE "leads__tags" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "leads__tags" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "leads__tags" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "leads__tags"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "leads__tags" TO satchel_app;

CREATE INDEX "leads__tags__by_record" ON "leads__tags" ("tenant_id", "record_id");

CREATE INDEX "leads__by_stage_boardOrder" ON "leads" ("tenant_id", "stage", "boardOrder", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_createdAt" ON "leads" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_owner_createdAt" ON "leads" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_externalId" ON "leads" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "leads__by_source_createdAt" ON "leads" ("tenant_id", "source", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_name" ON "leads" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_pipeline_createdAt" ON "leads" ("tenant_id", "pipeline", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_stage_createdAt" ON "leads" ("tenant_id", "stage", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_contact_createdAt" ON "leads" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_deal_createdAt" ON "leads" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_assignmentRule_createdAt" ON "leads" ("tenant_id", "assignmentRule", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__number_number" ON "leads" ("tenant_id", "number") WHERE "number" IS NOT NULL;

CREATE TABLE "deals" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "title" text COLLATE "C",
  "title_fold" text COLLATE "C",
  "company" text COLLATE "C",
  "contacts" jsonb,
  "product" text COLLATE "C",
  "pipeline" text COLLATE "C",
  "stage" text COLLATE "C",
  "status" text COLLATE "C",
  "amount_minor" bigint,
  "amount_currency" text COLLATE "C",
  "engagedOn" text COLLATE "C",
  "expectedClose" text COLLATE "C",
  "closedOn" text COLLATE "C",
  "lostReason" text COLLATE "C",
  "lostReason_fold" text COLLATE "C",
  "boardOrder" text COLLATE "C",
  "tags" jsonb,
  "description" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "deals" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "deals" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "deals"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "deals" TO satchel_app;

CREATE TABLE "deals__contacts" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "deals__contacts" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "deals__contacts" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "deals__contacts"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "deals__contacts" TO satchel_app;

CREATE INDEX "deals__contacts__by_record" ON "deals__contacts" ("tenant_id", "record_id");

CREATE TABLE "deals__tags" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "deals__tags" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "deals__tags" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "deals__tags"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "deals__tags" TO satchel_app;

CREATE INDEX "deals__tags__by_record" ON "deals__tags" ("tenant_id", "record_id");

CREATE INDEX "deals__by_stage_boardOrder" ON "deals" ("tenant_id", "stage", "boardOrder", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_createdAt" ON "deals" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_owner_createdAt" ON "deals" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_externalId" ON "deals" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "deals__by_title" ON "deals" ("tenant_id", "title_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_company_createdAt" ON "deals" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_product_createdAt" ON "deals" ("tenant_id", "product", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_pipeline_createdAt" ON "deals" ("tenant_id", "pipeline", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_stage_createdAt" ON "deals" ("tenant_id", "stage", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_status_createdAt" ON "deals" ("tenant_id", "status", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_amount" ON "deals" ("tenant_id", "amount_minor", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_closedOn" ON "deals" ("tenant_id", "closedOn", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "products" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "series" text COLLATE "C",
  "series_fold" text COLLATE "C",
  "sku" text COLLATE "C",
  "sku_fold" text COLLATE "C",
  "price_minor" bigint,
  "price_currency" text COLLATE "C",
  "isActive" boolean,
  "description" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "products" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "products" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "products"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "products" TO satchel_app;

CREATE INDEX "products__by_name" ON "products" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "products__by_createdAt" ON "products" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "products__by_owner_name" ON "products" ("tenant_id", "owner", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "products__by_externalId" ON "products" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "products__by_series" ON "products" ("tenant_id", "series_fold", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "dealLines" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "deal" text COLLATE "C",
  "product" text COLLATE "C",
  "quantity" double precision,
  "price_minor" bigint,
  "price_currency" text COLLATE "C",
  "position" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "dealLines" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "dealLines" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "dealLines"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "dealLines" TO satchel_app;

CREATE INDEX "dealLines__by_deal_position" ON "dealLines" ("tenant_id", "deal", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_deal_createdAt" ON "dealLines" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_createdAt" ON "dealLines" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_owner_createdAt" ON "dealLines" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_externalId" ON "dealLines" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "dealLines__by_product_createdAt" ON "dealLines" ("tenant_id", "product", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__gone_by_deal" ON "dealLines" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "tasks" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "title" text COLLATE "C",
  "title_fold" text COLLATE "C",
  "status" text COLLATE "C",
  "dueOn" text COLLATE "C",
  "remindAt" bigint,
  "assignee" text COLLATE "C",
  "priority" text COLLATE "C",
  "doneAt" bigint,
  "deal" text COLLATE "C",
  "contact" text COLLATE "C",
  "company" text COLLATE "C",
  "lead" text COLLATE "C",
  "project" text COLLATE "C",
  "description" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "tasks" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "tasks" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "tasks"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "tasks" TO satchel_app;

CREATE INDEX "tasks__by_deal_createdAt" ON "tasks" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_contact_createdAt" ON "tasks" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_company_createdAt" ON "tasks" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_lead_createdAt" ON "tasks" ("tenant_id", "lead", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_project_createdAt" ON "tasks" ("tenant_id", "project", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_dueOn" ON "tasks" ("tenant_id", "dueOn", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_createdAt" ON "tasks" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_owner_dueOn" ON "tasks" ("tenant_id", "owner", "dueOn", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_externalId" ON "tasks" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "tasks__by_status_dueOn" ON "tasks" ("tenant_id", "status", "dueOn", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_remindAt" ON "tasks" ("tenant_id", "remindAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_assignee_dueOn" ON "tasks" ("tenant_id", "assignee", "dueOn", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__gone_by_deal" ON "tasks" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "tasks__gone_by_contact" ON "tasks" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "tasks__gone_by_company" ON "tasks" ("tenant_id", "company") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "tasks__gone_by_lead" ON "tasks" ("tenant_id", "lead") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "tasks__gone_by_project" ON "tasks" ("tenant_id", "project") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "campaigns" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "description" text COLLATE "C",
  "channel" text COLLATE "C",
  "status" text COLLATE "C",
  "startsOn" text COLLATE "C",
  "endsOn" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "campaigns" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "campaigns" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "campaigns"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "campaigns" TO satchel_app;

CREATE INDEX "campaigns__by_createdAt" ON "campaigns" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaigns__by_owner_createdAt" ON "campaigns" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaigns__by_externalId" ON "campaigns" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "campaigns__by_name" ON "campaigns" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaigns__by_status_createdAt" ON "campaigns" ("tenant_id", "status", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "campaignMembers" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "campaign" text COLLATE "C",
  "contact" text COLLATE "C",
  "stage" text COLLATE "C",
  "status" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "campaignMembers" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "campaignMembers" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "campaignMembers"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "campaignMembers" TO satchel_app;

CREATE INDEX "campaignMembers__by_campaign_createdAt" ON "campaignMembers" ("tenant_id", "campaign", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_contact_createdAt" ON "campaignMembers" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_createdAt" ON "campaignMembers" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_owner_createdAt" ON "campaignMembers" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_externalId" ON "campaignMembers" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "campaignMembers__gone_by_campaign" ON "campaignMembers" ("tenant_id", "campaign") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "campaignMembers__gone_by_contact" ON "campaignMembers" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "calls" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "subject" text COLLATE "C",
  "subject_fold" text COLLATE "C",
  "contact" text COLLATE "C",
  "campaign" text COLLATE "C",
  "deal" text COLLATE "C",
  "company" text COLLATE "C",
  "lead" text COLLATE "C",
  "direction" text COLLATE "C",
  "status" text COLLATE "C",
  "outcome" text COLLATE "C",
  "startedAt" bigint,
  "durationSeconds" double precision,
  "notes" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "calls" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "calls" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "calls"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "calls" TO satchel_app;

CREATE INDEX "calls__by_contact_createdAt" ON "calls" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_deal_createdAt" ON "calls" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_company_createdAt" ON "calls" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_lead_createdAt" ON "calls" ("tenant_id", "lead", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_campaign_createdAt" ON "calls" ("tenant_id", "campaign", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_createdAt" ON "calls" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_owner_createdAt" ON "calls" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_externalId" ON "calls" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "calls__by_status_createdAt" ON "calls" ("tenant_id", "status", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_startedAt" ON "calls" ("tenant_id", "startedAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__gone_by_contact" ON "calls" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "calls__gone_by_deal" ON "calls" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "calls__gone_by_company" ON "calls" ("tenant_id", "company") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "calls__gone_by_lead" ON "calls" ("tenant_id", "lead") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "calls__gone_by_campaign" ON "calls" ("tenant_id", "campaign") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "conversations" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "title" text COLLATE "C",
  "title_fold" text COLLATE "C",
  "contact" text COLLATE "C",
  "campaign" text COLLATE "C",
  "call" text COLLATE "C",
  "stage" text COLLATE "C",
  "transcript" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "conversations" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "conversations" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "conversations"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "conversations" TO satchel_app;

CREATE INDEX "conversations__by_contact_createdAt" ON "conversations" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_call_createdAt" ON "conversations" ("tenant_id", "call", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_campaign_createdAt" ON "conversations" ("tenant_id", "campaign", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_createdAt" ON "conversations" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_owner_createdAt" ON "conversations" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_externalId" ON "conversations" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "conversations__gone_by_contact" ON "conversations" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "conversations__gone_by_call" ON "conversations" ("tenant_id", "call") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "conversations__gone_by_campaign" ON "conversations" ("tenant_id", "campaign") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "scripts" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "campaign" text COLLATE "C",
  "stage" text COLLATE "C",
  "template" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "scripts" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "scripts" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "scripts"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "scripts" TO satchel_app;

CREATE INDEX "scripts__by_campaign_createdAt" ON "scripts" ("tenant_id", "campaign", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "scripts__by_createdAt" ON "scripts" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "scripts__by_owner_createdAt" ON "scripts" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "scripts__by_externalId" ON "scripts" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "scripts__gone_by_campaign" ON "scripts" ("tenant_id", "campaign") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "interactions" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "subject" text COLLATE "C",
  "subject_fold" text COLLATE "C",
  "type" text COLLATE "C",
  "happenedAt" bigint,
  "company" text COLLATE "C",
  "contact" text COLLATE "C",
  "deal" text COLLATE "C",
  "lead" text COLLATE "C",
  "description" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "interactions" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "interactions" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "interactions"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "interactions" TO satchel_app;

CREATE INDEX "interactions__by_company_createdAt" ON "interactions" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_contact_createdAt" ON "interactions" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_deal_createdAt" ON "interactions" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_lead_createdAt" ON "interactions" ("tenant_id", "lead", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_happenedAt" ON "interactions" ("tenant_id", "happenedAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_createdAt" ON "interactions" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_owner_happenedAt" ON "interactions" ("tenant_id", "owner", "happenedAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_externalId" ON "interactions" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "interactions__by_type_happenedAt" ON "interactions" ("tenant_id", "type", "happenedAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__gone_by_company" ON "interactions" ("tenant_id", "company") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "interactions__gone_by_contact" ON "interactions" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "interactions__gone_by_deal" ON "interactions" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "interactions__gone_by_lead" ON "interactions" ("tenant_id", "lead") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "notes" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "title" text COLLATE "C",
  "title_fold" text COLLATE "C",
  "body" text COLLATE "C",
  "deal" text COLLATE "C",
  "contact" text COLLATE "C",
  "company" text COLLATE "C",
  "lead" text COLLATE "C",
  "project" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "notes" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "notes" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "notes"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "notes" TO satchel_app;

CREATE INDEX "notes__by_deal_createdAt" ON "notes" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_contact_createdAt" ON "notes" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_company_createdAt" ON "notes" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_lead_createdAt" ON "notes" ("tenant_id", "lead", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_project_createdAt" ON "notes" ("tenant_id", "project", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_createdAt" ON "notes" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_owner_createdAt" ON "notes" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_externalId" ON "notes" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "notes__gone_by_deal" ON "notes" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "notes__gone_by_contact" ON "notes" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "notes__gone_by_company" ON "notes" ("tenant_id", "company") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "notes__gone_by_lead" ON "notes" ("tenant_id", "lead") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "notes__gone_by_project" ON "notes" ("tenant_id", "project") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "comments" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "title" text COLLATE "C",
  "title_fold" text COLLATE "C",
  "body" text COLLATE "C",
  "deal" text COLLATE "C",
  "contact" text COLLATE "C",
  "company" text COLLATE "C",
  "lead" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "comments" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "comments" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "comments"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "comments" TO satchel_app;

CREATE INDEX "comments__by_deal_createdAt" ON "comments" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_contact_createdAt" ON "comments" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_company_createdAt" ON "comments" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_lead_createdAt" ON "comments" ("tenant_id", "lead", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_createdAt" ON "comments" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_owner_createdAt" ON "comments" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_externalId" ON "comments" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "comments__gone_by_deal" ON "comments" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "comments__gone_by_contact" ON "comments" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "comments__gone_by_company" ON "comments" ("tenant_id", "company") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "comments__gone_by_lead" ON "comments" ("tenant_id", "lead") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "activities" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "kind" text COLLATE "C",
  "summary" text COLLATE "C",
  "summary_fold" text COLLATE "C",
  "detail" jsonb,
  "deal" text COLLATE "C",
  "lead" text COLLATE "C",
  "contact" text COLLATE "C",
  "company" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "activities" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "activities" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "activities"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "activities" TO satchel_app;

CREATE INDEX "activities__by_deal_createdAt" ON "activities" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_lead_createdAt" ON "activities" ("tenant_id", "lead", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_contact_createdAt" ON "activities" ("tenant_id", "contact", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_company_createdAt" ON "activities" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_createdAt" ON "activities" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_owner_createdAt" ON "activities" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_externalId" ON "activities" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "activities__by_kind_createdAt" ON "activities" ("tenant_id", "kind", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__gone_by_deal" ON "activities" ("tenant_id", "deal") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "activities__gone_by_lead" ON "activities" ("tenant_id", "lead") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "activities__gone_by_contact" ON "activities" ("tenant_id", "contact") WHERE "deletedAt" IS NOT NULL;

CREATE INDEX "activities__gone_by_company" ON "activities" ("tenant_id", "company") WHERE "deletedAt" IS NOT NULL;

CREATE TABLE "projects" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "status" text COLLATE "C",
  "company" text COLLATE "C",
  "deal" text COLLATE "C",
  "startsOn" text COLLATE "C",
  "dueOn" text COLLATE "C",
  "description" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "projects" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "projects"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "projects" TO satchel_app;

CREATE INDEX "projects__by_createdAt" ON "projects" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_owner_createdAt" ON "projects" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_externalId" ON "projects" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "projects__by_name" ON "projects" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_status_createdAt" ON "projects" ("tenant_id", "status", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_company_createdAt" ON "projects" ("tenant_id", "company", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_deal_createdAt" ON "projects" ("tenant_id", "deal", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "tags" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "color" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "tags" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "tags" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "tags"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "tags" TO satchel_app;

CREATE INDEX "tags__by_name" ON "tags" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tags__by_createdAt" ON "tags" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tags__by_owner_name" ON "tags" ("tenant_id", "owner", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "tags__by_externalId" ON "tags" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "members" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "emails" jsonb,
  "role" text COLLATE "C",
  "manager" text COLLATE "C",
  "teams" jsonb,
  "region" text COLLATE "C",
  "region_fold" text COLLATE "C",
  "isActive" boolean,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "members" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "members" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "members"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "members" TO satchel_app;

CREATE TABLE "members__emails" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "members__emails" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "members__emails" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "members__emails"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "members__emails" TO satchel_app;

CREATE INDEX "members__emails__by_record" ON "members__emails" ("tenant_id", "record_id");

CREATE TABLE "members__teams" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "members__teams" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "members__teams" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "members__teams"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "members__teams" TO satchel_app;

CREATE INDEX "members__teams__by_record" ON "members__teams" ("tenant_id", "record_id");

CREATE INDEX "members__by_name" ON "members" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_createdAt" ON "members" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_owner_name" ON "members" ("tenant_id", "owner", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_externalId" ON "members" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "members__by_manager_name" ON "members" ("tenant_id", "manager", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_region" ON "members" ("tenant_id", "region_fold", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "teams" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "description" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "teams" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "teams" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "teams"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "teams" TO satchel_app;

CREATE INDEX "teams__by_name" ON "teams" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "teams__by_createdAt" ON "teams" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "teams__by_owner_name" ON "teams" ("tenant_id", "owner", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "teams__by_externalId" ON "teams" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "pipelines" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "key" text COLLATE "C",
  "key_fold" text COLLATE "C",
  "kind" text COLLATE "C",
  "position" double precision,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "pipelines" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "pipelines" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "pipelines"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "pipelines" TO satchel_app;

CREATE INDEX "pipelines__by_position" ON "pipelines" ("tenant_id", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "pipelines__by_createdAt" ON "pipelines" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "pipelines__by_owner_position" ON "pipelines" ("tenant_id", "owner", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "pipelines__by_externalId" ON "pipelines" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "stages" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "key" text COLLATE "C",
  "key_fold" text COLLATE "C",
  "pipeline" text COLLATE "C",
  "position" double precision,
  "type" text COLLATE "C",
  "probability" double precision,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "stages" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "stages" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "stages"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "stages" TO satchel_app;

CREATE INDEX "stages__by_pipeline_position" ON "stages" ("tenant_id", "pipeline", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_position" ON "stages" ("tenant_id", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_createdAt" ON "stages" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_owner_position" ON "stages" ("tenant_id", "owner", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_externalId" ON "stages" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "assignmentRules" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "method" text COLLATE "C",
  "members" jsonb,
  "isActive" boolean,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "assignmentRules" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "assignmentRules" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "assignmentRules"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "assignmentRules" TO satchel_app;

CREATE TABLE "assignmentRules__members" (
  "tenant_id" uuid NOT NULL,
  "value" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  PRIMARY KEY ("tenant_id", "value", "record_id")
);

ALTER TABLE "assignmentRules__members" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "assignmentRules__members" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "assignmentRules__members"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "assignmentRules__members" TO satchel_app;

CREATE INDEX "assignmentRules__members__by_record" ON "assignmentRules__members" ("tenant_id", "record_id");

CREATE INDEX "assignmentRules__by_name" ON "assignmentRules" ("tenant_id", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "assignmentRules__by_createdAt" ON "assignmentRules" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "assignmentRules__by_owner_name" ON "assignmentRules" ("tenant_id", "owner", "name_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "assignmentRules__by_externalId" ON "assignmentRules" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "savedViews" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "entity" text COLLATE "C",
  "entity_fold" text COLLATE "C",
  "kind" text COLLATE "C",
  "where" jsonb,
  "columns" jsonb,
  "sort" jsonb,
  "isShared" boolean,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "savedViews" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "savedViews" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "savedViews"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "savedViews" TO satchel_app;

CREATE INDEX "savedViews__by_createdAt" ON "savedViews" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "savedViews__by_owner_createdAt" ON "savedViews" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "savedViews__by_externalId" ON "savedViews" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "savedViews__by_entity" ON "savedViews" ("tenant_id", "entity_fold", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "shares" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "title" text COLLATE "C",
  "title_fold" text COLLATE "C",
  "entity" text COLLATE "C",
  "entity_fold" text COLLATE "C",
  "record" text COLLATE "C",
  "record_fold" text COLLATE "C",
  "withMember" text COLLATE "C",
  "withTeam" text COLLATE "C",
  "right" text COLLATE "C",
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "shares" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "shares" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "shares"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "shares" TO satchel_app;

CREATE INDEX "shares__by_createdAt" ON "shares" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_owner_createdAt" ON "shares" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_externalId" ON "shares" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "shares__by_record" ON "shares" ("tenant_id", "record_fold", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_withMember_createdAt" ON "shares" ("tenant_id", "withMember", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_withTeam_createdAt" ON "shares" ("tenant_id", "withTeam", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE TABLE "imports" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "name" text COLLATE "C",
  "name_fold" text COLLATE "C",
  "group" text COLLATE "C",
  "group_fold" text COLLATE "C",
  "status" text COLLATE "C",
  "created" double precision,
  "updated" double precision,
  "unchanged" double precision,
  "refused" double precision,
  "detail" jsonb,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "imports" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "imports" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "imports"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "imports" TO satchel_app;

CREATE INDEX "imports__by_createdAt" ON "imports" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "imports__by_owner_createdAt" ON "imports" ("tenant_id", "owner", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "imports__by_externalId" ON "imports" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "fieldDefinitions" (
  "tenant_id" uuid NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "rev" bigint NOT NULL,
  "stamps" jsonb,
  "custom" jsonb,
  "owner" text COLLATE "C",
  "team" text COLLATE "C",
  "team_fold" text COLLATE "C",
  "externalId" text COLLATE "C",
  "externalId_fold" text COLLATE "C",
  "source" text COLLATE "C",
  "source_fold" text COLLATE "C",
  "createdAt" bigint,
  "createdBy" text COLLATE "C",
  "updatedAt" bigint,
  "updatedBy" text COLLATE "C",
  "deletedAt" bigint,
  "entity" text COLLATE "C",
  "entity_fold" text COLLATE "C",
  "key" text COLLATE "C",
  "key_fold" text COLLATE "C",
  "label" text COLLATE "C",
  "label_fold" text COLLATE "C",
  "kind" text COLLATE "C",
  "position" double precision,
  "settings" jsonb,
  "_revs" jsonb,
  "_scopes" jsonb NOT NULL DEFAULT '[]',
  PRIMARY KEY ("tenant_id", "id")
) WITH (fillfactor = 80);

ALTER TABLE "fieldDefinitions" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "fieldDefinitions" FORCE ROW LEVEL SECURITY;

CREATE POLICY "tenant" ON "fieldDefinitions"
  USING ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid)
  WITH CHECK ("tenant_id" = nullif(current_setting('satchel.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON "fieldDefinitions" TO satchel_app;

CREATE INDEX "fieldDefinitions__by_position" ON "fieldDefinitions" ("tenant_id", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "fieldDefinitions__by_createdAt" ON "fieldDefinitions" ("tenant_id", "createdAt", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "fieldDefinitions__by_owner_position" ON "fieldDefinitions" ("tenant_id", "owner", "position", "id") WHERE "deletedAt" IS NULL;

CREATE INDEX "fieldDefinitions__by_externalId" ON "fieldDefinitions" ("tenant_id", "externalId_fold", "id") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "fieldDefinitions__by_entity" ON "fieldDefinitions" ("tenant_id", "entity_fold", "id") WHERE "deletedAt" IS NULL;
