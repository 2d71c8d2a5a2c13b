import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyEmptyPglite } from '@satchel/db/test-pglite';
import { createDatabase } from '@satchel/db/test-postgres';
import { readConfig, type ServerConfig } from '../src/config/server-config.ts';
import { type StartOptions, startServer } from '../src/start-server.ts';

/** A server of a test, on a database of its own. */
export interface TestServer {
  readonly address: string;
  readonly config: ServerConfig;
  /** Every method and path that it answers at. */
  readonly routes: () => readonly { readonly method: string; readonly url: string }[];
  /** Every line of its log so far. */
  readonly log: () => string;
  /** Another node on the same database. */
  readonly node: (more?: RunOptions) => Promise<{ readonly address: string; readonly close: () => Promise<void> }>;
  /** The server ends, and what it kept stays until `close`. */
  readonly stop: () => Promise<void>;
  /** Its database is gone; PostgreSQL only. */
  readonly loseDatabase: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a test has otherwise than an admin. */
type RunOptions = Pick<StartOptions, 'slowReaderMs' | 'eventHandlers' | 'eventRetryMs'>;

const hourMs = 3_600_000;

/** @param looks whether it looks by itself for what other nodes did, and for sessions that ended */
export async function runServer(
  kind: 'embedded' | 'postgres',
  env: Readonly<Record<string, string>> = {},
  now: () => number = Date.now,
  looks: 'often' | 'never' = 'often',
  options: RunOptions = {},
): Promise<TestServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'satchel-server-'));
  const database = kind === 'postgres' ? await createDatabase() : null;
  const read = readConfig({
    PORT: '0',
    DATA_FOLDER: dataFolder,
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...env,
  });
  if (!read.ok) throw new Error(read.error.join(' '));
  const config = read.value;
  if (config.database.kind === 'embedded') await copyEmptyPglite(config.database.folder);
  const lines: string[] = [];
  const start = async (more: RunOptions = {}) => {
    const started = await startServer({
      config,
      log: { write: (line) => void lines.push(line) },
      now,
      ...options,
      ...more,
      // What is not told to it then it does not find within a test.
      ...(looks === 'never' ? { pollEveryMs: hourMs, reviewEveryMs: hourMs } : {}),
    });
    if (!started.ok) throw new Error(started.error);
    return started.value;
  };
  const { address, routes, close } = await start();
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await close();
  };
  return {
    address,
    config,
    routes: () => routes,
    log: () => lines.join(''),
    node: start,
    loseDatabase: async () => await database?.drop(),
    stop,
    async close() {
      await stop();
      await database?.drop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A request as any program makes one; the answer's body is whatever came. */
export async function ask(
  address: string,
  method: string,
  path: string,
  { body, token, headers = {} }: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
): Promise<{ readonly status: number; readonly body: Record<string, never>; readonly headers: Headers }> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, never>,
    headers: response.headers,
  };
}

/** A new person with a new organization. */
export async function register(address: string, email: string, fields: Record<string, string> = {}) {
  const { status, body } = await ask(address, 'POST', '/api/v1/auth/register', {
    body: { email, password: 'correct horse battery', ...fields },
  });
  if (status !== 201) throw new Error(`Not registered: ${JSON.stringify(body)}`);
  const answer = body as unknown as { access_token: string; refresh_token: string; user: { id: string } };
  const me = await ask(address, 'GET', '/api/v1/auth/me', { token: answer.access_token });
  const [organization] = (me.body as unknown as { organizations: { id: string; member_id: string }[] }).organizations;
  if (!organization) throw new Error('Nobody is without an organization.');
  return {
    token: answer.access_token,
    refreshToken: answer.refresh_token,
    user: answer.user.id,
    organization: organization.id,
    member: organization.member_id,
  };
}
