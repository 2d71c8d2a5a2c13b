import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useBackend } from '../data/backend.tsx';
import type { ListState } from './list-state.ts';
import { createPageCache, type PageCache } from './page-cache.ts';
import type { Position } from './position.ts';

/**
 * The rows of a list; they load again when the backend says that the entity changed, after the value that is being edited:
 * no row moves from under an edit.
 */
export function usePages(entity: string, { where, sort, search }: ListState, editing: Position | null): PageCache {
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
  const isStale = useRef(false);
  useEffect(() => {
    // Of the value before this one.
    if (isStale.current) cache.refresh();
    isStale.current = false;
    return backend.listen('changed', ({ entities }) => {
      if (!entities.includes(entity)) return;
      if (editing === null) cache.refresh();
      else isStale.current = true;
    });
  }, [backend, entity, cache, editing]);
  useSyncExternalStore(cache.subscribe, cache.version);
  return cache;
}
