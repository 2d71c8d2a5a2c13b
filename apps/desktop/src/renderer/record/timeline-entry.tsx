import { Link } from 'wouter';
import type { TimelineItem } from '../../shared/api.ts';
import { entityNamed, recordPath } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { agoText, choiceLabel, instantText } from '../format/values.ts';
import { ChangeLines } from './change-lines.tsx';

export function TimelineEntry({ item, now }: { item: TimelineItem; now: number }) {
  const entity = entityNamed(item.entity);
  const isLinked = item.kind === 'record' && entity?.isAppendOnly !== true;
  const variant = entity?.views.variant;
  const sort =
    variant && item.variant !== null ? choiceLabel(entity.fields[variant.by], item.variant) : (entity?.label ?? '');
  const text = textBelow(item.title, item.text ?? '');
  const icon = item.kind === 'history' ? 'History' : (variant?.icons[item.variant ?? ''] ?? entity?.icon);
  return (
    <>
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full border text-faint">
        <EntityIcon name={icon} />
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
            {item.kind === 'record' && `${sort} · `}
            {item.actor !== null && `${item.actor} · `}
            <time dateTime={new Date(item.at).toISOString()} title={instantText(item.at)}>
              {agoText(item.at, now)}
            </time>
          </span>
        </p>
        {text !== '' && <p className="break-words whitespace-pre-wrap text-soft">{text}</p>}
        <ChangeLines changes={item.changes} />
      </div>
    </>
  );
}

/** What is called like its own first line does not say it twice. */
function textBelow(title: string, text: string): string {
  const trimmed = text.trim();
  if (trimmed === title) return '';
  return trimmed.startsWith(`${title}\n`) ? trimmed.slice(title.length).trim() : trimmed;
}
