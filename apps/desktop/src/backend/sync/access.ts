import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { err, ok, type Refusal, type Result } from '@satchel/core';
import type { Replica, ReplicaStore } from '@satchel/sync';
import { keepServerAccount, type ServerAccount, serverAccount } from './server-account.ts';
import { parseServerAddress } from './server-address.ts';
import { type AccessToken, serverRequests, signedOutCode } from './server-requests.ts';

/** How the workspace's account gets in. */
export interface Access {
  /** A token to connect with, by the refresh token, which is good once. */
  byAccount(account: ServerAccount): Promise<Result<AccessToken, Refusal>>;
  /** A token to send what waits with, by the device's key. */
  byDevice(account: ServerAccount): Promise<Result<AccessToken, Refusal>>;
  /**
   * Gets the device a key, when it has none under its name. Without one it goes on; asked again and again it asks the
   * server ever more seldom. None is given before the workspace is whole at the server.
   */
  askForKey(accessToken: string): Promise<void>;
  /** Forgets how to get in, and ends the session at the server when that can be reached. */
  forget(): Promise<void>;
  /** The workspace closes: what comes later is kept no more. */
  close(): void;
}

type Exchange = NonNullable<ServerAccount['exchange']>;

export const signedOut: Refusal = { code: signedOutCode, message: 'Sign in again to send and receive.' };

const shortestWaitMs = 4000;
const longestWaitMs = 600_000;

export function createAccess(store: ReplicaStore, replica: Pick<Replica, 'whenIdle'>, device: () => string): Access {
  let isClosed = false;
  let nextAskAt = 0;
  let waitMs = shortestWaitMs;
  /** What is kept is that of now: others may have changed it since. */
  const keep = (change: (account: ServerAccount) => ServerAccount): Promise<void> =>
    replica.whenIdle(() => {
      if (isClosed) return;
      const account = serverAccount(store);
      if (account) keepServerAccount(store, change(account));
    });

  /** A refresh token is good once, and the answer may be lost: what it is exchanged for is chosen and kept here before. */
  const exchangeOf = async ({ refreshToken: from, exchange: before }: ServerAccount): Promise<Exchange | null> => {
    if (from === null) return null;
    if (before?.from === from) return before;
    const exchange = { from, to: randomBytes(32).toString('base64url') };
    await keep((now) => ({ ...now, exchange }));
    return exchange;
  };

  const byAccount: Access['byAccount'] = async (account) => {
    const address = parseServerAddress(account.address);
    if (!address.ok) return address;
    const exchange = await exchangeOf(account);
    if (exchange === null) return err(signedOut);
    const refreshed = await serverRequests(address.value.http).refresh(exchange.from, exchange.to);
    if (!refreshed.ok) return err(refreshed.error[0] ?? signedOut);
    const { accessToken: token, refreshToken, expiresInMs } = refreshed.value;
    await keep((now) => ({ ...now, refreshToken }));
    return ok({ token, expiresInMs });
  };

  return {
    byAccount,
    close() {
      isClosed = true;
    },
    async byDevice({ address: text, organization, deviceKey }) {
      const address = parseServerAddress(text);
      if (deviceKey?.device !== device() || !address.ok) return err(signedOut);
      const given = await serverRequests(address.value.http).uploadToken(
        { organization, device: deviceKey.device },
        deviceKey.key,
      );
      return given.ok ? given : err(given.error[0] ?? signedOut);
    },
    async askForKey(accessToken) {
      const account = serverAccount(store);
      const address = account && parseServerAddress(account.address);
      const name = device();
      if (!account || !address?.ok || account.deviceKey?.device === name || Date.now() < nextAskAt) return;
      nextAskAt = Date.now() + waitMs;
      waitMs = Math.min(longestWaitMs, waitMs * 2);
      const given = await serverRequests(address.value.http).nameDevice(
        accessToken,
        { organization: account.organization, device: name },
        hostname(),
      );
      if (given.ok) await keep((now) => ({ ...now, deviceKey: { device: name, key: given.value } }));
    },
    async forget() {
      const account = serverAccount(store);
      const address = account && parseServerAddress(account.address);
      const exchange = account && (await exchangeOf(account));
      await keep((now) => ({ ...now, refreshToken: null, deviceKey: null }));
      if (!address?.ok || !exchange) return;
      const requests = serverRequests(address.value.http);
      const last = await requests.refresh(exchange.from, exchange.to);
      if (last.ok) await requests.logOut(last.value.accessToken);
    },
  };
}
