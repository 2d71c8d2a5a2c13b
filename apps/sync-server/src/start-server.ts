import type { AddressInfo } from 'node:net';
import { coreModel, createUuidV7Generator, err, ok, type Result } from '@satchel/core';
import {
  checkRoles,
  createAccountStore,
  createDeliveries,
  createDeviceStore,
  createOneTimeTokenStore,
  createPostgresAuthorityStore,
  listTenants,
} from '@satchel/db/server';
import { createAuthority } from '@satchel/sync/server';
import { createAccountCare } from './accounts/account-care.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createTokens } from './accounts/tokens.ts';
import type { Hint } from './bus/hint-bus.ts';
import { openBus } from './bus/open-bus.ts';
import type { ServerConfig } from './config/server-config.ts';
import { serverSecret } from './config/server-secret.ts';
import { keepAudit } from './database/keep-audit.ts';
import { openDatabase } from './database/open-database.ts';
import { type EventHandler, noEventDelivery, startEventDelivery } from './events/event-delivery.ts';
import { eventHandlers as ownEventHandlers } from './events/event-handlers.ts';
import { openGateway } from './gateway/gateway.ts';
import { createProfiles } from './gateway/profiles.ts';
import { pollMs, watchHeads } from './gateway/watch-heads.ts';
import { accountPages } from './http/account-pages.ts';
import { accountRoutes } from './http/account-routes.ts';
import { createApp, type Route } from './http/app.ts';
import { auditRoutes } from './http/audit-routes.ts';
import { authRoutes } from './http/auth-routes.ts';
import { deviceRoutes } from './http/device-routes.ts';
import { healthRoutes } from './http/health-routes.ts';
import { loadRoutes } from './http/load-routes.ts';
import { memberRoutes } from './http/member-routes.ts';
import { metricsRoutes } from './http/metrics-routes.ts';
import { passwordLinkRoutes } from './http/password-link-routes.ts';
import { createSignInLimits } from './http/sign-in-limits.ts';
import { limitUsers } from './http/user-limits.ts';
import { createMailer } from './mail/mailer.ts';
import { createMetrics } from './metrics/metrics.ts';
import { migrateUp } from './operations/migrate.ts';
import { misused } from './operations/operation.ts';
import { operations } from './operations/operations.ts';
import { operatorSocket, serveOperations } from './operations/operator-socket.ts';

export interface RunningServer {
  /** `http://127.0.0.1:8001`. */
  readonly address: string;
  /** Every method and path that it answers at. */
  readonly routes: readonly Route[];
  /** Finishes what is under way, lets go of the devices, and closes the database. */
  readonly close: () => Promise<void>;
}

export interface StartOptions {
  readonly config: ServerConfig;
  /** Where log lines go; null: nowhere. */
  readonly log: { readonly write: (line: string) => void } | null;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** How often it looks for what other nodes took, in milliseconds. */
  readonly pollEveryMs?: number;
  /** How often it looks for sessions that have ended, in milliseconds. */
  readonly reviewEveryMs?: number;
  /** How long a device may read nothing of what waits for it, in milliseconds. */
  readonly slowReaderMs?: number;
  /** What is done about events. */
  readonly eventHandlers?: readonly EventHandler[];
  /** How soon a handler that failed is given the same again, in milliseconds. */
  readonly eventRetryMs?: number;
}

/** How soon a session that was ended, or an account that was suspended, is noticed by an open connection. */
const reviewMs = 5000;

/** Long enough for a bad connection: half a megabyte is on its way at once. */
const slowReaderAfterMs = 60_000;

/** How often sessions and tokens whose time is over are forgotten. */
const forgetEveryMs = 3_600_000;

