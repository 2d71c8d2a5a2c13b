import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Toaster } from 'sonner';
import { Route, Switch, useLocation } from 'wouter';
import { Live } from './data/live.tsx';
import { queryClient, useStatus } from './data/queries.ts';
import { useAppearance } from './shell/appearance.ts';
import { MissingPage } from './shell/missing-page.tsx';
import { Shell } from './shell/shell.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { ErrorState } from './ui/error-state.tsx';
import { Loading } from './ui/loading.tsx';

const Dashboard = lazy(async () => ({ default: (await import('./dashboard/dashboard-screen.tsx')).DashboardScreen }));
const EntityList = lazy(async () => ({ default: (await import('./list/entity-list.tsx')).EntityList }));
const EntityBoard = lazy(async () => ({ default: (await import('./board/entity-board.tsx')).EntityBoard }));
const EntityRecordPage = lazy(async () => ({ default: (await import('./record/entity-record.tsx')).EntityRecordPage }));
const Import = lazy(async () => ({ default: (await import('./import/import-screen.tsx')).ImportScreen }));
const Settings = lazy(async () => ({ default: (await import('./settings/settings-screen.tsx')).SettingsScreen }));
const Inbox = lazy(async () => ({ default: (await import('./inbox/inbox-screen.tsx')).InboxScreen }));
const Merge = lazy(async () => ({ default: (await import('./merge/merge-screen.tsx')).MergeScreen }));
const Sync = lazy(async () => ({ default: (await import('./sync/sync-screen.tsx')).SyncScreen }));
const FirstRun = lazy(async () => ({ default: (await import('./first-run/first-run.tsx')).FirstRun }));

export function App() {
  const theme = useAppearance((appearance) => appearance.theme);
  return (
    <QueryClientProvider client={queryClient}>
      <Live />
      <Suspense fallback={<Loading />}>
        <Screens />
      </Suspense>
      <Toaster
        theme={theme}
        style={{ fontFamily: 'inherit' }}
        position="bottom-right"
        toastOptions={{
          style: {
            background: 'var(--raised)',
            color: 'var(--ink)',
            border: '1px solid var(--line)',
            boxShadow: 'none',
          },
        }}
      />
    </QueryClientProvider>
  );
}

function Screens() {
  const status = useStatus();
  const [location] = useLocation();
  if (status.isError) {
    return (
      <ErrorState
        title="The workspace could not be opened."
        detail={status.error.message}
        retry={() => void status.refetch()}
      />
    );
  }
  if (!status.data) return <Loading label="Opening the workspace" />;
  if (status.data.state === 'new') return <FirstRun />;
  return (
    <Shell>
      <ErrorBoundary key={location}>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/" component={Dashboard} />
            <Route path="/import" component={Import} />
            <Route path="/settings" component={Settings} />
            <Route path="/inbox" component={Inbox} />
            <Route path="/sync" component={Sync} />
            <Route path="/merge" component={Merge} />
            <Route path="/e/:plural/board" component={EntityBoard} />
            <Route path="/e/:plural/:id" component={EntityRecordPage} />
            <Route path="/e/:plural" component={EntityList} />
            <Route>
              <MissingPage title="There is no such page." />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
