import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import type { AttentionItem } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { entityNamed, recordPath } from '../data/model.ts';
import { instantText } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';

/** Edits that ended otherwise than meant. What was typed stands here until its user is done with it. */
export function AttentionList() {
  const backend = useBackend();
  const { data } = useQuery({
    queryKey: ['sync', 'attention'],
    queryFn: () => backend.call('sync.attention', {}),
  });
  if (!data) return <Loading />;
  if (data.length === 0) {
    return (
      <p className="flex items-center gap-2 text-soft">
        <CircleCheck aria-hidden className="size-4" />
        Nothing needs your attention.
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {data.map((item) => (
        <li key={`${item.change} ${item.kind}`} className="card flex flex-col gap-2 p-3">
          <Reasons item={item} />
          {item.edits.map((edit) => (
            <Edit key={`${edit.entity} ${edit.id}`} edit={edit} />
          ))}
          <div>
            <Button onClick={() => void backend.call('sync.dismiss', { change: item.change })}>
              {item.kind === 'refused' ? 'Discard my edit' : 'Dismiss'}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Reasons({ item: { kind, at, reasons } }: { item: AttentionItem }) {
  return (
    <header className="flex flex-wrap items-baseline justify-between gap-x-3">
      <h3 className="font-medium">{kind === 'refused' ? 'The server refused this edit' : 'A later edit stays'}</h3>
      <time className="text-label text-faint">{instantText(at)}</time>
      <ul className="w-full text-soft">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </header>
  );
}

function Edit({ edit: { entity, id, title, lines } }: { edit: AttentionItem['edits'][number] }) {
  const known = entityNamed(entity);
  return (
    <div className="rounded-control border px-3 py-2">
      {known ? (
        <Link href={recordPath(known.name, id)} className="font-medium hover:underline">
          {title}
        </Link>
      ) : (
        <span className="font-medium">{title}</span>
      )}
      <dl className="mt-1 grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-3 gap-y-0.5">
        {lines.map(({ label, value, held }) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="min-w-0 break-words whitespace-pre-wrap">
              {value ?? 'Nothing'}
              {held !== null && <span className="text-faint"> – the server has {held}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
