import type { PostgresDatabase, PostgresRow, PostgresSession, PostgresText, Statement } from './driver.ts';

/** What is used of `pg.Pool`. */
export interface Pool {
  connect(): Promise<PoolClient>;
}

export interface PoolClient {
  query(query: PoolQuery): Promise<PoolResult | readonly PoolResult[]>;
  /** Its socket, of `pg.Client`. */
  readonly connection?: { readonly stream: { cork(): void; uncork(): void } };
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

  const sessionOn = (send: PoolClient['query']): PostgresSession => ({
    async query(text, parameters) {
      const name = nameOf(text);
      const query: PoolQuery = { text, values: [...parameters], rowMode: 'array', types: asText };
      return rowsOf(await send(name === undefined ? query : { ...query, name }));
    },
    async run(script) {
      await send({ text: script, rowMode: 'array', types: asText });
    },
  });

  return {
    async transaction(start, work) {
      const client = await pool.connect();
      client.on('error', ignore);
      const send = sendingTogether(client);
      const session = sessionOn(send);
      const begun = begin(send, session, start);
      // Whoever does not wait for it learns of its failure from the statements that follow.
      begun.catch(() => undefined);
      let isBroken = false;
      try {
        const result = await work(session, begun);
        const ended = await send({ text: 'COMMIT', rowMode: 'array', types: asText });
        // COMMIT of a transaction in which a statement failed rolls back and is no error.
        if (lastOf(ended).command !== 'COMMIT') throw new Error('A transaction in which a statement failed went on.');
        return result;
      } catch (error) {
        try {
          await send({ text: 'ROLLBACK', rowMode: 'array', types: asText });
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

/** What the last statement to begin with finds; it fails as the first of them that does. */
async function begin(
  send: PoolClient['query'],
  session: PostgresSession,
  start: string | readonly Statement[],
): Promise<readonly PostgresRow[]> {
  if (typeof start === 'string') {
    return rowsOf(await send({ text: `BEGIN; ${start}`, rowMode: 'array', types: asText }));
  }
  const all = [session.run('BEGIN'), ...start.map(({ text, parameters }) => session.query(text, parameters))];
  return (await Promise.all(all)).at(-1) ?? [];
}

/** What is said at one moment goes in one piece: each piece wakes the server, and costs a call of the system. */
function sendingTogether(client: PoolClient): PoolClient['query'] {
  let isHeld = false;
  return (query) => {
    const { stream } = client.connection ?? {};
    if (stream && !isHeld) {
      isHeld = true;
      stream.cork();
      process.nextTick(() => {
        isHeld = false;
        stream.uncork();
      });
    }
    return client.query(query);
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
