export type {
  Asker,
  Queries,
  Query,
  QueryAnswer,
  QueryKind,
  QueryParams,
  RelatedCount,
  TimelineRow,
} from './queries.ts';
export { unavailableTitle } from './queries.ts';
export type { BackupOptions } from './sqlite/backup.ts';
export { backupDatabase } from './sqlite/backup.ts';
export type { SqliteDatabase, SqliteStatement } from './sqlite/driver.ts';
export { eachRecord } from './sqlite/each-record.ts';
export { errorTrace } from './sqlite/error-trace.ts';
export type { HeldFile } from './sqlite/hold-file.ts';
export { holdFile } from './sqlite/hold-file.ts';
export type { Maintenance, MaintenanceOptions } from './sqlite/maintenance.ts';
export { createMaintenance } from './sqlite/maintenance.ts';
export type { Migrated, MigrateOptions } from './sqlite/migrate.ts';
export { migrate } from './sqlite/migrate.ts';
export type { OpenOptions } from './sqlite/open.ts';
export { openDatabase } from './sqlite/open.ts';
export { ThreadFailed } from './sqlite/open-thread.ts';
export type { Reader } from './sqlite/reader.ts';
export { createReader, runQuery } from './sqlite/reader.ts';
export type { ReaderPool, ReaderPoolOptions } from './sqlite/reader-pool.ts';
export { openReaderPool } from './sqlite/reader-pool.ts';
export type { PreparedChange, SqliteReplicaStore } from './sqlite/replica-store.ts';
export { createSqliteReplicaStore } from './sqlite/replica-store.ts';
export { createWordSweep } from './sqlite/sweep-words.ts';
export type { Trouble, TroubleCode } from './sqlite/trouble.ts';
export { troubleOf } from './sqlite/trouble.ts';
export type { WriteBehind, WriteBehindOptions } from './sqlite/write-behind.ts';
export { createWriteBehind } from './sqlite/write-behind.ts';
export { tableShape } from './table-shape.ts';
export { whereToSql } from './where-to-sql.ts';
export { zstd } from './zstd.ts';
