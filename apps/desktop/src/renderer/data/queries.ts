import { type AggregateQuery, type BoardQuery, type Intention, isRecordId, type TimelinePlace } from '@satchel/core';
import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Answer, WorkspaceStatus } from '../../shared/api.ts';
import { useBackend } from './backend.tsx';

/** Nothing goes stale by time: the backend announces what changed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

const noPlace: TimelinePlace | null = null;

// Every key starts with an entity's name: an announcement makes just those stale.

export function useStatus() {
  const backend = useBackend();
  return useQuery({ queryKey: ['workspace'], queryFn: () => backend.call('workspace.status', {}) });
}

/** The workspace that is open; only under the shell, which waits for it. */
export function useWorkspace(): WorkspaceStatus {
  const { data } = useStatus();
  if (!data) throw new Error('useWorkspace before the workspace is known');
  return data;
}

export function useRecord(entity: string, id: string) {
  const backend = useBackend();
  return useQuery({
    queryKey: [entity, 'record', id],
    queryFn: () => backend.call('records.get', { entity, id }),
    // What an address names may be no id at all.
    enabled: isRecordId(id),
    placeholderData: (previous) => (previous?.record.id === id ? previous : undefined),
  });
}

export function useBoard(query: BoardQuery) {
  const backend = useBackend();
  return useQuery({
    queryKey: [query.entity, 'board', query],
    queryFn: () => backend.call('records.board', query),
    placeholderData: (previous) => previous,
  });
}

export function useAggregate(query: AggregateQuery) {
  const backend = useBackend();
  return useQuery({
    queryKey: [query.entity, 'aggregate', query],
    queryFn: () => backend.call('records.aggregate', query),
    placeholderData: (previous) => previous,
  });
}

export function useCount(entity: string, where: AggregateQuery['where'], search: string) {
  const backend = useBackend();
  return useQuery({
    queryKey: [entity, 'count', where, search],
    queryFn: () => backend.call('records.count', { entity, where, ...(search === '' ? {} : { search }) }),
    placeholderData: (previous) => previous,
  });
}

export function useRelated(entity: string, id: string) {
  const backend = useBackend();
  return useQuery({
    queryKey: ['related', entity, id],
    queryFn: () => backend.call('records.related', { entity, id }),
  });
}

/** A timeline in pages, newest first; the next one begins where the last one ended. */
export function useTimeline(entity: string, id: string) {
  const backend = useBackend();
  const limit = 200;
  return useInfiniteQuery({
    queryKey: ['timeline', entity, id],
    queryFn: ({ pageParam }) =>
      backend.call('records.timeline', { entity, id, limit, ...(pageParam ? { before: pageParam } : {}) }),
    initialPageParam: noPlace,
    getNextPageParam: (page) => {
      const last = page.at(-1);
      return last && page.length === limit ? { at: last.at, key: last.key } : null;
    },
  });
}

/** What would be refused of each plan, if it were committed now; none while it is not known. */
export function useCheck(entity: string, plans: readonly (readonly Intention[])[]) {
  const backend = useBackend();
  return useQuery({
    queryKey: [entity, 'check', plans],
    queryFn: () => backend.call('changes.check', { plans }),
    enabled: plans.length > 0,
    staleTime: 0,
  });
}

export function useHistory(entity: string, id: string) {
  const backend = useBackend();
  return useQuery({
    queryKey: ['timeline', entity, id, 'history'],
    queryFn: () => backend.call('records.history', { entity, id, limit: 100 }),
  });
}

export function usePick(entity: string, text: string, isAsked = true) {
  const backend = useBackend();
  return useQuery({
    queryKey: [entity, 'pick', text],
    queryFn: () => backend.call('records.pick', { entity, text, limit: 20 }),
    enabled: isAsked,
    placeholderData: (previous) => previous,
  });
}

export function useTitles(entity: string, ids: readonly string[]) {
  const backend = useBackend();
  return useQuery({
    queryKey: [entity, 'titles', ids],
    queryFn: () => backend.call('records.titles', { entity, ids }),
    enabled: ids.length > 0,
    placeholderData: (previous) => previous,
  });
}

/** All records of a small entity, such as stages. */
export function useAll(entity: string, sortBy: string) {
  const backend = useBackend();
  return useQuery({
    queryKey: [entity, 'all', sortBy],
    queryFn: () =>
      backend.call('records.page', {
        entity,
        where: { and: [] },
        sort: { field: sortBy, direction: 'asc' },
        limit: 500,
      }),
  });
}

export function useSettings() {
  const backend = useBackend();
  return useQuery<Answer<'settings.get'>>({
    queryKey: ['settings'],
    queryFn: () => backend.call('settings.get', {}),
  });
}
