import type { Model } from '@satchel/core';
import { type ClientMessage, decodeClientFrame, maxFrameBytes, type ServerMessage } from '@satchel/sync';
import {
  type Authority,
  type AuthorityStore,
  createSession,
  type Session,
  type SessionOptions,
} from '@satchel/sync/server';
import type { WebSocket } from 'ws';
import { type AdmissionOptions, type Admitted, admit } from './admission.ts';
import { closeCodes } from './close-codes.ts';
import { frameOf } from './frame-of.ts';
import { createIntake } from './intake.ts';
import { createOutflow } from './outflow.ts';
import type { Place, Presence, Watcher } from './presence.ts';
import type { Profiles } from './profiles.ts';
import { mayAskForUpload, toldForUpload } from './upload-only.ts';
import { visiblePlaces } from './visible-places.ts';

export interface ConnectionOptions extends AdmissionOptions {
  readonly authority: Authority;
  readonly store: AuthorityStore;
  readonly readDelta: NonNullable<SessionOptions['readDelta']>;
  readonly profiles: Profiles;
  readonly model: Model;
  readonly presence: Presence;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long a device may read nothing of what waits for it, in milliseconds. */
  readonly slowReaderMs: number;
  /** Whether one more connection of a user may be open in a tenant. */
  readonly mayOpen: (tenant: string, user: string) => boolean;
  /** Told when a tenant's device is connected, and when it is gone. */
  readonly onOpen: (tenant: string, connection: Connection) => void;
  readonly onClose: (tenant: string, connection: Connection) => void;
  /** A socket has ended, with this code. */
  readonly onSocketClosed: (code: number) => void;
  /** Something failed that nobody asked for; without what people wrote. */
  readonly onError: (error: unknown) => void;
}

export interface Connection {
  /** The tenant's head has moved. */
  readonly notice: () => void;
  readonly close: (code: number, reason: string) => void;
  /** Takes no message any more; resolves when those that it took are answered. */
  readonly drain: () => Promise<void>;
  /** What was made for it and it has not read, in bytes; and whether that is so much that nothing more is made. */
  readonly waitingBytes: () => number;
  readonly isBehind: () => boolean;
  /** Whose it is; null: nobody has said so yet. */
  readonly user: () => string | null;
  /** Closes when what it was opened with has ended: the session, or the device's key. */
  readonly review: () => Promise<void>;
}

/** How long a connection may stay silent about who it is. */
const authenticationMs = 10_000;

/** How long one that is dropped may take to say goodbye. */
const goodbyeMs = 1000;

/** How often a device may say what it looks at, in the long run, and how far it may be ahead of that. */
const lookEveryMs = 500;
const lookAheadMs = 5000;

/** What somebody may send before it is known who they are: a token. */
const maxFirstFrameBytes = 16 * 1024;

/**
 * One socket of a device. Its first message says who it is; from then on frames are worked on one after another, each
 * decoded by its schema, and what comes in between waits its turn.
 */
