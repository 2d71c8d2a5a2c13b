import type { Refusal, Result } from '@satchel/core';
import type { Announcement, Announcements, KnownWorkspaceLine, WorkspaceStatus } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';

/** What the methods work on, and how they reach the windows. */
export interface ServiceOptions {
  readonly workspace: Workspace;
  readonly host: WorkspaceStatus['host'];
  readonly version: string;
  /** Reaches every window. */
  readonly announce: <A extends Announcement>(name: A, announcement: Announcements[A]) => void;
  /** Opens others; absent where there is this one alone. */
  readonly desk?: Desk;
}

/** Which workspaces there are, and which one is open. */
export interface Desk {
  list(): readonly KnownWorkspaceLine[];
  /** Opens another one; windows then begin anew. A refusal leaves the one that is open. */
  open(id: string): Promise<Result<null, readonly Refusal[]>>;
  /** Opens a new one, which is to be set up, or is by `prepare` before a window sees it; windows then go to `to` of it. */
  add(prepare?: (workspace: Workspace) => void, to?: string): Promise<Result<null, readonly Refusal[]>>;
  /** Opens another one for as long as the work takes; no window sees it, and it neither sends nor receives. */
  withOther<T>(id: string, work: (other: Workspace) => Promise<T>): Promise<Result<T, readonly Refusal[]>>;
  /** Removes one that is not open from this device. */
  remove(id: string): Promise<Result<null, readonly Refusal[]>>;
  /** Removes the open one from this device, with its keys and copies, and opens another one, or a new one. */
  wipe(notice: string): Promise<Result<null, readonly Refusal[]>>;
  /** What is to be told of the last wipe. */
  notice(): string | null;
}
