import type { Entity } from '@satchel/core';
import type { HistoryLine } from '../../shared/api.ts';
import { useHistory } from '../data/queries.ts';
import { instantText } from '../format/values.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { ChangeLines } from './change-lines.tsx';

const words: Readonly<Record<HistoryLine['kind'], string>> = {
  create: 'created this',
  update: 'changed',
  delete: 'deleted this',
  restore: 'restored this',
};

export function HistoryTab({ entity, id }: { entity: Entity; id: string }) {
  const history = useHistory(entity.name, id);
  if (history.isError) return <ErrorState title="The history could not be read." detail={history.error.message} />;
  if (!history.data) return <Loading />;
  return (
    <ol aria-label="History" className="flex flex-col gap-4">
      {history.data.map((line) => (
        <li key={line.changeId}>
          <p>
            <span className="font-medium">{line.actor}</span> {words[line.kind]}
            <span className="ml-2 text-label text-faint">
              {instantText(line.at)}
              {line.cause !== null && ` · ${line.cause}`}
            </span>
          </p>
          <ChangeLines changes={line.changes} />
        </li>
      ))}
    </ol>
  );
}
