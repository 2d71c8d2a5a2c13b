import type { Model } from '@satchel/core';
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

export function createNeedQueries(db: SqliteDatabase, model: Model): NeedQueries {
  const statements = createStatements(db);
  const textOf = createNeedTexts(model, { where: sqliteDialect, text: sqliteText });
  return {
    ask(need) {
      const { sql, parameters } = textOf(need);
      return statements(sql)
        .raw()
        .all(...parameters) as readonly (readonly ColumnValue[])[];
    },
  };
}
