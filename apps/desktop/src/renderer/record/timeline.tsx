import type { Entity } from '@satchel/core';
import { Link } from 'wouter';
import type { TimelineItem } from '../../shared/api.ts';
import { entityNamed, recordPath } from '../data/model.ts';
import { useTimeline } from '../data/queries.ts';
import { useOpenedAt } from '../data/use-opened-at.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { agoText, instantText } from '../format/values.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { ChangeLines } from './change-lines.tsx';

export function Timeline({ entity, id }: { entity: Entity; id: string }) {
  const timeline = useTimeline(entity.name, id);
  const openedAt = useOpenedAt();
  if (timeline.isError) return <ErrorState title="The timeline could not be read." detail={timeline.error.message} />;
  if (!timeline.data) return <Loading />;
  if (timeline.data.length === 0) return <p className="py-6 text-center text-faint">Nothing has happened yet.</p>;
  return (
    <ol aria-label="Timeline" className="mt-4 flex flex-col gap-4">
      {timeline.data.map((item) => (
        <Item
          key={`${item.kind}-${item.entity}-${item.id}-${item.at}`}
          item={item}
          now={Math.max(openedAt, timeline.dataUpdatedAt)}
        />
      ))}
    </ol>
  );
}

function Item({ item, now }: { item: TimelineItem; now: number }) {
  const entity = entityNamed(item.entity);
  const isLinked = item.kind === 'record' && entity?.isAppendOnly !== true;
  return (
    <li className="flex gap-3">
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full border text-faint">
        <EntityIcon name={item.kind === 'history' ? 'History' : entity?.icon} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {isLinked ? (
            <Link href={recordPath(item.entity, item.id)} className="font-medium hover:underline">
              {item.title}
            </Link>
          ) : (
            <span className="font-medium">{item.title}</span>
          )}
          <span className="text-label text-faint">
            {item.kind === 'record' && `${entity?.label ?? ''} · `}
            {item.actor !== null && `${item.actor} · `}
            <time dateTime={new Date(item.at).toISOString()} title={instantText(item.at)}>
              {agoText(item.at, now)}
            </time>
          </span>
        </p>
        {item.text !== null && item.text !== item.title && (
          <p className="break-words whitespace-pre-wrap text-soft">{item.text}</p>
        )}
        <ChangeLines changes={item.changes} />
      </div>
    </li>
  );
}
