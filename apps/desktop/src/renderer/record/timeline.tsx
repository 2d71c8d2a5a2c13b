import type { Entity } from '@satchel/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { TimelineItem } from '../../shared/api.ts';
import { useTimeline } from '../data/queries.ts';
import { useOpenedAt } from '../data/use-opened-at.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { TimelineEntry } from './timeline-entry.tsx';
import { useScroller } from './use-scroller.ts';

/** What belongs to a record and what happened to it, newest first. Only what is in sight is drawn, however much it is. */
export function Timeline({ entity, id }: { entity: Entity; id: string }) {
  const timeline = useTimeline(entity.name, id);
  const openedAt = useOpenedAt();
  const items = useMemo(() => timeline.data?.pages.flat() ?? [], [timeline.data]);
  if (timeline.isError) return <ErrorState title="The timeline could not be read." detail={timeline.error.message} />;
  if (!timeline.data) return <Loading />;
  if (items.length === 0) return <p className="py-6 text-center text-faint">Nothing has happened yet.</p>;
  return (
    <Entries
      items={items}
      hasMore={timeline.hasNextPage}
      onMore={() => !timeline.isFetchingNextPage && void timeline.fetchNextPage()}
      now={Math.max(openedAt, timeline.dataUpdatedAt)}
    />
  );
}

interface EntriesProps {
  readonly items: readonly TimelineItem[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly now: number;
}

function Entries({ items, hasMore, onMore, now }: EntriesProps) {
  const list = useRef<HTMLOListElement>(null);
  const { element, marginPx } = useScroller(list);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by the compiler
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => element,
    estimateSize: () => 56,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
    scrollMargin: marginPx,
  });
  const shown = virtualizer.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= items.length - 20;
  useEffect(() => {
    if (hasMore && isNearEnd) onMore();
  });
  return (
    <ol ref={list} aria-label="Timeline" className="relative mt-4" style={{ height: virtualizer.getTotalSize() }}>
      {shown.map(({ index, key, start }) => {
        const item = items[index];
        return (
          item && (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={hasMore ? -1 : items.length}
              className="absolute inset-x-0 flex gap-3 pb-4"
              style={{ transform: `translateY(${start - marginPx}px)` }}
            >
              <TimelineEntry item={item} now={now} />
            </li>
          )
        );
      })}
    </ol>
  );
}
