import {
  DummyDriver,
  Kysely,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { WhereDialect } from '../where-to-sql.ts';

export const sqliteDialect: WhereDialect = {
  contains: (text, part) => sql`instr(${text}, ${part}) > 0`,
  isOneOf: (value, values) => sql`${value} IN (SELECT "value" FROM json_each(${JSON.stringify(values)}))`,
  boolean: Number,
  hasElement: (listTable, condition) =>
    sql`t."seq" IN (SELECT v."record_seq" FROM ${sql.table(listTable)} AS v WHERE ${condition})`,
  isEmptyList: (column) => sql`${column} = '[]'`,
};

/** Only makes SQL text; the driver of the workspace's file runs it. */
const compiler = new Kysely<Record<never, never>>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

export interface SqlText {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export const sqliteText = (query: RawBuilder<unknown>): SqlText => query.compile(compiler);
