import type { Announcement, Announcements, WorkspaceStatus } from '../../shared/api.ts';
import type { Handlers } from '../../shared/rpc.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { changeHandlers } from './changes.ts';
import { exportHandlers } from './export.ts';
import { importHandlers } from './import.ts';
import { requirePermissions } from './method-permissions.ts';
import { recordHandlers } from './records.ts';
import { searchHandlers } from './search.ts';
import { settingsHandlers } from './settings.ts';
import { tellTroubles } from './tell-troubles.ts';
import { workspaceHandlers } from './workspace.ts';

/** What the methods work on, and how they reach the windows. */
export interface ServiceOptions {
  readonly workspace: Workspace;
  readonly host: WorkspaceStatus['host'];
  readonly version: string;
  /** Reaches every window. */
  readonly announce: <A extends Announcement>(name: A, announcement: Announcements[A]) => void;
}

/** Changes with more records than this name the entities only. */
const maxNamedRecords = 200;

/** Every method that a window can call, over one open workspace. */
export function createHandlers(options: ServiceOptions): Handlers {
  const { workspace, announce } = options;
  workspace.onCommitted(({ writes, entities }) => {
    announce('changed', {
      entities,
      ...(writes.length <= maxNamedRecords ? { records: writes.map(({ entity, id }) => ({ entity, id })) } : {}),
    });
  });
  const handlers: Handlers = {
    ...workspaceHandlers(options),
    ...recordHandlers(workspace),
    ...searchHandlers(workspace),
    ...changeHandlers(workspace),
    ...importHandlers(workspace, (progress) => announce('import.progress', progress)),
    ...exportHandlers(workspace),
    ...settingsHandlers(workspace),
  };
  return tellTroubles(
    requirePermissions(handlers, () => workspace.asker().actor),
    workspace.dir,
  );
}

/** The handlers of one group of methods, such as `records`. */
export type HandlersOf<Group extends string> = Pick<Handlers, Extract<keyof Handlers, `${Group}.${string}`>>;
