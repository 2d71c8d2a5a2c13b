import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type { WhereDialect } from '../where-to-sql.ts';

const arrays = { text: sql`text[]`, number: sql`double precision[]`, boolean: sql`boolean[]` };

export const postgresDialect: WhereDialect = {
  contains: (text, part) => sql`strpos(${text}, ${part}) > 0`,
  isOneOf: (value, values, type) => sql`${value} = ANY (${values}::${arrays[type]})`,
  boolean: (value) => value,
  hasElement: (listTable, condition) =>
    sql`EXISTS (SELECT FROM ${sql.table(listTable)} AS v WHERE v."tenant_id" = t."tenant_id" AND v."record_id" = t."id" AND ${condition})`,
  isEmptyList: (column) => sql`${column} = '[]'::jsonb`,
};

/** Only makes SQL text. */
const compiler = new Kysely<Record<never, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

export interface SqlText {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export const postgresText = (query: RawBuilder<unknown>): SqlText => query.compile(compiler);
