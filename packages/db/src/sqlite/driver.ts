import Database from 'better-sqlite3';

/** An open connection to a workspace's file. All calls are synchronous and throw the driver's errors. */
export interface SqliteDatabase {
  readonly name: string;
  readonly open: boolean;
  readonly inTransaction: boolean;
  prepare<P extends readonly unknown[] = readonly unknown[], R = unknown>(sql: string): SqliteStatement<P, R>;
  exec(sql: string): this;
  pragma(text: string, options?: { readonly simple: boolean }): unknown;
  /** A function that runs `work` in a transaction. */
  transaction<T>(work: () => T): () => T;
  function(
    name: string,
    options: { readonly deterministic: boolean },
    work: (...values: readonly unknown[]) => unknown,
  ): this;
  /** Every page of the file, free ones too, without the encryption. */
  serialize(): Buffer;
  close(): this;
}

export interface SqliteStatement<P extends readonly unknown[], R> {
  run(...parameters: P): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  get(...parameters: P): R | undefined;
  all(...parameters: P): R[];
  /** The first column instead of the row. */
  pluck(): this;
  /** Rows as arrays. */
  raw(): this;
}

export const connect = (path: string, options: { readonly readonly: boolean; readonly timeout: number }) =>
  new Database(path, options) as SqliteDatabase;

/** SQLite's own code, such as `SQLITE_FULL` (https://sqlite.org/rescode.html); undefined for other errors. */
export const sqliteCode = (error: unknown): string | undefined =>
  error instanceof Database.SqliteError ? error.code : undefined;

/** An error of SQLite that happened on another thread. */
export const sqliteError = (message: string, code: string): Error => new Database.SqliteError(message, code);
