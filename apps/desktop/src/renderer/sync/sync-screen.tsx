import { TopBar } from '../shell/top-bar.tsx';
import { AttentionList } from './attention-list.tsx';
import { Queue } from './queue.tsx';
import { ServerPanel } from './server-panel.tsx';
import { useSyncStatus } from './sync-status.ts';

/** The server of this workspace, what waits for it, and what it did not take. */
export function SyncScreen() {
  const { data } = useSyncStatus();
  return (
    <>
      <TopBar crumbs={[{ label: 'Sync' }]} />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="mx-auto flex max-w-2xl flex-col gap-8">
          {data?.account !== null && (
            <section aria-label="Needs attention" className="flex flex-col gap-3">
              <h2>Needs attention</h2>
              <AttentionList />
            </section>
          )}
          {data !== undefined && data.account !== null && (
            <section aria-label="Waiting to be sent" className="flex flex-col gap-3">
              <h2>Waiting to be sent</h2>
              <Queue waiting={data.waiting} />
            </section>
          )}
          <section aria-label="Server" className="flex flex-col gap-3">
            <h2>Server</h2>
            <ServerPanel />
          </section>
        </div>
      </div>
    </>
  );
}
