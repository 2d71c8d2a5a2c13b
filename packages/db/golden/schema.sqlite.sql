CREATE TABLE "_meta" ("key" TEXT PRIMARY KEY, "value" TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE "_change" ("seq" INTEGER PRIMARY KEY, "id" TEXT NOT NULL UNIQUE, "sequence" INTEGER NOT NULL,
  "group" TEXT, "cause" TEXT, "actor" TEXT NOT NULL, "device" TEXT NOT NULL, "at" TEXT NOT NULL, "ms" INTEGER NOT NULL,
  "first_entry" INTEGER NOT NULL, "last_entry" INTEGER NOT NULL) STRICT;

CREATE INDEX "_change__by_group" ON "_change" ("group") WHERE "group" IS NOT NULL;

CREATE TABLE "_history" ("id" INTEGER PRIMARY KEY, "change" INTEGER NOT NULL, "entity" TEXT NOT NULL,
  "record" TEXT NOT NULL, "kind" TEXT NOT NULL, "before" TEXT, "after" TEXT, "is_consequence" INTEGER NOT NULL) STRICT;

CREATE INDEX "_history__by_record" ON "_history" ("record");

CREATE TABLE "_step" ("id" TEXT PRIMARY KEY, "position" INTEGER NOT NULL, "actor" TEXT NOT NULL, "label" TEXT,
  "ms" INTEGER NOT NULL, "writes" INTEGER NOT NULL, "kind" TEXT NOT NULL, "of" TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX "_step__by_actor" ON "_step" ("actor", "position");

CREATE TABLE "_shadow" ("entity" TEXT NOT NULL, "record" TEXT NOT NULL, "confirmed" TEXT,
  PRIMARY KEY ("entity", "record")) STRICT, WITHOUT ROWID;

CREATE TABLE "_rollup" ("entity" TEXT NOT NULL, "key" TEXT NOT NULL, "currency" TEXT NOT NULL,
  "count" INTEGER NOT NULL, "sum" INTEGER NOT NULL, PRIMARY KEY ("entity", "key", "currency")) STRICT, WITHOUT ROWID;

CREATE TABLE "_left_words" ("entity" TEXT NOT NULL, "seq" INTEGER NOT NULL, PRIMARY KEY ("entity", "seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "_outbox" ("position" INTEGER PRIMARY KEY, "change" TEXT NOT NULL, "id" TEXT, "overlays" TEXT, "number" INTEGER, "accepted_at" INTEGER) STRICT;

CREATE UNIQUE INDEX "_outbox__by_id" ON "_outbox" ("id");

CREATE TABLE "_attention" ("position" INTEGER PRIMARY KEY, "change" TEXT NOT NULL UNIQUE, "attention" TEXT NOT NULL) STRICT;

CREATE TABLE "contacts" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "firstName" TEXT,
  "firstName_fold" TEXT,
  "lastName" TEXT,
  "lastName_fold" TEXT,
  "emails" TEXT,
  "phones" TEXT,
  "company" TEXT,
  "jobTitle" TEXT,
  "jobTitle_fold" TEXT,
  "lifecycle" TEXT,
  "tags" TEXT,
  "notes" TEXT
) STRICT;

CREATE TABLE "contacts__emails" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "contacts__phones" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "contacts__tags" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE "contacts__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "contacts__search" ("contacts__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "contacts__by_createdAt" ON "contacts" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_owner_createdAt" ON "contacts" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_externalId" ON "contacts" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "contacts__by_name" ON "contacts" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_company_createdAt" ON "contacts" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "contacts__by_lifecycle_createdAt" ON "contacts" ("lifecycle", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "companies" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "domain" TEXT,
  "domain_fold" TEXT,
  "phones" TEXT,
  "emails" TEXT,
  "industry" TEXT,
  "industry_fold" TEXT,
  "addressLine1" TEXT,
  "addressLine1_fold" TEXT,
  "city" TEXT,
  "city_fold" TEXT,
  "state" TEXT,
  "state_fold" TEXT,
  "country" TEXT,
  "country_fold" TEXT,
  "yearEstablished" REAL,
  "revenue_minor" INTEGER,
  "revenue_currency" TEXT,
  "employees" REAL,
  "parent" TEXT,
  "primaryContact" TEXT,
  "isCustomer" INTEGER,
  "isActive" INTEGER,
  "tags" TEXT,
  "notes" TEXT
) STRICT;

CREATE TABLE "companies__phones" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "companies__emails" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "companies__tags" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE "companies__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "companies__search" ("companies__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "companies__by_name" ON "companies" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_createdAt" ON "companies" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_owner_name" ON "companies" ("owner", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_externalId" ON "companies" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "companies__by_industry" ON "companies" ("industry_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_parent_name" ON "companies" ("parent", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "companies__by_primaryContact_name" ON "companies" ("primaryContact", "name_fold") WHERE "deletedAt" IS NULL;

CREATE TABLE "leads" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "number" TEXT,
  "number_fold" TEXT,
  "formerNumber" TEXT,
  "formerNumber_fold" TEXT,
  "name" TEXT,
  "name_fold" TEXT,
  "company" TEXT,
  "company_fold" TEXT,
  "emails" TEXT,
  "phones" TEXT,
  "pipeline" TEXT,
  "stage" TEXT,
  "contact" TEXT,
  "deal" TEXT,
  "assignmentRule" TEXT,
  "boardOrder" TEXT,
  "tags" TEXT,
  "notes" TEXT
) STRICT;

CREATE TABLE "leads__emails" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "leads__phones" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "leads__tags" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE "leads__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "leads__search" ("leads__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "leads__by_stage_boardOrder" ON "leads" ("stage", "boardOrder") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_createdAt" ON "leads" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_owner_createdAt" ON "leads" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_externalId" ON "leads" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "leads__by_source_createdAt" ON "leads" ("source", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_name" ON "leads" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_pipeline_createdAt" ON "leads" ("pipeline", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_stage_createdAt" ON "leads" ("stage", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_contact_createdAt" ON "leads" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_deal_createdAt" ON "leads" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "leads__by_assignmentRule_createdAt" ON "leads" ("assignmentRule", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "deals" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "title" TEXT,
  "title_fold" TEXT,
  "company" TEXT,
  "contacts" TEXT,
  "product" TEXT,
  "pipeline" TEXT,
  "stage" TEXT,
  "status" TEXT,
  "amount_minor" INTEGER,
  "amount_currency" TEXT,
  "engagedOn" TEXT,
  "expectedClose" TEXT,
  "closedOn" TEXT,
  "lostReason" TEXT,
  "lostReason_fold" TEXT,
  "boardOrder" TEXT,
  "tags" TEXT,
  "description" TEXT
) STRICT;

CREATE TABLE "deals__contacts" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "deals__tags" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE "deals__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "deals__search" ("deals__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "deals__by_stage_boardOrder" ON "deals" ("stage", "boardOrder") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_createdAt" ON "deals" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_owner_createdAt" ON "deals" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_externalId" ON "deals" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "deals__by_title" ON "deals" ("title_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_company_createdAt" ON "deals" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_product_createdAt" ON "deals" ("product", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_pipeline_createdAt" ON "deals" ("pipeline", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_stage_createdAt" ON "deals" ("stage", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_status_createdAt" ON "deals" ("status", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_amount" ON "deals" ("amount_minor") WHERE "deletedAt" IS NULL;

CREATE INDEX "deals__by_closedOn" ON "deals" ("closedOn") WHERE "deletedAt" IS NULL;

CREATE TABLE "products" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "series" TEXT,
  "series_fold" TEXT,
  "sku" TEXT,
  "sku_fold" TEXT,
  "price_minor" INTEGER,
  "price_currency" TEXT,
  "isActive" INTEGER,
  "description" TEXT
) STRICT;

CREATE VIRTUAL TABLE "products__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "products__search" ("products__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "products__by_name" ON "products" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "products__by_createdAt" ON "products" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "products__by_owner_name" ON "products" ("owner", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "products__by_externalId" ON "products" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "products__by_series" ON "products" ("series_fold") WHERE "deletedAt" IS NULL;

CREATE TABLE "dealLines" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "deal" TEXT,
  "product" TEXT,
  "quantity" REAL,
  "price_minor" INTEGER,
  "price_currency" TEXT,
  "position" TEXT
) STRICT;

CREATE INDEX "dealLines__by_deal_position" ON "dealLines" ("deal", "position") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_deal_createdAt" ON "dealLines" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_createdAt" ON "dealLines" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_owner_createdAt" ON "dealLines" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "dealLines__by_externalId" ON "dealLines" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "dealLines__by_product_createdAt" ON "dealLines" ("product", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "tasks" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "title" TEXT,
  "title_fold" TEXT,
  "status" TEXT,
  "dueOn" TEXT,
  "remindAt" INTEGER,
  "assignee" TEXT,
  "priority" TEXT,
  "doneAt" INTEGER,
  "deal" TEXT,
  "contact" TEXT,
  "company" TEXT,
  "lead" TEXT,
  "project" TEXT,
  "description" TEXT
) STRICT;

CREATE VIRTUAL TABLE "tasks__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "tasks__search" ("tasks__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "tasks__by_deal_createdAt" ON "tasks" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_contact_createdAt" ON "tasks" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_company_createdAt" ON "tasks" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_lead_createdAt" ON "tasks" ("lead", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_project_createdAt" ON "tasks" ("project", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_dueOn" ON "tasks" ("dueOn") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_createdAt" ON "tasks" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_owner_dueOn" ON "tasks" ("owner", "dueOn") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_externalId" ON "tasks" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "tasks__by_status_dueOn" ON "tasks" ("status", "dueOn") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_remindAt" ON "tasks" ("remindAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tasks__by_assignee_dueOn" ON "tasks" ("assignee", "dueOn") WHERE "deletedAt" IS NULL;

CREATE TABLE "campaigns" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "description" TEXT,
  "channel" TEXT,
  "status" TEXT,
  "startsOn" TEXT,
  "endsOn" TEXT
) STRICT;

CREATE VIRTUAL TABLE "campaigns__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "campaigns__search" ("campaigns__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "campaigns__by_createdAt" ON "campaigns" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaigns__by_owner_createdAt" ON "campaigns" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaigns__by_externalId" ON "campaigns" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "campaigns__by_name" ON "campaigns" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaigns__by_status_createdAt" ON "campaigns" ("status", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "campaignMembers" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "campaign" TEXT,
  "contact" TEXT,
  "stage" TEXT,
  "status" TEXT
) STRICT;

CREATE INDEX "campaignMembers__by_campaign_createdAt" ON "campaignMembers" ("campaign", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_contact_createdAt" ON "campaignMembers" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_createdAt" ON "campaignMembers" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_owner_createdAt" ON "campaignMembers" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "campaignMembers__by_externalId" ON "campaignMembers" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "calls" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "subject" TEXT,
  "subject_fold" TEXT,
  "contact" TEXT,
  "campaign" TEXT,
  "deal" TEXT,
  "company" TEXT,
  "lead" TEXT,
  "direction" TEXT,
  "status" TEXT,
  "outcome" TEXT,
  "startedAt" INTEGER,
  "durationSeconds" REAL,
  "notes" TEXT
) STRICT;

CREATE VIRTUAL TABLE "calls__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "calls__search" ("calls__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "calls__by_contact_createdAt" ON "calls" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_deal_createdAt" ON "calls" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_company_createdAt" ON "calls" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_lead_createdAt" ON "calls" ("lead", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_campaign_createdAt" ON "calls" ("campaign", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_createdAt" ON "calls" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_owner_createdAt" ON "calls" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_externalId" ON "calls" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "calls__by_status_createdAt" ON "calls" ("status", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "calls__by_startedAt" ON "calls" ("startedAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "conversations" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "title" TEXT,
  "title_fold" TEXT,
  "contact" TEXT,
  "campaign" TEXT,
  "call" TEXT,
  "stage" TEXT,
  "transcript" TEXT
) STRICT;

CREATE VIRTUAL TABLE "conversations__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "conversations__search" ("conversations__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "conversations__by_contact_createdAt" ON "conversations" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_call_createdAt" ON "conversations" ("call", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_campaign_createdAt" ON "conversations" ("campaign", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_createdAt" ON "conversations" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_owner_createdAt" ON "conversations" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "conversations__by_externalId" ON "conversations" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "scripts" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "campaign" TEXT,
  "stage" TEXT,
  "template" TEXT
) STRICT;

CREATE VIRTUAL TABLE "scripts__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "scripts__search" ("scripts__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "scripts__by_campaign_createdAt" ON "scripts" ("campaign", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "scripts__by_createdAt" ON "scripts" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "scripts__by_owner_createdAt" ON "scripts" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "scripts__by_externalId" ON "scripts" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "interactions" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "subject" TEXT,
  "subject_fold" TEXT,
  "type" TEXT,
  "happenedAt" INTEGER,
  "company" TEXT,
  "contact" TEXT,
  "deal" TEXT,
  "lead" TEXT,
  "description" TEXT
) STRICT;

CREATE VIRTUAL TABLE "interactions__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "interactions__search" ("interactions__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "interactions__by_company_createdAt" ON "interactions" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_contact_createdAt" ON "interactions" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_deal_createdAt" ON "interactions" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_lead_createdAt" ON "interactions" ("lead", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_happenedAt" ON "interactions" ("happenedAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_createdAt" ON "interactions" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_owner_happenedAt" ON "interactions" ("owner", "happenedAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "interactions__by_externalId" ON "interactions" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "interactions__by_type_happenedAt" ON "interactions" ("type", "happenedAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "notes" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "title" TEXT,
  "title_fold" TEXT,
  "body" TEXT,
  "deal" TEXT,
  "contact" TEXT,
  "company" TEXT,
  "lead" TEXT,
  "project" TEXT
) STRICT;

CREATE VIRTUAL TABLE "notes__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "notes__search" ("notes__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "notes__by_deal_createdAt" ON "notes" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_contact_createdAt" ON "notes" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_company_createdAt" ON "notes" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_lead_createdAt" ON "notes" ("lead", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_project_createdAt" ON "notes" ("project", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_createdAt" ON "notes" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_owner_createdAt" ON "notes" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "notes__by_externalId" ON "notes" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "comments" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "title" TEXT,
  "title_fold" TEXT,
  "body" TEXT,
  "deal" TEXT,
  "contact" TEXT,
  "company" TEXT,
  "lead" TEXT
) STRICT;

CREATE VIRTUAL TABLE "comments__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "comments__search" ("comments__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "comments__by_deal_createdAt" ON "comments" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_contact_createdAt" ON "comments" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_company_createdAt" ON "comments" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_lead_createdAt" ON "comments" ("lead", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_createdAt" ON "comments" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_owner_createdAt" ON "comments" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "comments__by_externalId" ON "comments" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "activities" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "kind" TEXT,
  "summary" TEXT,
  "summary_fold" TEXT,
  "detail" TEXT,
  "deal" TEXT,
  "lead" TEXT,
  "contact" TEXT,
  "company" TEXT
) STRICT;

CREATE INDEX "activities__by_deal_createdAt" ON "activities" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_lead_createdAt" ON "activities" ("lead", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_contact_createdAt" ON "activities" ("contact", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_company_createdAt" ON "activities" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_createdAt" ON "activities" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_owner_createdAt" ON "activities" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "activities__by_externalId" ON "activities" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "activities__by_kind_createdAt" ON "activities" ("kind", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "projects" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "status" TEXT,
  "company" TEXT,
  "deal" TEXT,
  "startsOn" TEXT,
  "dueOn" TEXT,
  "description" TEXT
) STRICT;

CREATE VIRTUAL TABLE "projects__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "projects__search" ("projects__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "projects__by_createdAt" ON "projects" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_owner_createdAt" ON "projects" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_externalId" ON "projects" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "projects__by_name" ON "projects" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_status_createdAt" ON "projects" ("status", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_company_createdAt" ON "projects" ("company", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "projects__by_deal_createdAt" ON "projects" ("deal", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "tags" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "color" TEXT
) STRICT;

CREATE VIRTUAL TABLE "tags__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "tags__search" ("tags__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "tags__by_name" ON "tags" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "tags__by_createdAt" ON "tags" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "tags__by_owner_name" ON "tags" ("owner", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "tags__by_externalId" ON "tags" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "members" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "emails" TEXT,
  "role" TEXT,
  "manager" TEXT,
  "teams" TEXT,
  "region" TEXT,
  "region_fold" TEXT,
  "isActive" INTEGER
) STRICT;

CREATE TABLE "members__emails" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE TABLE "members__teams" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE "members__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "members__search" ("members__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "members__by_name" ON "members" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_createdAt" ON "members" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_owner_name" ON "members" ("owner", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_externalId" ON "members" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "members__by_manager_name" ON "members" ("manager", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "members__by_region" ON "members" ("region_fold") WHERE "deletedAt" IS NULL;

CREATE TABLE "teams" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "description" TEXT
) STRICT;

CREATE VIRTUAL TABLE "teams__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "teams__search" ("teams__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "teams__by_name" ON "teams" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "teams__by_createdAt" ON "teams" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "teams__by_owner_name" ON "teams" ("owner", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "teams__by_externalId" ON "teams" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "pipelines" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "key" TEXT,
  "key_fold" TEXT,
  "kind" TEXT,
  "position" REAL
) STRICT;

CREATE VIRTUAL TABLE "pipelines__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "pipelines__search" ("pipelines__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "pipelines__by_position" ON "pipelines" ("position") WHERE "deletedAt" IS NULL;

CREATE INDEX "pipelines__by_createdAt" ON "pipelines" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "pipelines__by_owner_position" ON "pipelines" ("owner", "position") WHERE "deletedAt" IS NULL;

CREATE INDEX "pipelines__by_externalId" ON "pipelines" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "stages" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "key" TEXT,
  "key_fold" TEXT,
  "pipeline" TEXT,
  "position" REAL,
  "type" TEXT,
  "probability" REAL
) STRICT;

CREATE VIRTUAL TABLE "stages__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "stages__search" ("stages__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "stages__by_pipeline_position" ON "stages" ("pipeline", "position") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_position" ON "stages" ("position") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_createdAt" ON "stages" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_owner_position" ON "stages" ("owner", "position") WHERE "deletedAt" IS NULL;

CREATE INDEX "stages__by_externalId" ON "stages" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "assignmentRules" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "method" TEXT,
  "members" TEXT,
  "isActive" INTEGER
) STRICT;

CREATE TABLE "assignmentRules__members" ("value" TEXT NOT NULL, "record_seq" INTEGER NOT NULL, PRIMARY KEY ("value", "record_seq")) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE "assignmentRules__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "assignmentRules__search" ("assignmentRules__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "assignmentRules__by_name" ON "assignmentRules" ("name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "assignmentRules__by_createdAt" ON "assignmentRules" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "assignmentRules__by_owner_name" ON "assignmentRules" ("owner", "name_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "assignmentRules__by_externalId" ON "assignmentRules" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "savedViews" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "entity" TEXT,
  "entity_fold" TEXT,
  "kind" TEXT,
  "where" TEXT,
  "columns" TEXT,
  "sort" TEXT,
  "isShared" INTEGER
) STRICT;

CREATE INDEX "savedViews__by_createdAt" ON "savedViews" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "savedViews__by_owner_createdAt" ON "savedViews" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "savedViews__by_externalId" ON "savedViews" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "savedViews__by_entity" ON "savedViews" ("entity_fold") WHERE "deletedAt" IS NULL;

CREATE TABLE "shares" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "title" TEXT,
  "title_fold" TEXT,
  "entity" TEXT,
  "entity_fold" TEXT,
  "record" TEXT,
  "record_fold" TEXT,
  "withMember" TEXT,
  "withTeam" TEXT,
  "right" TEXT
) STRICT;

