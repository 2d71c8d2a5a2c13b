import type { AddressInfo } from 'node:net';
import { coreModel, createUuidV7Generator, err, ok, type Result } from '@satchel/core';
import { checkRoles, createAccountStore, createPostgresAuthorityStore, migrateServer } from '@satchel/db/server';
import { createAuthority } from '@satchel/sync/server';
import { createAccounts } from './accounts/accounts.ts';
import { createTokens } from './accounts/tokens.ts';
import type { ServerConfig } from './config/server-config.ts';
import { serverSecret } from './config/server-secret.ts';
import { openDatabase } from './database/open-database.ts';
import { openGateway } from './gateway/gateway.ts';
import { createProfiles } from './gateway/profiles.ts';
import { watchHeads } from './gateway/watch-heads.ts';
import { createApp } from './http/app.ts';
import { authRoutes } from './http/auth-routes.ts';
import { healthRoutes } from './http/health-routes.ts';
import { memberRoutes } from './http/member-routes.ts';

export interface RunningServer {
  /** `http://127.0.0.1:8001`. */
  readonly address: string;
  /** Finishes what is under way, lets go of the devices, and closes the database. */
  readonly close: () => Promise<void>;
}

export interface StartOptions {
  readonly config: ServerConfig;
  /** Where log lines go; null: nowhere. */
  readonly log: { readonly write: (line: string) => void } | null;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** How soon a session that was ended, or an account that was suspended, is noticed by an open connection. */
const reviewMs = 5000;

/** Opens the database, brings it to this version's shape, and serves until it is closed. */
export async function startServer({
  config,
  log,
  now = Date.now,
}: StartOptions): Promise<Result<RunningServer, string>> {
  const { database, isShared, close: closeDatabase } = await openDatabase(config.database);
  const migrated = await migrateServer(database, coreModel);
  if (!migrated.ok) {
    await closeDatabase();
    return err(migrated.error.message);
  }
  const reasons = await checkRoles(database);
  if (reasons.length > 0) {
    await closeDatabase();
    return err(`The database would not keep tenants apart: ${reasons.join('; ')}. Mend this first; nothing is served.`);
  }
  const newId = createUuidV7Generator({ now, random: (size) => crypto.getRandomValues(new Uint8Array(size)) });
  const app = await createApp({ log, newId, trustedProxies: config.trustedProxies });
  const onError = (error: unknown): void => app.log.error({ err: error }, 'Something failed.');
  const store = createPostgresAuthorityStore(database, coreModel);
  const accountStore = createAccountStore(database);
  const profiles = createProfiles();
  const authority = createAuthority({
    store,
    model: coreModel,
    now,
    profile: profiles.of,
    onAccepted: (tenant) => gateway.notice(tenant),
  });
  const tokens = createTokens(serverSecret(config), config.accessTokenSeconds, now);
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
  authRoutes(app, { accounts, tokens });
  memberRoutes(app, { accounts, tokens, authority, profiles, now, newId });
  healthRoutes(app, async () => {
    await database.transaction('SELECT 1', () => Promise.resolve());
    return true;
  });
  const gateway = openGateway(app.server, {
    authority,
    store,
    accounts: accountStore,
    tokens,
    profiles,
    model: coreModel,
    now,
    onError,
  });
  await app.listen({ host: config.host, port: config.port });
  const stopWatching = isShared ? watchHeads(store, gateway, onError) : () => undefined;
  const reviews = setInterval(() => void gateway.review().catch(onError), reviewMs);
  const { port } = app.server.address() as AddressInfo;
  return ok({
    address: `http://${config.host}:${port}`,
    async close() {
      stopWatching();
      clearInterval(reviews);
      await gateway.close();
      await app.close();
      await closeDatabase();
    },
  });
}
