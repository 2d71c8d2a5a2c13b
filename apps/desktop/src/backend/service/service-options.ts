import type { Announcement, Announcements, WorkspaceStatus } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';

/** What the methods work on, and how they reach the windows. */
export interface ServiceOptions {
  readonly workspace: Workspace;
  readonly host: WorkspaceStatus['host'];
  readonly version: string;
  /** Reaches every window. */
  readonly announce: <A extends Announcement>(name: A, announcement: Announcements[A]) => void;
}
