import clsx from 'clsx';
import { ChartNoAxesColumn, FileUp, PanelLeft, Search, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { type ListPlace, navigationPlaces } from '../data/model.ts';
import { useWorkspace } from '../data/queries.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { Button } from '../ui/button.tsx';
import { useAppearance } from './appearance.ts';
import { openSearch } from './shell-state.ts';

/** Beside the overview: where the day's work is done. */
const workAreas = ['/e/customers', '/e/leads', '/e/interactions'];
const order = [...workAreas, '/e/tasks', '/e/contacts', '/e/companies', '/e/deals', '/e/products', '/e/campaigns'];
const rank = ({ path }: ListPlace): number => (order.includes(path) ? order.indexOf(path) : order.length);
const places = navigationPlaces.toSorted((a, b) => rank(a) - rank(b));

export function Sidebar({ isDrawer = false }: { isDrawer?: boolean }) {
  const { name } = useWorkspace();
  const { isSidebarCollapsed, set } = useAppearance();
  const isNarrow = isSidebarCollapsed && !isDrawer;
  const items = (areOfWork: boolean) =>
    places
      .filter(({ path }) => workAreas.includes(path) === areOfWork)
      .map(({ path, labelPlural, icon }) => (
        <li key={path}>
          <Item to={path} label={labelPlural} icon={<EntityIcon name={icon} />} isNarrow={isNarrow} />
        </li>
      ));
  return (
    <nav
      aria-label="Main"
      className={clsx('flex h-full flex-col gap-0.5 border-r bg-app p-2', isNarrow ? 'w-12' : 'w-58')}
    >
      <div className="mb-1 flex h-7 items-center gap-2">
        {!isNarrow && (
          <>
            <span
              aria-hidden
              className="flex size-6 items-center justify-center rounded-control bg-accent text-label font-semibold text-accent-ink"
            >
              {name.charAt(0).toUpperCase()}
            </span>
            <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
          </>
        )}
        {!isDrawer && (
          <Button
            look="quiet"
            isIcon
            aria-label={isNarrow ? 'Widen the sidebar' : 'Narrow the sidebar'}
            onClick={() => set({ isSidebarCollapsed: !isSidebarCollapsed })}
          >
            <PanelLeft aria-hidden />
          </Button>
        )}
      </div>
      <button
        type="button"
        onClick={() => openSearch(true)}
        title="Search (Ctrl+K)"
        aria-label={isNarrow ? 'Search' : undefined}
        className={clsx(itemLook, 'text-soft hover:bg-hover')}
      >
        <Search aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        {!isNarrow && (
          <>
            <span className="flex-1 text-left">Search</span>
            <kbd aria-hidden className="font-sans text-label text-faint">
              Ctrl K
            </kbd>
          </>
        )}
      </button>
      <ul aria-label="Work areas" className="flex shrink-0 flex-col gap-0.5">
        <li>
          <Item
            to="/"
            label="Overview"
            icon={<ChartNoAxesColumn aria-hidden className="size-4" strokeWidth={1.75} />}
            isNarrow={isNarrow}
          />
        </li>
        {items(true)}
      </ul>
      <div className="my-1 border-t" />
      <ul aria-label="Records" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {items(false)}
      </ul>
      <div className="my-1 border-t" />
      <Item
        to="/import"
        label="Import"
        icon={<FileUp aria-hidden className="size-4" strokeWidth={1.75} />}
        isNarrow={isNarrow}
      />
      <Item
        to="/settings"
        label="Settings"
        icon={<Settings aria-hidden className="size-4" strokeWidth={1.75} />}
        isNarrow={isNarrow}
      />
    </nav>
  );
}

const itemLook = 'flex h-7 shrink-0 items-center gap-2 rounded-control px-2';

function Item({ to, label, icon, isNarrow }: { to: string; label: string; icon: ReactNode; isNarrow: boolean }) {
  const [location] = useLocation();
  const isCurrent = to === '/' ? location === '/' : location === to || location.startsWith(`${to}/`);
  return (
    <Link
      href={to}
      title={isNarrow ? label : undefined}
      aria-label={isNarrow ? label : undefined}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(itemLook, isCurrent ? 'bg-hover font-medium text-ink' : 'text-soft hover:bg-hover')}
    >
      {icon}
      {!isNarrow && <span className="truncate">{label}</span>}
    </Link>
  );
}
