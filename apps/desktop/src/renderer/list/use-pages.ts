import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useBackend } from '../data/backend.tsx';
import type { ListState } from './list-state.ts';
import { createPageCache, type PageCache } from './page-cache.ts';

/** The rows of a list; they load again when the backend says that the entity changed. */
export function usePages(entity: string, { where, sort, search }: ListState): PageCache {
  const backend = useBackend();
  const cache = useMemo(
    () =>
      createPageCache((query) => backend.call('records.page', query), {
        entity,
        where,
        sort,
        ...(search === '' ? {} : { search }),
      }),
    [backend, entity, where, sort, search],
  );
  useEffect(
    () => backend.listen('changed', ({ entities }) => entities.includes(entity) && cache.refresh()),
    [backend, entity, cache],
  );
  useSyncExternalStore(cache.subscribe, cache.version);
  return cache;
}
