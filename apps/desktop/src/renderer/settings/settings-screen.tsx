import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { listPath, model } from '../data/model.ts';
import { useWorkspace } from '../data/queries.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { TopBar } from '../shell/top-bar.tsx';
import { ServerPanel } from '../sync/server-panel.tsx';
import { useSyncStatus } from '../sync/sync-status.ts';
import { Loading } from '../ui/loading.tsx';
import { AccountSettings } from './account-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { SampleDataSettings } from './sample-data-settings.tsx';
import { WorkspaceName } from './workspace-name.tsx';

export function SettingsScreen() {
  const workspace = useWorkspace();
  const { data } = useSyncStatus();
  // Nothing is there before all of it is: what came late would move what somebody is about to click.
  if (!data) return <Loading />;
  return (
    <>
      <TopBar crumbs={[{ label: 'Settings' }]} />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="mx-auto flex max-w-2xl flex-col gap-8">
          <Section title="Workspace">
            <WorkspaceName />
          </Section>
          <Section title="Server">
            <ServerPanel />
          </Section>
          <Section title="Appearance">
            <AppearanceSettings />
          </Section>
          <Section title="People and structure">
            <ul className="card divide-y">
              {model.entities
                .filter((entity) => entity.place === 'settings')
                .map((entity) => (
                  <li key={entity.name}>
                    <Link href={listPath(entity)} className="flex h-10 items-center gap-2 px-3 hover:bg-hover">
                      <EntityIcon name={entity.icon} />
                      {entity.labelPlural}
                    </Link>
                  </li>
                ))}
            </ul>
          </Section>
          <Section title="Sample data">
            <SampleDataSettings />
          </Section>
          {data.account !== null && (
            // The server is asked for it: below it nothing moves that could be clicked.
            <Section title="Account">
              <AccountSettings />
            </Section>
          )}
          <Section title="About">
            <p className="text-soft">
              Satchel {workspace.version}. Everything is stored on this device
              {workspace.host === 'browser' ? ', shown in your browser' : ''}.
            </p>
          </Section>
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
