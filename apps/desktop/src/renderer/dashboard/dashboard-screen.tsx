import { useSearchParams } from 'wouter';
import { useWorkspace } from '../data/queries.ts';
import { useOpenedAt } from '../data/use-opened-at.ts';
import { timeText, todayText } from '../format/values.ts';
import { TopBar } from '../shell/top-bar.tsx';
import { Cards } from './cards.tsx';
import { Charts } from './charts.tsx';
import { GettingStarted } from './getting-started.tsx';
import { type PeriodName, periodOf, periodWords } from './period.ts';

const names: readonly PeriodName[] = ['month', 'quarter', 'year', 'all', 'custom'];

export function DashboardScreen() {
  const workspace = useWorkspace();
  const [params, setParams] = useSearchParams();
  const openedAt = useOpenedAt();
  const name = names.find((option) => option === params.get('period')) ?? 'all';
  const isMine = params.get('whose') === 'mine';
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  const period = periodOf(name, todayText(new Date(openedAt)), from, to);
  const set = (key: string, value: string) =>
    setParams((current) => {
      const next = new URLSearchParams(current);
      next.set(key, value);
      return next;
    });
  const whose = isMine ? [{ field: 'owner', op: 'eq', value: { me: true } } as const] : [];
  return (
    <>
      <TopBar crumbs={[{ label: 'Overview' }]} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-app p-4">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <p className="mr-auto truncate text-page font-semibold tracking-tight max-sm:w-full">{workspace.name}</p>
            <select
              aria-label="Period"
              className="control h-7! w-auto!"
              value={name}
              onChange={(event) => set('period', event.target.value)}
            >
              {names.map((option) => (
                <option key={option} value={option}>
                  {periodWords[option]}
                </option>
              ))}
            </select>
            {name === 'custom' && (
              <>
                <input
                  type="date"
                  aria-label="From"
                  className="control h-7! w-auto!"
                  value={from}
                  onChange={(event) => set('from', event.target.value)}
                />
                <input
                  type="date"
                  aria-label="To"
                  className="control h-7! w-auto!"
                  value={to}
                  onChange={(event) => set('to', event.target.value)}
                />
              </>
            )}
            <select
              aria-label="Whose"
              className="control h-7! w-auto!"
              value={isMine ? 'mine' : 'all'}
              onChange={(event) => set('whose', event.target.value)}
            >
              <option value="all">Everybody</option>
              <option value="mine">Mine</option>
            </select>
            <span className="text-label text-faint max-sm:w-full">As of {timeText(openedAt)}, kept up to date</span>
          </div>
          <GettingStarted />
          <Cards period={period} whose={whose} />
          <Charts period={period} whose={whose} />
        </div>
      </div>
    </>
  );
}
