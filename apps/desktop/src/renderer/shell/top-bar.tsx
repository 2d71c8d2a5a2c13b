import { Menu as MenuIcon } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { Link } from 'wouter';
import { SyncPill } from '../sync/sync-pill.tsx';
import { Button } from '../ui/button.tsx';
import { openDrawer } from './shell-state.ts';

export interface Crumb {
  readonly label: string;
  readonly to?: string;
}

export function TopBar({ crumbs, children }: { crumbs: readonly Crumb[]; children?: ReactNode }) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b bg-surface px-4 max-md:px-2">
      <Button look="quiet" isIcon className="md:hidden" aria-label="Open the menu" onClick={() => openDrawer(true)}>
        <MenuIcon aria-hidden />
      </Button>
      <nav aria-label="Breadcrumb" className="flex min-w-0 flex-1 items-center gap-1.5">
        {crumbs.map((crumb, index) => (
          <Fragment key={crumb.label}>
            {index > 0 && (
              <span aria-hidden className="text-faint">
                /
              </span>
            )}
            {crumb.to === undefined ? (
              <h1 className="truncate text-body! leading-5! font-medium!">{crumb.label}</h1>
            ) : (
              <Link href={crumb.to} className="shrink-0 text-soft hover:text-ink">
                {crumb.label}
              </Link>
            )}
          </Fragment>
        ))}
      </nav>
      {children}
      <SyncPill />
    </header>
  );
}
