import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { entityFor, hlcMs } from '@satchel/core';
import { isConnected } from '@satchel/sync';
import type { SyncQueue, WaitingChange } from '../../shared/api.ts';
import type { Workspace } from '../workspace/open-workspace.ts';

/** What waits to be sent, the oldest first. */
export const syncQueue = (workspace: Workspace, limit: number): SyncQueue => ({
  waiting: waitingChanges(workspace, limit),
  sizeBytes: sizeOnDisk(workspace.dir),
});

function waitingChanges({ store, model }: Workspace, limit: number): readonly WaitingChange[] {
  if (!isConnected(store)) return [];
  const waiting = store.outbox().filter(({ acceptedAt }) => acceptedAt === null);
  return waiting.slice(0, limit).map(({ change, overlays }) => {
    const [first] = overlays;
    const entity = first && entityFor(model, first.entity);
    const title = first && entity ? store.record(first.entity, first.id)?.[entity.views.title] : undefined;
    const doing = first ? doings[first.kind] : 'changed';
    return {
      change: change.id,
      at: hlcMs(change.at),
      label: change.label ?? change.cause?.label ?? `${entity?.label ?? 'Record'} ${doing}`,
      about: first
        ? { entity: first.entity, id: first.id, title: typeof title === 'string' ? title : (entity?.label ?? '') }
        : null,
      others: Math.max(0, overlays.length - 1),
    };
  });
}

const doings = { create: 'created', update: 'changed', delete: 'deleted', restore: 'restored' } as const;

/** Files come and go while they are looked at. */
function sizeOnDisk(dir: string): number {
  const files = ['workspace.db', 'workspace.db-wal', 'workspace.db-shm'].map((name) => join(dir, name));
  const backups = join(dir, 'backups');
  const copies = statSync(backups, { throwIfNoEntry: false }) ? readdirSync(backups) : [];
  return [...files, ...copies.map((name) => join(backups, name))].reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
