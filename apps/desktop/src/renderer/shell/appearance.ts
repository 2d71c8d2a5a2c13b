import { create } from 'zustand';

export type Theme = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'default' | 'comfortable';

interface Appearance {
  readonly theme: Theme;
  readonly density: Density;
  readonly isSidebarCollapsed: boolean;
  readonly set: (change: Partial<Pick<Appearance, 'theme' | 'density' | 'isSidebarCollapsed'>>) => void;
}

const THEMES: readonly Theme[] = ['light', 'dark', 'system'];
const DENSITIES: readonly Density[] = ['compact', 'default', 'comfortable'];

/** Belongs to the window's own device, so that it is there before the first answer and nothing flashes. */
export const useAppearance = create<Appearance>()((set, get) => ({
  theme: THEMES.find((theme) => theme === localStorage.getItem('theme')) ?? 'system',
  density: DENSITIES.find((density) => density === localStorage.getItem('density')) ?? 'default',
  isSidebarCollapsed: localStorage.getItem('sidebar') === 'collapsed',
  set: (change) => {
    set(change);
    const { theme, density, isSidebarCollapsed } = get();
    localStorage.setItem('theme', theme);
    localStorage.setItem('density', density);
    localStorage.setItem('sidebar', isSidebarCollapsed ? 'collapsed' : 'open');
    applyAppearance();
  },
}));

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
prefersDark.addEventListener('change', applyAppearance);

export function applyAppearance(): void {
  const { theme, density } = useAppearance.getState();
  const isDark = theme === 'dark' || (theme === 'system' && prefersDark.matches);
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  document.documentElement.dataset['density'] = density;
}

export const rowHeights: Readonly<Record<Density, number>> = { compact: 32, default: 36, comfortable: 44 };
