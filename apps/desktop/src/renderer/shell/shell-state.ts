import { create } from 'zustand';

interface ShellState {
  readonly isDrawerOpen: boolean;
  readonly isSearchOpen: boolean;
}

/** What of the shell is open now; screens ask for it through the top bar. */
export const useShellState = create<ShellState>()(() => ({ isDrawerOpen: false, isSearchOpen: false }));

export const openDrawer = (isDrawerOpen: boolean): void => useShellState.setState({ isDrawerOpen });
export const openSearch = (isSearchOpen: boolean): void => useShellState.setState({ isSearchOpen });
