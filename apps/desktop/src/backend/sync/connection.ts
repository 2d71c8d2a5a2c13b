import { randomBytes } from 'node:crypto';
import { err } from '@satchel/core';
import {
  beginAdoption,
  type ClientMessage,
  createSyncClient,
  decodeServerFrame,
  encodeFrame,
  isConnected,
  maxServerFrameBytes,
  type ServerMessage,
} from '@satchel/sync';
import { WebSocket } from 'ws';
import type { ConnectionState } from '../../shared/api.ts';
import { createAccess, signedOut } from './access.ts';
import type { Connection, ConnectionOptions } from './connection-options.ts';
import { createPageLoader } from './load-pages.ts';
import { createSayLooking } from './say-looking.ts';
import { keepServerAccount, type ServerAccount, serverAccount } from './server-account.ts';
import { parseServerAddress } from './server-address.ts';
import { deviceRevokedCode, serverRequests, signedOutCode, whyUnreachable } from './server-requests.ts';

/** Seconds until the next try: soon at first, then seldom, and never two devices at the same moment. */
const retryMs = (tries: number): number => Math.min(60_000, 1000 * 2 ** Math.min(tries, 6)) * (0.5 + Math.random() / 2);

/** How long closing waits for how to get in. */
const patienceMs = 2000;

/** How often what was asked for and did not come is looked for. */
const tickMs = 5000;

/** How long before its end an access token is exchanged. */
const renewBeforeMs = 60_000;