/** Opens the database, brings it to this version's shape, and serves until it is closed. */
export async function startServer({
  config,
  log,
  now = Date.now,
  pollEveryMs = pollMs,
  reviewEveryMs = reviewMs,
  slowReaderMs = slowReaderAfterMs,
  eventHandlers = ownEventHandlers,
  eventRetryMs = 1000,
}: StartOptions): Promise<Result<RunningServer, string>> {
  const opened = await openDatabase(config.database);
  if (!opened.ok) return err('Another server has the database in this folder. Stop it first; nothing was changed.');
  const { database, isShared, close: closeDatabase } = opened.value;
  const migrated = await migrateUp({ opened: opened.value, config, now });
  if (!migrated.ok) {
    await closeDatabase();
    return err(migrated.error);
  }
  const reasons = await checkRoles(database);
  if (reasons.length > 0) {
    await closeDatabase();
    return err(`The database would not keep tenants apart: ${reasons.join('; ')}. Mend this first; nothing is served.`);
  }
  const newId = createUuidV7Generator({ now, random: (size) => crypto.getRandomValues(new Uint8Array(size)) });
  const { app, routes } = await createApp({
    log,
    newId,
    trustedProxies: config.trustedProxies,
    isDebug: config.isDebug,
    corsOrigins: config.corsOrigins,
  });
  const address = (): string => `http://${config.host}:${(app.server.address() as AddressInfo).port}`;
  const onError = (error: unknown): void => app.log.error({ err: error }, 'Something failed.');
  const store = createPostgresAuthorityStore(database, coreModel);
  const accountStore = createAccountStore(database);
  const devices = createDeviceStore(database);
  const oneTimeTokens = createOneTimeTokenStore(database);
  const mailer = config.mail && createMailer(config.mail, onError);
  const publicUrl = (): string => config.publicUrl ?? address();
  const profiles = createProfiles();
  const metrics = createMetrics({
    connections: () => gateway.connections(),
    tenants: () => gateway.tenants().length,
    unread: () => gateway.unread(),
    pool: opened.value.usage,
  });
  const authority = metrics.counted(
    createAuthority({
      store,
      model: coreModel,
      now,
      profile: profiles.of,
      onAccepted: (tenant, head) => {
        gateway.accepted(tenant, head);
        bus.tell({ heads: { [tenant]: head } });
        events.notice(tenant);
      },
    }),
  );
  const secrets = [serverSecret(config), ...config.previousSecrets] as const;
  const tokens = createTokens(secrets, config.accessTokenSeconds, now);
  limitUsers(app, tokens, accountStore);
  const accounts = createAccounts({
    store: accountStore,
    authority,
    isEmpty: async (tenant) => (await store.read(tenant, (reader) => reader.head())) === 0,
    tokens,
    accessTokenSeconds: config.accessTokenSeconds,
    refreshTokenSeconds: config.refreshTokenSeconds,
    now,
    newId,
  });
  const review = (user: string): void => void gateway.reviewUser(user).catch(onError);
  const onSessionsEnded = (user: string): void => {
    review(user);
    bus.tell({ ended: [user] });
  };
  const care = createAccountCare({
    store: accountStore,
    tokens: oneTimeTokens,
    mailer,
    publicUrl,
    now,
    onSessionsEnded,
  });
  const mayTry = createSignInLimits(app);
  const asking = { accounts, tokens, store, model: coreModel };
  authRoutes(app, { accounts, tokens, care, mayTry, onSessionsEnded });
  accountRoutes(app, { accounts, tokens, care, mayTry, onError });
  accountPages(app, { care, mayTry, publicUrl });
  deviceRoutes(app, { ...asking, devices, mayTry, onSessionsEnded });
  auditRoutes(app, asking);
  loadRoutes(app, { ...asking, now });
  memberRoutes(app, { accounts, tokens, authority, profiles, mailer, publicUrl, now, newId });
  passwordLinkRoutes(app, { ...asking, accountStore, care, sendsMail: mailer !== null });
  metricsRoutes(app, metrics, config.metricsToken);
  healthRoutes(app, async () => {
    if (gateway.isClosing()) return false;
    await database.transaction('SELECT 1', () => Promise.resolve());
    return true;
  });
  const gateway = openGateway(app.server, {
    authority,
    store,
    accounts: accountStore,
    devices,
    tokens,
    profiles,
    model: coreModel,
    now,
    onError,
    onSocketClosed: metrics.socketClosed,
    slowReaderMs,
    tellNodes: (look) => bus.tell({ looks: [look] }),
    maxPerUser: config.maxConnectionsPerUser,
    maxPerTenant: config.maxConnectionsPerOrganization,
  });
  const onHint = ({ heads = {}, ended = [], looks = [] }: Hint, from: string): void => {
    for (const [tenant, head] of Object.entries(heads)) gateway.notice(tenant, head);
    for (const user of ended) review(user);
    for (const look of looks) gateway.takeLook(from, look);
  };
  const bus = await openBus(config, onHint, onError);
  const events =
    eventHandlers.length === 0
      ? noEventDelivery
      : startEventDelivery({
          store,
          deliveries: createDeliveries(database),
          handlers: eventHandlers,
          tenants: () => listTenants(database),
          now,
          onError,
          retryMs: eventRetryMs,
        });
  await app.listen({ host: config.host, port: config.port });
  const stopOperations = isShared
    ? () => Promise.resolve()
    : await serveOperations(operatorSocket(config.dataFolder), (name, words) => {
        const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
        if (!operation) return Promise.resolve(misused('The server that runs does not know this command.'));
        return operation({ config, opened: opened.value, isServing: true, publicUrl: publicUrl(), now }, words);
      });
  const stopWatching = isShared ? watchHeads(store, gateway, onError, pollEveryMs) : () => undefined;
  const stopKeeping = keepAudit({
    database,
    now,
    retentionMonths: config.auditRetentionMonths,
    onForgotten: (tenants) => app.log.info({ tenants }, 'What the audit held of months that are over was forgotten.'),
    onError,
  });
  const reviews = setInterval(() => void gateway.review().catch(onError), reviewEveryMs);
  const forget = async (): Promise<void> => {
    await accountStore.forgetEnded(now());
    await oneTimeTokens.forgetEnded(now());
  };
  const forgetting = setInterval(() => void forget().catch(onError), forgetEveryMs);
  return ok({
    address: address(),
    routes: routes(),
    async close() {
      stopWatching();
      await stopKeeping();
      clearInterval(reviews);
      clearInterval(forgetting);
      await stopOperations();
      await gateway.close();
      await app.close();
      await events.close();
      await bus.close();
      await mailer?.close();
      await closeDatabase();
    },
  });
}
