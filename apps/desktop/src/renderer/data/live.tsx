import { useEffect } from 'react';
import { toast } from 'sonner';
import { useBackend } from './backend.tsx';
import { queryClient } from './queries.ts';

/** Makes stale what the backend says has changed. */
export function Live() {
  const backend = useBackend();
  useEffect(() => {
    const stopChanged = backend.listen('changed', ({ entities }) => {
      for (const entity of entities) void queryClient.invalidateQueries({ queryKey: [entity] });
      for (const key of ['timeline', 'related', 'workspace', 'recent', 'sync']) {
        void queryClient.invalidateQueries({ queryKey: [key] });
      }
    });
    const stopSync = backend.listen('sync', () => void queryClient.invalidateQueries({ queryKey: ['sync'] }));
    // Nothing of the one before is to be left on screen or in memory.
    const stopReopened = backend.listen('reopened', ({ to }) => window.location.replace(to));
    const stopTrouble = backend.listen('trouble', ({ message }) => {
      toast.error(message, { duration: Number.POSITIVE_INFINITY });
    });
    return () => {
      stopChanged();
      stopSync();
      stopReopened();
      stopTrouble();
    };
  }, [backend]);
  return null;
}
