import { useQuery } from '@tanstack/react-query';
import { useBackend } from '../data/backend.tsx';

/** What is being brought into this workspace; the backend says when it is another. */
export function useMergeStatus() {
  const backend = useBackend();
  return useQuery({ queryKey: ['sync', 'merge'], queryFn: () => backend.call('merge.status', {}) });
}
