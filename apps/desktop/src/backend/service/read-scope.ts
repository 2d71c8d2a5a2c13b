import {
  type Actor,
  entityFor,
  everything,
  grantsByRole,
  mayOnRecord,
  recordIdFrom,
  visibleWhere,
  type Where,
} from '@satchel/core';
import type { Workspace } from '../workspace/open-workspace.ts';

/** The user of this workspace, with the rights of the moment. */
export const actorOf = (workspace: Workspace): Actor => ({
  member: workspace.me,
  grants: grantsByRole[workspace.role()],
});

/** The filter of a question, narrowed to what the user may read. */
export function withinScope(workspace: Workspace, entity: string, where: Where): Where {
  const visible = visibleWhere(actorOf(workspace), entityFor(workspace.model, entity));
  return visible === everything ? where : { and: [visible, where] };
}

/** False also for a record that is not there. */
export function mayRead(workspace: Workspace, entity: string, id: string): boolean {
  const record = workspace.store.record(entity, recordIdFrom(id));
  return record !== null && mayOnRecord(actorOf(workspace), entityFor(workspace.model, entity), 'read', record);
}
