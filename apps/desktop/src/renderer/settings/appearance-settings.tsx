import { type Density, type Theme, useAppearance } from '../shell/appearance.ts';
import { Segments } from '../ui/segments.tsx';

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'Like the system' },
];

const densities: readonly { readonly value: Density; readonly label: string }[] = [
  { value: 'compact', label: 'Compact' },
  { value: 'default', label: 'Default' },
  { value: 'comfortable', label: 'Comfortable' },
];

export function AppearanceSettings() {
  const { theme, density, set } = useAppearance();
  return (
    <>
      <Segments label="Theme" options={themes} value={theme} onChange={(chosen) => set({ theme: chosen })} />
      <Segments label="Density" options={densities} value={density} onChange={(chosen) => set({ density: chosen })} />
    </>
  );
}