/** Keeps a workspace and its server in step for as long as the app runs. */
export function createConnection(options: ConnectionOptions): Connection {
  const { store, replica, model, device: deviceName } = options.workspace;
  const entry = createAccess(store, replica, deviceName);
  let state: ConnectionState = serverAccount(store) === null ? 'alone' : 'offline';
  let trouble: string | null = null;
  let socket: WebSocket | null = null;
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let tries = 0;
  let isUpload = false;
  let accessToken: string | null = null;
  /** The server has said that this device was revoked: what waits goes up by its key, for an admin to decide about. */
  let isRevoked = false;
  /** The server has said that more waits for this device than it keeps. */
  let isBehind = false;
  let entering: Promise<void> = Promise.resolve();
  let syncedAt: number | null = null;
  let isStopped = true;
  /** What comes and what is written take turns, and wait for imports. */
  let work: Promise<void> = Promise.resolve();

  const show = (next: ConnectionState, sentence: string | null = null): void => {
    if (state === next && trouble === sentence) return;
    state = next;
    trouble = sentence;
    options.onState();
  };
  const noteBehind = (is: boolean): void => {
    if (isBehind === is) return;
    isBehind = is;
    options.onState();
  };
  const inTurn = (task: () => void): void => {
    work = work
      .then(() => replica.whenIdle(task))
      .catch((error: unknown) => {
        // A full disk, for one: what was not kept is asked for again.
        show('offline', error instanceof Error ? error.message : 'What came from the server could not be kept.');
        socket?.terminate();
      });
  };
  /** Not to be tried again before somebody does something about it. */
  const end = (next: ConnectionState, sentence: string): void => {
    isStopped = true;
    clearTimeout(timer);
    show(next, sentence);
    socket?.close();
  };

  const client = createSyncClient({
    store,
    model,
    now: Date.now,
    onChanged(entities) {
      options.onChanged(entities);
      if (state === 'loading' && (store.meta('generation') ?? '') !== '') show('online');
      options.onState();
    },
    onWipe: () => removed(`${isRevoked ? revokedSentence : noMemberSentence} What you had not sent was sent.`),
    onForked() {
      // This file is an older copy of itself: it goes on as a device of its own.
      const tag = randomBytes(4).toString('hex');
      inTurn(() => options.workspace.setDevice(tag));
      socket?.close();
    },
    onOutdated: () =>
      end('outdated', 'The server needs a newer version of Satchel. What you do here is kept and sent then.'),
    onClosed: (status) =>
      show(
        'closed',
        status === 'older'
          ? 'The server is older than this app. It is asked again when it was updated.'
          : 'The account of this organization is not active. What you do here is kept and sent later.',
      ),
    onAdopted: (refusals) => {
      if (refusals) {
        keepServerAccount(store, null);
        isStopped = true;
        show('alone');
        options.onNotAdopted(refusals);
        socket?.close();
      } else options.onState();
    },
  });

  const sayLooking = createSayLooking(options.looking, (at) => {
    if (socket?.readyState !== WebSocket.OPEN || state !== 'online' || isUpload) return;
    socket.send(encodeFrame({ kind: 'looking', at }));
  });
  const waits = (): boolean => isConnected(store) && store.outbox().some(({ acceptedAt }) => acceptedAt === null);
  const removed = (why: string): void => {
    end('removed', why);
    options.onRemoved(why);
  };

  const again = (): void => {
    if (isStopped) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      entering = attempt();
    }, retryMs(tries));
    tries += 1;
  };

  const attempt = async (): Promise<void> => {
    try {
      await connect();
    } catch (error) {
      show('offline', error instanceof Error ? error.message : 'The server cannot be reached. It is tried again.');
      again();
    }
  };

  /** Readies a workspace that was made here to go up; also when the app ended before that was done. */
  const prepare = async ({ goesUp, member }: ServerAccount): Promise<void> => {
    if (!goesUp || isConnected(store)) return;
    const { newGroup: newId, device } = options.workspace;
    const begun = await beginAdoption({ store, model, replica, member, device: device(), now: Date.now, newId });
    if (!begun.ok) throw new Error(begun.error.map(({ message }) => message).join(' '));
  };

  const connect = async (): Promise<void> => {
    const account = serverAccount(store);
    const address = account && parseServerAddress(account.address);
    if (!account || !address?.ok || isStopped) return;
    await prepare(account);
    let access = isRevoked ? err(signedOut) : await entry.byAccount(account);
    // Nobody is signed in here any more: what waits goes up all the same, and nothing comes down.
    isUpload = !access.ok && access.error.code === signedOutCode;
    if (isUpload) access = await entry.byDevice(account);
    if (isStopped) return;
    isRevoked ||= access.ok && access.value.isRevoked === true;
    if (isRevoked && (access.ok ? !waits() : access.error.code === signedOutCode)) {
      removed(revokedSentence);
      return;
    }
    if (!access.ok || (isUpload && !waits())) {
      const code = access.ok ? signedOutCode : access.error.code;
      if (code === deviceRevokedCode) removed(revokedSentence);
      else if (access.ok || code === signedOutCode) end('signed-out', signedOut.message);
      else {
        show('offline', access.error.message);
        again();
      }
      return;
    }
    const opened = new WebSocket(address.value.socket, { perMessageDeflate: false, maxPayload: maxServerFrameBytes });
    socket = opened;
    const device = options.workspace.device();
    const authenticate = (token: string): void =>
      opened.send(encodeFrame({ kind: 'auth', token, organization: account.organization, device }));
    let ticker: NodeJS.Timeout | undefined;
    const { expiresInMs } = access.value;
    let { token } = access.value;
    const loadPage = createPageLoader(serverRequests(address.value.http), account.organization, () => token);
    const receive = (message: ServerMessage): void =>
      inTurn(() => {
        client.receive(message);
        if (state === 'online' && !waits()) syncedAt = Date.now();
        if (isUpload && !isRevoked && !waits()) end('signed-out', signedOut.message);
      });
    const say = async (said: ClientMessage): Promise<void> => {
      const page = said.kind === 'page' ? await loadPage(said) : null;
      // It may come when its connection is gone.
      if (page && socket === opened) receive(page);
      else if (opened.readyState === WebSocket.OPEN) opened.send(encodeFrame(said));
    };
    opened.on('open', () => authenticate(token));
    opened.on('message', (data: Buffer) => {
      const message = decodeServerFrame(data);
      if (!message.ok) {
        // A newer server says more than this app understands; what cannot be read at all is asked for again.
        if (message.error.code !== 'unknown') opened.terminate();
        return;
      }
      if (message.value.kind === 'presence') {
        options.onPresence(message.value);
        return;
      }
      if (message.value.kind === 'slow') {
        noteBehind(message.value.isBehind);
        return;
      }
      if (message.value.kind !== 'authorized') {
        receive(message.value);
        return;
      }
      if (ticker !== undefined) return;
      tries = 0;
      if (!isUpload) accessToken = token;
      if (!isUpload) void entry.askForKey(token);
      show((store.meta('generation') ?? '') === '' ? 'loading' : 'online');
      inTurn(() => client.open((said) => void say(said)));
      sayLooking.notice();
      ticker = setInterval(() => {
        sayLooking.tick();
        if (!isUpload) void entry.askForKey(token);
        inTurn(() => client.tick());
      }, tickMs);
    });
    opened.on('error', (error) => {
      trouble = whyUnreachable(error);
    });
    opened.on('close', (code: number) => {
      clearInterval(ticker);
      clearTimeout(renewal);
      if (socket === opened) {
        socket = null;
        accessToken = null;
      }
      inTurn(() => client.close());
      const wasBehind = isBehind || code === tooSlowCode;
      noteBehind(false);
      if (isStopped) return;
      if (code === revokedCode) isRevoked = true;
      if (code === forbiddenCode) {
        end('removed', 'This organization does not know you or this device (any more).');
        return;
      }
      const why = wasBehind ? letGoSentence : 'The server cannot be reached. It is tried again.';
      if (state !== 'closed') show('offline', trouble ?? why);
      again();
    });
    const renew = (inMs: number): void => {
      renewal = setTimeout(
        () => {
          const now = serverAccount(store);
          if (!now || socket !== opened) return;
          entry.byAccount(now).then(
            (next) => {
              if (!next.ok || socket !== opened) return opened.close();
              token = next.value.token;
              accessToken = token;
              authenticate(token);
              return renew(next.value.expiresInMs);
            },
            () => opened.close(),
          );
        },
        Math.max(1000, inMs - renewBeforeMs),
      );
    };
    if (!isUpload) renew(expiresInMs);
  };

  return {
    state: () => state,
    trouble: () => trouble ?? (isBehind ? slowSentence : null),
    start() {
      if (serverAccount(store) === null) return;
      const why = options.isHeld();
      if (why !== null) return end('paused', why);
      isStopped = false;
      tries = 0;
      clearTimeout(timer);
      if (socket) socket.close();
      else entering = attempt();
    },
    pause() {
      if (state === 'alone' || state === 'signed-out' || state === 'removed') return;
      end('paused', 'You have paused it. What you do is kept and sent when it goes on.');
    },
    async hold(why) {
      if (state !== 'signed-out' && state !== 'removed') end('paused', why);
      const open = socket;
      if (open && open.readyState !== WebSocket.CLOSED) {
        const closed = new Promise((resolve) => open.once('close', resolve));
        open.terminate();
        await closed;
      }
      await work;
    },
    syncedAt: () => syncedAt,
    accessToken: () => accessToken,
    isBusy: () => (store.meta('generation') ?? '') === '' || waits(),
    noticeLooking: sayLooking.notice,
    noticeCommit: () => inTurn(() => client.noticeCommit()),
    async signOut() {
      end('signed-out', signedOut.message);
      await entry.forget();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(renewal);
      sayLooking.stop();
      socket?.terminate();
      // A refresh token that is under way is good once: it is kept when it comes soon.
      await Promise.race([entering, new Promise((resolve) => setTimeout(resolve, patienceMs).unref())]);
      entry.close();
      await work;
    },
  };
}

/** What the server closes a socket with when the user or the device has no business there. */
const forbiddenCode = 4403;
/** And when the device was revoked. */
const revokedCode = 4410;

/** And when it does not read what waits for it. */
const tooSlowCode = 4413;

const slowSentence =
  'The connection is slow: what others do arrives late, and what you do is sent after it. Nothing is lost.';
const letGoSentence = 'The connection was too slow for the server. It is tried again; nothing is lost.';

const noMemberSentence = 'You are no longer a member of the organization.';
const revokedSentence = 'This device was removed from the organization.';
