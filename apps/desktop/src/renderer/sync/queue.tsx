import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useBackend } from '../data/backend.tsx';
import { entityNamed, recordPath } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { instantText, numberText } from '../format/values.ts';

const mostShown = 50;

export function useQueue() {
  const backend = useBackend();
  return useQuery({ queryKey: ['sync', 'queue'], queryFn: () => backend.call('sync.queue', { limit: mostShown }) });
}

/** What waits to be sent, the oldest first. */
export function Queue({ waiting }: { waiting: number }) {
  const { data } = useQueue();
  if (!data || data.waiting.length === 0) return <p className="text-soft">Nothing waits to be sent.</p>;
  const rest = waiting - data.waiting.length;
  return (
    <ul className="card divide-y">
      {data.waiting.map(({ change, at, label, about, others }) => {
        const entity = about ? entityNamed(about.entity) : undefined;
        return (
          <li key={change} className="flex min-h-9 items-center gap-3 px-3 py-1.5 max-sm:flex-wrap max-sm:gap-x-2">
            <EntityIcon name={entity?.icon} />
            <span className="min-w-0 flex-1 truncate max-sm:flex-[0_0_calc(100%-1.75rem)]">
              {entity && about ? (
                <Link href={recordPath(entity.name, about.id)} className="font-medium hover:underline">
                  {about.title}
                </Link>
              ) : (
                <span className="font-medium">{about?.title}</span>
              )}
              {others > 0 && <span className="text-soft"> and {numberText(others)} more</span>}
            </span>
            <span className="truncate text-soft max-sm:pl-6">{label}</span>
            <time className="shrink-0 text-label text-faint">{instantText(at)}</time>
          </li>
        );
      })}
      {rest > 0 && <li className="px-3 py-1.5 text-soft">{numberText(rest)} more</li>}
    </ul>
  );
}
