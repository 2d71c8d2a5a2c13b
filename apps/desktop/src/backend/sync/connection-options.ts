import type { Refusal } from '@satchel/core';
import type { ClientMessage, ServerMessage } from '@satchel/sync';
import type { ConnectionState } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';

export interface Connection {
  readonly state: () => ConnectionState;
  /** A sentence when something is in the way; null: nothing is. */
  readonly trouble: () => string | null;
  /** Begins, or begins anew, with the account that the workspace has. */
  readonly start: () => void;
  readonly pause: () => void;
  /** Ends when nothing is under way any more; nothing is sent until `start`, which waits while `isHeld`. */
  readonly hold: (why: string) => Promise<void>;
  /** Rows are on their way, or changes wait. */
  readonly isBusy: () => boolean;
  /** When everything was there and here last, since it was begun. */
  readonly syncedAt: () => number | null;
  /** Something was written here. */
  readonly noticeCommit: () => void;
  /** A token for questions over HTTP; null: nobody is signed in, or the server does not answer. */
  readonly accessToken: () => string | null;
  /** The windows show something else now. */
  readonly noticeLooking: () => void;
  /** Forgets how to sign in; everything else stays. */
  readonly signOut: () => Promise<void>;
  /** Ends the connection, and keeps the account. */
  readonly stop: () => Promise<void>;
}

/** A record that a window shows. */
export type Place = Extract<ClientMessage, { kind: 'looking' }>['at'][number];
export type Presence = Extract<ServerMessage, { kind: 'presence' }>;

export interface ConnectionOptions {
  readonly workspace: Pick<Workspace, 'store' | 'replica' | 'model' | 'newGroup' | 'setDevice' | 'device'>;
  /** Rows of these entities changed. */
  readonly onChanged: (entities: readonly string[]) => void;
  /** What the windows show now. */
  readonly looking: () => readonly Place[];
  readonly onPresence: (presence: Presence) => void;
  /** State, trouble or what waits is another now. */
  readonly onState: () => void;
  /** A reason to neither send nor receive now, whoever asks for it; null: there is none. */
  readonly isHeld: () => string | null;
  /** The user or the device is to have this workspace no longer. */
  readonly onRemoved: (why: string) => void;
  /** The workspace could not become an organization; it is as before. */
  readonly onNotAdopted: (refusals: readonly Refusal[]) => void;
}
