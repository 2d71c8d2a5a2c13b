import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import type { AttentionEdit, AttentionItem } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import { entityNamed, recordPath } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { instantText } from '../format/values.ts';
import { Loading } from '../ui/loading.tsx';
import { AttentionActions } from './attention-actions.tsx';

/** Edits that ended otherwise than meant, by record. What was typed stands here until its user is done with it. */
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
  const groups = Map.groupBy(data, recordOf);
  return (
    <ul className="flex flex-col gap-3">
      {[...groups].map(([record, items]) => (
        <li key={record} className="card divide-y">
          <Heading item={items[0]} />
          {items.map((item) => (
            <Matter key={item.change} item={item} />
          ))}
        </li>
      ))}
    </ul>
  );
}

const recordOf = ({ change, edits: [edit] }: AttentionItem): string => edit?.intention.id ?? change;

function Heading({ item }: { item: AttentionItem | undefined }) {
  const [edit] = item?.edits ?? [];
  if (!edit) return null;
  return (
    <h3 className="flex items-center gap-2 px-3 py-2 font-medium">
      <EntityIcon name={entityNamed(edit.intention.entity)?.icon} />
      <Title edit={edit} />
    </h3>
  );
}

function Matter({ item }: { item: AttentionItem }) {
  const { kind, at, reasons, edits } = item;
  return (
    <article className="flex flex-col gap-2 p-3">
      <header className="flex items-baseline justify-between gap-3">
        <ul className="min-w-0">
          {[...(edits[0]?.place === 'bin' ? [whereItIs.bin] : []), ...reasons].map((reason) => (
            <li key={reason} className={kind === 'refused' ? 'text-bad' : 'text-warn'}>
              {reason}
            </li>
          ))}
        </ul>
        <time className="shrink-0 text-label text-faint">{instantText(at)}</time>
      </header>
      {edits.map((edit, index) => (
        <Edit key={edit.intention.id} edit={edit} isNamed={index > 0} />
      ))}
      <AttentionActions item={item} />
    </article>
  );
}

const whatWasAsked: Readonly<Record<AttentionEdit['intention']['kind'], string>> = {
  create: 'You made this.',
  update: '',
  delete: 'You deleted this.',
  restore: 'You restored this.',
};

const whereItIs: Readonly<Record<AttentionEdit['place'], string>> = {
  here: '',
  new: '',
  bin: 'It was deleted meanwhile. Sending your edit again restores it.',
  gone: 'It is not shared with you any more, or it is gone.',
};

function Edit({ edit, isNamed }: { edit: AttentionEdit; isNamed: boolean }) {
  const { intention, place, lines } = edit;
  const isCompared = lines.some(({ held }) => held !== undefined);
  return (
    <div className="flex flex-col gap-1">
      {isNamed && (
        <h4 className="font-medium">
          <Title edit={edit} />
        </h4>
      )}
      <p className="text-soft empty:hidden">
        {/* Of the first record the matter itself says that it is in the bin. */}
        {[whatWasAsked[intention.kind], place === 'bin' && !isNamed ? '' : whereItIs[place]].filter(Boolean).join(' ')}
      </p>
      {lines.length > 0 && (
        <table className="w-full table-fixed text-left">
          <thead className={isCompared ? 'text-label text-faint' : 'sr-only'}>
            <tr>
              <th className="w-28 py-0.5 pr-3 font-normal max-sm:w-20">
                <span className="sr-only">Field</span>
              </th>
              <th className="py-0.5 pr-3 font-normal">You wrote</th>
              {isCompared && <th className="py-0.5 font-normal">The server has</th>}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ field, label, value, held }) => (
              <tr key={field} className="align-top">
                <th scope="row" className="py-0.5 pr-3 font-normal break-words text-soft">
                  {label}
                </th>
                <td className="py-0.5 pr-3 break-words whitespace-pre-wrap">{value ?? <Nothing />}</td>
                {isCompared && (
                  <td className="py-0.5 break-words whitespace-pre-wrap text-soft">
                    {held === undefined ? <span className="text-faint">The same</span> : (held ?? <Nothing />)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

const Nothing = () => <span className="text-faint">Nothing</span>;

function Title({ edit: { intention, place, title } }: { edit: AttentionEdit }) {
  const known = place === 'here' ? entityNamed(intention.entity) : undefined;
  return known ? (
    <Link href={recordPath(known.name, intention.id)} className="min-w-0 truncate hover:underline">
      {title}
    </Link>
  ) : (
    <span className="min-w-0 truncate">{title}</span>
  );
}
