import { err, ok, type Result } from '@satchel/core';
import { z } from 'zod';

/** Where the server keeps what it is told. */
export type DatabaseConfig =
  /** PGlite in a folder: nothing to install. */
  | { readonly kind: 'embedded'; readonly folder: string }
  /** PostgreSQL 14 or newer. */
  | { readonly kind: 'postgres'; readonly url: string; readonly isEncrypted: boolean };

export interface ServerConfig {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly database: DatabaseConfig;
  /** Null: one is made and kept in the data folder. */
  readonly secret: string | null;
  readonly dataFolder: string;
  /** Addresses of proxies that say on whose behalf they ask; empty: nobody is believed. */
  readonly trustedProxies: readonly string[];
  readonly isProduction: boolean;
  /** Seconds. */
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** What is wrong with the environment, one sentence each. */
export type ConfigProblems = readonly string[];

const count = (initial: number, max: number) => z.coerce.number().int().min(1).max(max).default(initial);

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8001),
  DATABASE_URL: z.string().optional(),
  SECRET_KEY: z.string().optional(),
  DATA_FOLDER: z.string().min(1).default('satchel-data'),
  CORS_ORIGINS: z.string().default(''),
  TRUST_PROXY: z.string().default(''),
  NODE_ENV: z.string().default('development'),
  ACCESS_TOKEN_EXPIRE_MINUTES: count(30, 7 * 24 * 60),
  REFRESH_TOKEN_EXPIRE_DAYS: count(7, 365),
});

const minSecretLength = 32;

/** Words that examples use; whoever deployed one has no secret. */
const exampleSecret = /change[-_ ]?me|your[-_ ]|secret[-_ ]?key|example|minimum-32|^(.)\1*$/i;

/**
 * Reads the environment. In production what would be unsafe is refused: a secret that is short, an example or missing
 * while several nodes share a database, and pages of every origin.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Result<ServerConfig, ConfigProblems> {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const { DATABASE_URL: url, SECRET_KEY: secret, CORS_ORIGINS, TRUST_PROXY, NODE_ENV, ...rest } = parsed.data;
  const problems: string[] = [];
  const isProduction = NODE_ENV === 'production';
  if (secret !== undefined && (secret.length < minSecretLength || exampleSecret.test(secret))) {
    problems.push(
      `SECRET_KEY is too easy to guess. Give at least ${minSecretLength} random characters: openssl rand -base64 32`,
    );
  }
  if (isProduction && secret === undefined && url !== undefined) {
    problems.push('SECRET_KEY is missing. Every node needs the same one: openssl rand -base64 32');
  }
  if (isProduction && listed(CORS_ORIGINS).includes('*')) {
    problems.push('CORS_ORIGINS is *: every page of the internet could call. Name the origins of your own pages.');
  }
  const database = url === undefined ? ok(embedded(rest.DATA_FOLDER)) : postgres(url);
  if (!database.ok) problems.push(database.error);
  if (problems.length > 0 || !database.ok) return err(problems);
  return ok({
    host: rest.HOST,
    port: rest.PORT,
    database: database.value,
    secret: secret ?? null,
    dataFolder: rest.DATA_FOLDER,
    trustedProxies: listed(TRUST_PROXY),
    isProduction,
    accessTokenSeconds: rest.ACCESS_TOKEN_EXPIRE_MINUTES * 60,
    refreshTokenSeconds: rest.REFRESH_TOKEN_EXPIRE_DAYS * 24 * 3600,
  });
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const embedded = (dataFolder: string): DatabaseConfig => ({ kind: 'embedded', folder: `${dataFolder}/database` });

const localHosts: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', '[::1]']);

/** A connection that leaves this machine is encrypted, whatever the address says. */
function postgres(text: string): Result<DatabaseConfig, string> {
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')) {
    return err('DATABASE_URL is no address of a PostgreSQL: postgresql://user:password@host:5432/database');
  }
  // What the driver connects to: a host among the parameters wins over the one before them.
  const host = url.searchParams.get('host') ?? url.hostname;
  const isLocal = localHosts.has(host) || host.startsWith('/');
  // Whether and how it is encrypted is not the address's to say.
  for (const name of tlsParameters) url.searchParams.delete(name);
  return ok({ kind: 'postgres', url: url.href, isEncrypted: !isLocal });
}

const tlsParameters = ['ssl', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert', 'sslnegotiation', 'uselibpqcompat'];
