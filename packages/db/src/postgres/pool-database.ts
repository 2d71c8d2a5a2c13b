import type { PostgresDatabase, PostgresRow, PostgresSession, PostgresText } from './driver.ts';

/** What is used of `pg.Pool`. */
export interface Pool {
  connect(): Promise<PoolClient>;
}

export interface PoolClient {
  query(query: PoolQuery): Promise<PoolResult | readonly PoolResult[]>;
  on(event: 'error', listener: () => void): unknown;
  off(event: 'error', listener: () => void): unknown;
  release(isBroken?: boolean): void;
}

interface PoolQuery {
  readonly text: string;
  readonly name?: string;
  readonly values?: PostgresText[];
  readonly rowMode: 'array';
  readonly types: { readonly getTypeParser: () => (text: string) => string };
}

interface PoolResult {
  readonly command: string;
  readonly rows: readonly unknown[];
}

/** Statements that are prepared on each connection; texts without end, as of filters, are not. */
const maxPrepared = 400;

const asText = {
  getTypeParser:
    () =>
    (text: string): string =>
      text,
};

/**
 * Runs on connections of a pool (`pg.Pool`, 20 of them is a good number). With its option `pipeline: true` statements are
 * sent without waiting for those before.
 */
export function poolDatabase(pool: Pool): PostgresDatabase {
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    let name = names.get(text);
    if (name === undefined && names.size < maxPrepared) {
      name = `satchel_${names.size}`;
      names.set(text, name);
    }
    return name;
  };

  const sessionOn = (client: PoolClient): PostgresSession => ({
    async query(text, parameters) {
      const name = nameOf(text);
      const query: PoolQuery = { text, values: [...parameters], rowMode: 'array', types: asText };
      return rowsOf(await client.query(name === undefined ? query : { ...query, name }));
    },
    async run(script) {
      await client.query({ text: script, rowMode: 'array', types: asText });
    },
  });

  return {
    async transaction(start, work) {
      const client = await pool.connect();
      client.on('error', ignore);
      const begun = client.query({ text: `BEGIN; ${start}`, rowMode: 'array', types: asText }).then(rowsOf);
      // Whoever does not wait for it learns of its failure from the statements that follow.
      begun.catch(() => undefined);
      let isBroken = false;
      try {
        const result = await work(sessionOn(client), begun);
        const ended = await client.query({ text: 'COMMIT', rowMode: 'array', types: asText });
        // COMMIT of a transaction in which a statement failed rolls back and is no error.
        if (lastOf(ended).command !== 'COMMIT') throw new Error('A transaction in which a statement failed went on.');
        return result;
      } catch (error) {
        try {
          await client.query({ text: 'ROLLBACK', rowMode: 'array', types: asText });
        } catch {
          // The connection is gone, and the transaction with it; `error` says why.
          isBroken = true;
        }
        // What went wrong first is why the rest did.
        await begun;
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(isBroken);
      }
    },
  };
}

/** A connection that is lost says so twice: to whoever waits for a statement, and by an event that must be heard. */
const ignore = (): void => undefined;

function lastOf(result: PoolResult | readonly PoolResult[]): PoolResult {
  const last = isMany(result) ? result.at(-1) : result;
  if (!last) throw new Error('A statement had no result.');
  return last;
}

/** Each of rows of texts, as `rowMode` and `types` ask for. */
const rowsOf = (result: PoolResult | readonly PoolResult[]) => lastOf(result).rows as readonly PostgresRow[];

const isMany = (result: PoolResult | readonly PoolResult[]): result is readonly PoolResult[] => Array.isArray(result);
