import clsx from 'clsx';
import { PanelLeft, Search } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { EntityIcon } from '../format/entity-icon.tsx';
import { numberText } from '../format/values.ts';
import { useInboxCount } from '../inbox/use-inbox-count.ts';
import { Button } from '../ui/button.tsx';
import { WorkspaceMenu } from '../workspaces/workspace-menu.tsx';
import { useAppearance } from './appearance.ts';
import { inboxPlace, otherPlaces, type Place, recordPlaces, workPlaces } from './places.ts';
import { openSearch } from './shell-state.ts';

export function Sidebar({ isDrawer = false }: { isDrawer?: boolean }) {
  const { isSidebarCollapsed, set } = useAppearance();
  const isNarrow = isSidebarCollapsed && !isDrawer;
  const inboxCount = useInboxCount();
  const items = (places: readonly Place[]) =>
    places.map((place) => (
      <li key={place.path}>
        <Item place={place} isNarrow={isNarrow} />
      </li>
    ));
  return (
    <nav
      aria-label="Main"
      className={clsx('flex h-full flex-col gap-0.5 border-r bg-app p-2', isNarrow ? 'w-12' : 'w-58')}
    >
      <div className="mb-1 flex h-7 items-center gap-2">
        {!isNarrow && <WorkspaceMenu />}
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
      <Item place={inboxPlace} isNarrow={isNarrow} count={inboxCount} />
      <ul aria-label="Work areas" className="flex shrink-0 flex-col gap-0.5">
        {items(workPlaces)}
      </ul>
      <div className="my-1 border-t" />
      <ul aria-label="Records" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {items(recordPlaces)}
      </ul>
      <div className="my-1 border-t" />
      {otherPlaces.map((place) => (
        <Item key={place.path} place={place} isNarrow={isNarrow} />
      ))}
    </nav>
  );
}

const itemLook = 'flex h-7 shrink-0 items-center gap-2 rounded-control px-2';

interface ItemProps {
  readonly place: Place;
  readonly isNarrow: boolean;
  /** What waits there; 0 is not shown. */
  readonly count?: number;
}

function Item({ place: { path, label, icon }, isNarrow, count = 0 }: ItemProps) {
  const [location] = useLocation();
  const isCurrent = path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
  return (
    <Link
      href={path}
      title={isNarrow ? label : undefined}
      aria-label={isNarrow ? (count > 0 ? `${label}, ${numberText(count)}` : label) : undefined}
      aria-current={isCurrent ? 'page' : undefined}
      className={clsx(itemLook, 'relative', isCurrent ? 'bg-hover font-medium text-ink' : 'text-soft hover:bg-hover')}
    >
      <EntityIcon name={icon} />
      {!isNarrow && <span className="min-w-0 flex-1 truncate">{label}</span>}
      {count > 0 &&
        (isNarrow ? (
          <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-accent" />
        ) : (
          <span className="rounded-full bg-accent-soft px-1.5 text-label font-medium text-accent">
            {numberText(count)}
          </span>
        ))}
    </Link>
  );
}
