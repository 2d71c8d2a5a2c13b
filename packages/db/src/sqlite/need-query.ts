import type { Model } from '@satchel/core';
import { sql } from 'kysely';
import { createNeedTexts, type QueryNeed } from '../need-text.ts';
import type { ColumnValue } from '../row-codec.ts';
import { sqliteDialect, sqliteText } from './dialect.ts';
import type { SqliteDatabase } from './driver.ts';
import { createStatements } from './statements.ts';

/** Asks what rules need of other records. */
export interface NeedQueries {
  /** The rows of the answer. */
  ask(need: QueryNeed): readonly (readonly ColumnValue[])[];
}

/** Without it SQLite walks through all open deals to find those of one contact: it takes any index for a better one. */
export const byElement = sql`NOT INDEXED`;

export function createNeedQueries(db: SqliteDatabase, model: Model): NeedQueries {
  const statements = createStatements(db);
  const textOf = createNeedTexts(model, { where: sqliteDialect, text: sqliteText, byElement });
  return {
    ask(need) {
      const { sql, parameters } = textOf(need);
      return statements(sql)
        .raw()
        .all(...parameters) as readonly (readonly ColumnValue[])[];
    },
  };
}
