import pg from 'pg';
import type { HintChannel } from './hint-bus.ts';

const name = 'satchel_hints';

/** How long it waits before it connects again, in milliseconds. */
const firstWaitMs = 200;
const longestWaitMs = 10_000;

/**
 * PostgreSQL's LISTEN and NOTIFY on a connection of its own, outside every transaction that writes: NOTIFY inside one
 * takes a lock on the whole cluster at its commit. A connection that breaks is made anew.
 */
export async function openListenChannel(
  options: pg.ClientConfig,
  take: (text: string) => void,
  onError: (error: unknown) => void,
): Promise<HintChannel> {
  let client: pg.Client | null = null;
  let isClosed = false;
  let waitMs = firstWaitMs;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const opened = new pg.Client({ ...options, keepAlive: true });
    opened.on('notification', ({ payload }) => take(payload ?? ''));
    // Told by its end.
    opened.on('error', () => undefined);
    opened.on('end', () => {
      if (client !== opened) return;
      client = null;
      again();
    });
    await opened.connect();
    await opened.query(`LISTEN ${name}`);
    if (isClosed) {
      await opened.end();
      return;
    }
    client = opened;
    waitMs = firstWaitMs;
  };
  const again = (): void => {
    if (isClosed) return;
    timer = setTimeout(() => {
      waitMs = Math.min(waitMs * 2, longestWaitMs);
      connect().catch((error: unknown) => {
        onError(error);
        again();
      });
    }, waitMs);
  };

  await connect();
  return {
    async send(text) {
      if (!client) throw new Error('Not connected at present.');
      await client.query('SELECT pg_notify($1, $2)', [name, text]);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}
