export { postgresDialect, postgresText } from './postgres/dialect.ts';
export { postgresSchema } from './postgres/schema.ts';
export type {
  AggregateQuery,
  AggregateRow,
  Board,
  BoardColumn,
  BoardQuery,
  Page,
  PageQuery,
  Period,
  Picked,
  Queries,
  Query,
  QueryAnswer,
  QueryKind,
  QueryParams,
  RecordDetail,
  RelatedCount,
  SearchHit,
  Sort,
  TimelineRow,
  Titles,
} from './queries.ts';
export type { BackupOptions } from './sqlite/backup.ts';
export { backupDatabase } from './sqlite/backup.ts';
export type { SqliteDatabase } from './sqlite/driver.ts';
export { eachRecord } from './sqlite/each-record.ts';
export type { Migrated, MigrateOptions } from './sqlite/migrate.ts';
export { migrate } from './sqlite/migrate.ts';
export type { OpenOptions } from './sqlite/open.ts';
export { openDatabase } from './sqlite/open.ts';
export type { Reader } from './sqlite/reader.ts';
export { createReader, runQuery } from './sqlite/reader.ts';
export type { ReaderPool, ReaderPoolOptions } from './sqlite/reader-pool.ts';
export { openReaderPool, QueryFailed } from './sqlite/reader-pool.ts';
export { createSqliteReplicaStore } from './sqlite/replica-store.ts';
export type { Trouble, TroubleCode } from './sqlite/trouble.ts';
export { troubleOf } from './sqlite/trouble.ts';
export { tableShape } from './table-shape.ts';
export { whereToSql } from './where-to-sql.ts';
