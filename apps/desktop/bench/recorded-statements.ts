import type { SqliteDatabase, SqliteStatement } from '@satchel/db';

/** A statement as a reader ran it. */
export interface Recorded {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A connection that notes what a reader asks of it. */
export function recordStatements(db: SqliteDatabase): {
  readonly db: SqliteDatabase;
  /** What was asked since the last time. */
  readonly take: () => readonly Recorded[];
} {
  let recorded: Recorded[] = [];
  const recording = (sql: string, statement: SqliteStatement<readonly unknown[], unknown>): typeof statement => ({
    ...statement,
    run: (...parameters) => statement.run(...parameters),
    get: (...parameters) => statement.get(...parameters),
    all(...parameters) {
      recorded.push({ sql, parameters });
      return statement.all(...parameters);
    },
    pluck: () => recording(sql, statement.pluck()),
    raw: () => recording(sql, statement.raw()),
  });
  return {
    db: Object.create(db, {
      prepare: { value: (sql: string) => recording(sql, db.prepare(sql)) },
      function: { value: db.function.bind(db) },
    }) as SqliteDatabase,
    take() {
      const taken = recorded;
      recorded = [];
      return taken;
    },
  };
}

/** Runs recorded statements as they are: prepared once, rows as arrays, nothing made of them. Gives milliseconds. */
export function createBareStatements(db: SqliteDatabase): { readonly run: (recorded: readonly Recorded[]) => number } {
  const prepared = new Map<string, SqliteStatement<readonly unknown[], unknown>>();
  const statementOf = (sql: string) => {
    const statement = prepared.get(sql) ?? db.prepare(sql).raw();
    prepared.set(sql, statement);
    return statement;
  };
  return {
    run(recorded) {
      const work = recorded.map(({ sql, parameters }) => ({ statement: statementOf(sql), parameters }));
      const startMs = performance.now();
      for (const { statement, parameters } of work) statement.all(...parameters);
      return performance.now() - startMs;
    },
  };
}