CREATE INDEX "shares__by_createdAt" ON "shares" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_owner_createdAt" ON "shares" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_externalId" ON "shares" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "shares__by_record" ON "shares" ("record_fold") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_withMember_createdAt" ON "shares" ("withMember", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "shares__by_withTeam_createdAt" ON "shares" ("withTeam", "createdAt") WHERE "deletedAt" IS NULL;

CREATE TABLE "imports" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "name" TEXT,
  "name_fold" TEXT,
  "group" TEXT,
  "group_fold" TEXT,
  "status" TEXT,
  "created" REAL,
  "updated" REAL,
  "unchanged" REAL,
  "refused" REAL,
  "detail" TEXT
) STRICT;

CREATE VIRTUAL TABLE "imports__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "imports__search" ("imports__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "imports__by_createdAt" ON "imports" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "imports__by_owner_createdAt" ON "imports" ("owner", "createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "imports__by_externalId" ON "imports" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE TABLE "fieldDefinitions" (
  "seq" INTEGER PRIMARY KEY,
  "id" TEXT NOT NULL UNIQUE,
  "rev" INTEGER NOT NULL DEFAULT 0,
  "stamps" TEXT,
  "custom" TEXT,
  "owner" TEXT,
  "team" TEXT,
  "team_fold" TEXT,
  "externalId" TEXT,
  "externalId_fold" TEXT,
  "source" TEXT,
  "source_fold" TEXT,
  "createdAt" INTEGER,
  "createdBy" TEXT,
  "updatedAt" INTEGER,
  "updatedBy" TEXT,
  "deletedAt" INTEGER,
  "entity" TEXT,
  "entity_fold" TEXT,
  "key" TEXT,
  "key_fold" TEXT,
  "label" TEXT,
  "label_fold" TEXT,
  "kind" TEXT,
  "position" REAL,
  "settings" TEXT
) STRICT;

CREATE VIRTUAL TABLE "fieldDefinitions__search" USING fts5("words", content='', detail=none, prefix='1 2 3 4 5 6', tokenize='ascii'); INSERT INTO "fieldDefinitions__search" ("fieldDefinitions__search", rank) VALUES ('hashsize', 8388608), ('automerge', 16);

CREATE INDEX "fieldDefinitions__by_position" ON "fieldDefinitions" ("position") WHERE "deletedAt" IS NULL;

CREATE INDEX "fieldDefinitions__by_createdAt" ON "fieldDefinitions" ("createdAt") WHERE "deletedAt" IS NULL;

CREATE INDEX "fieldDefinitions__by_owner_position" ON "fieldDefinitions" ("owner", "position") WHERE "deletedAt" IS NULL;

CREATE INDEX "fieldDefinitions__by_externalId" ON "fieldDefinitions" ("externalId_fold") WHERE "deletedAt" IS NULL AND "externalId_fold" IS NOT NULL;

CREATE INDEX "fieldDefinitions__by_entity" ON "fieldDefinitions" ("entity_fold") WHERE "deletedAt" IS NULL;
