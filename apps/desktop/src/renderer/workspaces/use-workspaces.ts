import { useQuery } from '@tanstack/react-query';
import { toast } from 'sonner';
import { answered } from '../data/answered.ts';
import { useBackend } from '../data/backend.tsx';
import { sentences } from '../data/commit.ts';

/** The workspaces of this device. */
export function useWorkspaces() {
  const backend = useBackend();
  return useQuery({ queryKey: ['workspace', 'all'], queryFn: () => backend.call('workspaces.list', {}) });
}

/** Opens another one, or a new one; the window begins anew when it is open. */
export function useOpenWorkspace(): (id: string | null) => Promise<void> {
  const backend = useBackend();
  return async (id) => {
    const opened = await answered(
      id === null ? backend.call('workspaces.add', {}) : backend.call('workspaces.open', { id }),
    );
    if (!opened.ok) toast.error(sentences(opened.error));
  };
}
