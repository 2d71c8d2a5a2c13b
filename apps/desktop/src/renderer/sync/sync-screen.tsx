import type { ReactNode } from 'react';
import { TopBar } from '../shell/top-bar.tsx';
import { AttentionList } from './attention-list.tsx';
import { Queue } from './queue.tsx';
import { ServerPanel } from './server-panel.tsx';
import { useSyncStatus } from './sync-status.ts';

/** The server of this workspace, what waits for it, and what it did not take. */
export function SyncScreen() {
  const { data } = useSyncStatus();
  const server = (
    <Section key="server" title="Server">
      <ServerPanel />
    </Section>
  );
  return (
    <>
      <TopBar crumbs={[{ label: 'Sync' }]} />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="mx-auto flex max-w-2xl flex-col gap-8">
          {/* Nothing else moves before somebody signs in. */}
          {data?.state === 'signed-out' && server}
          {data?.account !== null && (
            <Section title="Needs attention">
              <AttentionList />
            </Section>
          )}
          {data !== undefined && data.account !== null && (
            <Section title="Waiting to be sent">
              <Queue waiting={data.waiting} />
            </Section>
          )}
          {data?.state !== 'signed-out' && server}
        </div>
      </div>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