export function serveConnection(socket: WebSocket, options: ConnectionOptions): Connection {
  let session: Authenticated | null = null;
  let expiry: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  const intake = createIntake(() => performance.now());
  let isNoticed = false;
  let isDraining = false;
  let nextLookAt = 0;

  const close = (code: number, reason: string): void => socket.close(code, reason);
  /** It asks again when it comes back: nothing that waits for it is kept. */
  const drop = (): void => {
    outflow.close();
    close(closeCodes.tooSlow, 'This device does not read what waits for it.');
    setTimeout(() => socket.terminate(), goodbyeMs).unref();
  };
  const outflow = createOutflow(socket, { stallMs: options.slowReaderMs, onStalled: drop });
  const deadline = setTimeout(() => close(closeCodes.tooLate, 'Nobody said who this is.'), authenticationMs);

  const then = (task: () => Promise<void>): void => {
    work = work.then(async () => {
      await outflow.room();
      if (socket.readyState !== socket.OPEN) return;
      try {
        await task();
      } catch (error) {
        options.onError(error);
        close(closeCodes.failed, 'The server failed. Connect again.');
      }
    });
  };

  const connection: Connection = {
    notice() {
      // One look finds whatever came meanwhile.
      if (isNoticed || session === null) return;
      isNoticed = true;
      const { session: told } = session;
      then(async () => {
        isNoticed = false;
        await told.notice();
      });
    },
    close,
    async drain() {
      isDraining = true;
      // Nobody waits for one that reads nothing.
      if (outflow.isBehind()) drop();
      await work;
    },
    waitingBytes: outflow.waitingBytes,
    isBehind: outflow.isBehind,
    user: () => session?.user ?? null,
    async review() {
      if (!session) return;
      const { signIn, tenant, device, isRevoked } = session;
      // It says goodbye.
      if (isRevoked) return;
      const isOpen =
        signIn === null
          ? !(await options.devices.isRevoked(tenant, device))
          : await options.accounts.isSessionOpen(signIn);
      if (!isOpen) close(closeCodes.notSignedIn, 'Signed out.');
    },
  };

  const send = (message: ServerMessage): void => {
    if (socket.readyState === socket.OPEN) outflow.send(frameOf(message));
  };

  const tell = (message: ServerMessage): void => {
    const told = toldForUpload(message);
    if (told) send(told);
  };

  const authenticate = async (message: Extract<ClientMessage, { kind: 'auth' }>): Promise<void> => {
    const admitted = await admit(options, message, session);
    if (!admitted.ok) {
      close(admitted.error.code, admitted.error.reason);
      return;
    }
    const { organization, member, expiresAt, ...who } = admitted.value;
    const { tenant, user, device, isUpload, isRevoked, signIn } = who;
    // It may have closed meanwhile.
    if (socket.readyState !== socket.OPEN) return;
    if (session === null && !options.mayOpen(tenant, user)) {
      close(closeCodes.tooMuch, 'Too many devices are connected. Try again later.');
      return;
    }
    clearTimeout(deadline);
    clearTimeout(expiry);
    expiry = setTimeout(
      () => close(closeCodes.notSignedIn, 'The access token has expired.'),
      Math.min(expiresAt - options.now(), maxTimerMs),
    );
    options.profiles.note(organization);
    if (session === null) {
      session = {
        ...who,
        watcher: { tenant, member, tell: send },
        session: createSession({
          authority: options.authority,
          store: options.store,
          readDelta: options.readDelta,
          model: options.model,
          sender: { tenant, member, device, isRevoked },
          send: isUpload ? tell : send,
          now: options.now,
        }),
      };
      options.onOpen(tenant, connection);
    } else session = { ...session, signIn };
    send({ kind: 'authorized', member });
  };

  const look = async ({ watcher }: Authenticated, at: readonly Place[]): Promise<void> => {
    // Whoever says it too often is heard the next time.
    const next = Math.max(nextLookAt, options.now()) + lookEveryMs;
    if (next > options.now() + lookAheadMs) return;
    nextLookAt = next;
    const visible = await visiblePlaces(options.store, options.model, watcher, at);
    if (session !== null) options.presence.look(watcher, visible);
  };

  const receive = async (bytes: Uint8Array): Promise<void> => {
    const decoded = decodeClientFrame(bytes);
    if (!decoded.ok) {
      // A newer device says more than this server understands.
      if (decoded.error.code !== 'unknown') close(closeCodes.unreadable, 'This is no message of a device.');
      return;
    }
    const message = decoded.value;
    if (message.kind === 'auth') await authenticate(message);
    else if (message.kind === 'looking' && session !== null && !session.isUpload) await look(session, message.at);
    else if (session === null) close(closeCodes.notSignedIn, 'The first message says who this is.');
    else if (!session.isUpload || mayAskForUpload(message)) await session.session.receive(message);
  };

  socket.on('message', (data, isBinary) => {
    // It comes again, to another node.
    if (isDraining) return;
    const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
    if (!isBinary || bytes.length > maxFrameBytes) {
      close(closeCodes.unreadable, 'This is no message of a device.');
      return;
    }
    if (session === null && (bytes.length > maxFirstFrameBytes || !intake.isEmpty())) {
      close(closeCodes.notSignedIn, 'The first message says who this is.');
      return;
    }
    if (!intake.mayTake(bytes.length)) {
      close(closeCodes.tooMuch, 'Too many messages at once.');
      return;
    }
    intake.take(bytes.length);
    then(async () => {
      await intake.turn(bytes.length);
      await receive(bytes);
    });
  });
  // What is wrong with the connection is told by its end.
  socket.on('error', () => undefined);
  socket.on('close', (code) => {
    options.onSocketClosed(code);
    outflow.close();
    clearTimeout(deadline);
    clearTimeout(expiry);
    if (session) {
      options.presence.look(session.watcher, []);
      options.onClose(session.tenant, connection);
    }
    session = null;
  });
  return connection;
}

interface Authenticated extends Omit<Admitted, 'organization' | 'member' | 'expiresAt'> {
  readonly watcher: Watcher;
  readonly session: Session;
}

const maxTimerMs = 2 ** 31 - 1;
