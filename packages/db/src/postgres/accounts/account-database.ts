import type { PostgresDatabase, PostgresRow, PostgresSession } from '../driver.ts';
import { accountRole } from '../security.ts';

/** Transactions about accounts. */
export interface AccountDatabase {
  readonly run: <T>(work: (session: PostgresSession) => Promise<T>) => Promise<T>;
  /** The first row; null: there is none. */
  readonly one: <T>(text: string, parameters: readonly string[], decode: (row: PostgresRow) => T) => Promise<T | null>;
}

export function accountDatabase(database: PostgresDatabase): AccountDatabase {
  const run = <T>(work: (session: PostgresSession) => Promise<T>): Promise<T> =>
    database.transaction(`SET LOCAL ROLE ${accountRole}`, work);
  return {
    run,
    one: async (text, parameters, decode) =>
      await run(async (session) => {
        const [row] = await session.query(text, parameters);
        return row ? decode(row) : null;
      }),
  };
}

/** Of a user, `$1`; more conditions may follow. */
export const endSessions = 'UPDATE "_session" SET "ended_at" = now() WHERE "user_id" = $1::uuid AND "ended_at" IS NULL';

/** An instant as `to_timestamp` takes it. */
export const seconds = (ms: number): string => String(ms / 1000);
