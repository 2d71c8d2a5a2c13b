import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import { useUndo } from '../data/commit.ts';
import { Reminders } from '../reminders/reminders.tsx';
import { WipeNotice } from '../workspaces/wipe-notice.tsx';
import { Drawer } from './drawer.tsx';
import { SearchDialog } from './search-dialog.tsx';
import { openDrawer, openSearch, useShellState } from './shell-state.ts';
import { Sidebar } from './sidebar.tsx';
import { useShortcut } from './use-shortcut.ts';

export function Shell({ children }: { children: ReactNode }) {
  const { isDrawerOpen, isSearchOpen } = useShellState();
  const [location] = useLocation();
  const undo = useUndo();
  useShortcut('mod+k', () => openSearch(true));
  useShortcut('/', () => openSearch(true));
  useShortcut('mod+z', () => void undo());
  useEffect(() => {
    if (location !== '') openDrawer(false);
  }, [location]);
  return (
    <div className="flex h-full">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-60 focus:rounded-control focus:bg-raised focus:px-3 focus:py-1"
      >
        Skip to content
      </a>
      <div className="max-md:hidden">
        <Sidebar />
      </div>
      {isDrawerOpen && <Drawer />}
      <main id="content" tabIndex={-1} className="relative flex min-w-0 flex-1 flex-col bg-surface outline-none">
        {children}
      </main>
      {isSearchOpen && <SearchDialog />}
      <Reminders />
      <WipeNotice />
    </div>
  );
}
