import type { PostgresDatabase, PostgresRow, PostgresText } from './driver.ts';

/** What is used of `PGlite`. */
export interface Pglite {
  transaction<T>(work: (transaction: PgliteTransaction) => Promise<T>): Promise<T>;
}

export interface PgliteTransaction {
  query(text: string, parameters: PostgresText[], options: PgliteOptions): Promise<{ readonly rows: unknown[] }>;
  exec(script: string, options: PgliteOptions): Promise<readonly { readonly rows: unknown[] }[]>;
}

interface PgliteOptions {
  readonly rowMode: 'array';
  readonly parsers: Readonly<Record<number, (text: string) => string>>;
}

/** bool, bytea, int8, int4, text, json, float8, uuid, jsonb: the types that our statements give. */
const types = [16, 17, 20, 23, 25, 114, 701, 2950, 3802];

const asText: PgliteOptions = {
  rowMode: 'array',
  parsers: Object.fromEntries(types.map((type) => [type, (text: string): string => text])),
};

/** Runs in this process, one transaction after another; nobody else uses it meanwhile. */
export const pgliteDatabase = (pglite: Pglite): PostgresDatabase => ({
  transaction: (start, work) =>
    pglite.transaction(async (transaction) => {
      const query = async (text: string, parameters: readonly PostgresText[]) => {
        const { rows } = await transaction.query(text, [...parameters], asText);
        // Each of texts, as the options ask for.
        return rows as readonly PostgresRow[];
      };
      let started: readonly PostgresRow[] = [];
      if (typeof start === 'string') {
        started = ((await transaction.exec(start, asText)).at(-1)?.rows ?? []) as readonly PostgresRow[];
      } else {
        for (const { text, parameters } of start) started = await query(text, parameters);
      }
      const session = {
        query,
        run: async (script: string) => {
          await transaction.exec(script, asText);
        },
      };
      const result = await work(session, Promise.resolve(started));
      // PGlite commits without looking whether a statement failed; this one then fails, too.
      await session.run('SELECT 1');
      return result;
    }),
});
