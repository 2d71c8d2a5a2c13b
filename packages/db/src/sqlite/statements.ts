import type { SqliteDatabase, SqliteStatement } from './driver.ts';

/** Prepared statements by their text: a statement is parsed once for each connection. */
export type Statements = (sql: string) => SqliteStatement<readonly unknown[], unknown>;

/** Filters make texts without end, so that the oldest ones go. */
const maxKept = 500;

export function createStatements(db: SqliteDatabase): Statements {
  const byText = new Map<string, SqliteStatement<readonly unknown[], unknown>>();
  return (sql) => {
    let statement = byText.get(sql);
    if (!statement) {
      if (byText.size >= maxKept) {
        for (const oldest of byText.keys()) {
          byText.delete(oldest);
          break;
        }
      }
      statement = db.prepare(sql);
      byText.set(sql, statement);
    }
    return statement;
  };
}
