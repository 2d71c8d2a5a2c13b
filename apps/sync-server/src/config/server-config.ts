import { err, ok, type Result } from '@satchel/core';
import { z } from 'zod';

/** Where the server keeps what it is told. */
export type DatabaseConfig =
  /** PGlite in a folder: nothing to install. */
  | { readonly kind: 'embedded'; readonly folder: string }
  /** PostgreSQL 14 or newer. */
  | { readonly kind: 'postgres'; readonly url: string; readonly isEncrypted: boolean };

/** How mail is sent. */
export interface MailConfig {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string;
  /** Whether the connection must be encrypted before anything is said: always, unless it stays on this machine. */
  readonly isEncrypted: boolean;
  /** The sender: an address, or `Name <address>`. */
  readonly from: string;
}

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
  /** Origins of pages that may call; `*`: any, and never in production. */
  readonly corsOrigins: readonly string[];
  /** What nodes tell each other by, so that nobody waits for the next look at the database. */
  readonly bus: { readonly kind: 'off' | 'listen' } | { readonly kind: 'redis'; readonly url: string };
  /** Sockets that devices of one user, and of one organization, may have open on this node. */
  readonly maxConnectionsPerUser: number;
  readonly maxConnectionsPerOrganization: number;
  readonly isProduction: boolean;
  /** Answers to failed requests tell where it failed; never in production. */
  readonly isDebug: boolean;
  /** Secrets of before: what was signed with them is good until its time is over. */
  readonly previousSecrets: readonly string[];
  /** Null: nothing is sent, and whoever runs the server copies links. */
  readonly mail: MailConfig | null;
  /** Who shows it sees `/metrics`; null: only this machine does. */
  readonly metricsToken: string | null;
  /** Where people reach this server: what links in mails begin with. Null: the address that it listens at. */
  readonly publicUrl: string | null;
  /** For how many whole months the audit is kept; null: for ever. */
  readonly auditRetentionMonths: number | null;
  /** Seconds. */
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** What is wrong with the environment, one sentence each. */
export type ConfigProblems = readonly string[];

const natural = (max: number) => z.coerce.number().int().min(1).max(max);
const count = (initial: number, max: number) => natural(max).default(initial);

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
  DEBUG: z.enum(['true', 'false', '1', '0']).default('false'),
  PREVIOUS_SECRET_KEYS: z.string().default(''),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  PUBLIC_URL: z.string().optional(),
  MAX_CONNECTIONS_PER_USER: count(100, 1_000_000),
  MAX_CONNECTIONS_PER_ORGANIZATION: count(5000, 1_000_000),
  REDIS_URL: z.string().optional(),
  HINT_BUS: z.enum(['on', 'off']).default('on'),
  AUDIT_RETENTION_MONTHS: natural(1200).optional(),
  METRICS_TOKEN: z.string().min(20, 'Give at least 20 random characters.').optional(),
});

/** Every variable that is read. */
export const environmentNames: readonly string[] = Object.keys(environment.shape);

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
  const isDebug = rest.DEBUG === 'true' || rest.DEBUG === '1';
  if (isProduction && isDebug) problems.push('DEBUG is on: answers would tell how the server is made. Turn it off.');
  const mail = mailOf(rest.SMTP_URL, rest.MAIL_FROM);
  if (!mail.ok) problems.push(mail.error);
  if (rest.REDIS_URL !== undefined && !/^rediss?:$/.test(URL.parse(rest.REDIS_URL)?.protocol ?? '')) {
    problems.push('REDIS_URL is no address of a Redis: redis://user:password@host:6379');
  }
  const publicUrl = rest.PUBLIC_URL === undefined ? null : URL.parse(rest.PUBLIC_URL);
  if (rest.PUBLIC_URL !== undefined && !(publicUrl && /^https?:$/.test(publicUrl.protocol))) {
    problems.push('PUBLIC_URL is no address: https://crm.example.com');
  }
  if (isProduction && rest.SMTP_URL !== undefined && rest.PUBLIC_URL === undefined) {
    problems.push('PUBLIC_URL is missing: links in mails begin with it, such as https://crm.example.com');
  }
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
  const database = url === undefined ? ok(embedded(rest.DATA_FOLDER)) : postgresAt(url);
  if (!database.ok) problems.push(database.error);
  if (problems.length > 0 || !database.ok || !mail.ok) return err(problems);
  return ok({
    host: rest.HOST,
    port: rest.PORT,
    database: database.value,
    secret: secret ?? null,
    dataFolder: rest.DATA_FOLDER,
    trustedProxies: listed(TRUST_PROXY),
    corsOrigins: listed(CORS_ORIGINS),
    bus: busOf(rest.HINT_BUS, rest.REDIS_URL),
    maxConnectionsPerUser: rest.MAX_CONNECTIONS_PER_USER,
    maxConnectionsPerOrganization: rest.MAX_CONNECTIONS_PER_ORGANIZATION,
    isProduction,
    isDebug,
    previousSecrets: listed(rest.PREVIOUS_SECRET_KEYS),
    mail: mail.value,
    metricsToken: rest.METRICS_TOKEN ?? null,
    publicUrl: publicUrl?.href.replace(/\/$/, '') ?? null,
    auditRetentionMonths: rest.AUDIT_RETENTION_MONTHS ?? null,
    accessTokenSeconds: rest.ACCESS_TOKEN_EXPIRE_MINUTES * 60,
    refreshTokenSeconds: rest.REFRESH_TOKEN_EXPIRE_DAYS * 24 * 3600,
  });
}

const busOf = (wanted: 'on' | 'off', redis: string | undefined): ServerConfig['bus'] => {
  if (wanted === 'off') return { kind: 'off' };
  return redis === undefined ? { kind: 'listen' } : { kind: 'redis', url: redis };
};

function mailOf(text: string | undefined, from: string | undefined): Result<MailConfig | null, string> {
  if (text === undefined) return ok(null);
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') {
    return err('SMTP_URL is no address of a mail server: smtp://user:password@host:587');
  }
  if (from === undefined || !from.includes('@')) return err('MAIL_FROM is missing: the address that mails come from.');
  return ok({ url: url.href, isEncrypted: !localHosts.has(url.hostname), from });
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const embedded = (dataFolder: string): DatabaseConfig => ({ kind: 'embedded', folder: `${dataFolder}/database` });

const localHosts: ReadonlySet<string> = new Set(['', 'localhost', '127.0.0.1', '[::1]']);

/** A connection that leaves this machine is encrypted, whatever the address says. */
export function postgresAt(text: string): Result<DatabaseConfig, string> {
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
