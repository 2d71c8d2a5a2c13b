// What a server uses; a device does not load it.
export type {
  AccountStore,
  Invitation,
  Membership,
  NewUser,
  Organization,
  User,
} from './postgres/accounts/account-store.ts';
export { createAccountStore } from './postgres/accounts/account-store.ts';
export type { DeviceStore, RegisteredDevice } from './postgres/accounts/device-store.ts';
export { createDeviceStore } from './postgres/accounts/device-store.ts';
export type { OneTimeToken, OneTimeTokenStore, TokenPurpose } from './postgres/accounts/one-time-tokens.ts';
export { createOneTimeTokenStore } from './postgres/accounts/one-time-tokens.ts';
export type { Refresh, RefreshProblem, SessionStore, UserSession } from './postgres/accounts/session-store.ts';
export { sha256 } from './postgres/audit/audit-parts.ts';
export { eraseAudit } from './postgres/audit/drop-entries.ts';
export { makeAuditPartitions, retainAudit } from './postgres/audit/keep-partitions.ts';
export { createPostgresAuthorityStore } from './postgres/authority-store.ts';
export { checkRoles } from './postgres/check-roles.ts';
export type { CopySums, TablePart } from './postgres/copy-tables.ts';
export { CopyRefused, createSums, exportTables, importTables } from './postgres/copy-tables.ts';
export type { Deliveries, Delivery } from './postgres/deliveries.ts';
export { createDeliveries } from './postgres/deliveries.ts';
export { postgresDialect, postgresText } from './postgres/dialect.ts';
export type { PostgresDatabase, PostgresRow, PostgresSession, PostgresText } from './postgres/driver.ts';
export type { DatabaseFacts } from './postgres/examine.ts';
export { databaseFacts, isHeadWhole, listTenants, tableSizes } from './postgres/examine.ts';
export type { MigrationStatus, NotMigrated, ServerMigrated } from './postgres/migrate.ts';
export { migrateServer, migrateServerBack, migrationStatus } from './postgres/migrate.ts';
export type { Pglite, PgliteTransaction } from './postgres/pglite-database.ts';
export { pgliteDatabase } from './postgres/pglite-database.ts';
export type { Pool, PoolClient } from './postgres/pool-database.ts';
export { poolDatabase } from './postgres/pool-database.ts';
export { postgresSchema } from './postgres/schema.ts';
export type { ServerStep } from './postgres/server-step.ts';
export { zstd } from './zstd.ts';
