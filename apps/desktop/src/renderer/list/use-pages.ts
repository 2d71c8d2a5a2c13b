import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useBackend } from '../data/backend.tsx';
import type { ListState } from './list-state.ts';
import { createPageCache, type PageCache } from './page-cache.ts';

/** The rows of a list; they load again when the backend says that the entity changed. */
export function usePages(entity: string, { where, sort, search }: ListState): PageCache {
  const backend = useBackend();
  const query = useMemo(
    () => ({ entity, where, sort, ...(search === '' ? {} : { search }) }),
    [entity, where, sort, search],
  );
  const open = (before?: PageCache) => ({
    backend,
    query,
    cache: createPageCache((page) => backend.call('records.page', page), query, before),
  });
  const [held, setHeld] = useState(open);
  if (held.query !== query || held.backend !== backend) {
    setHeld(open(held.query.entity === entity ? held.cache : undefined));
  }
  const { cache } = held;
  useEffect(
    () => backend.listen('changed', ({ entities }) => entities.includes(entity) && cache.refresh()),
    [backend, entity, cache],
  );
  useSyncExternalStore(cache.subscribe, cache.version);
  return cache;
}
