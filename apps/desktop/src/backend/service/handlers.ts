import type { Handlers } from '../../shared/rpc.ts';
import { accountHandlers } from './account.ts';
import { changeHandlers } from './changes.ts';
import { exportHandlers } from './export.ts';
import { importHandlers } from './import.ts';
import { createLooking } from './looking.ts';
import { mergeHandlers } from './merge.ts';
import { requirePermissions } from './method-permissions.ts';
import { recordHandlers } from './records.ts';
import { searchHandlers } from './search.ts';
import type { ServiceOptions } from './service-options.ts';
import { settingsHandlers } from './settings.ts';
import { connect, syncHandlers } from './sync.ts';
import { tellTroubles } from './tell-troubles.ts';
import { workspaceHandlers } from './workspace.ts';
import { workspacesHandlers } from './workspaces.ts';

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
  const looking = createLooking(Date.now, (presence) => announce('presence', presence));
  const connection = connect(options, looking);
  const handlers: Handlers = {
    ...workspaceHandlers(options),
    ...recordHandlers(workspace),
    ...searchHandlers(workspace),
    ...changeHandlers(workspace),
    ...importHandlers(workspace, (progress) => announce('import.progress', progress)),
    ...exportHandlers(workspace),
    ...settingsHandlers(workspace),
    ...syncHandlers(options, connection),
    ...mergeHandlers(options, connection),
    ...accountHandlers(options, connection),
    ...workspacesHandlers(options),
    ...looking.handlers(connection.noticeLooking),
  };
  return tellTroubles(
    requirePermissions(handlers, () => workspace.asker().actor),
    workspace.dir,
  );
}
