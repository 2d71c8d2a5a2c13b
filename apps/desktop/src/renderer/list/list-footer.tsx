import { Download } from 'lucide-react';
import { maxCountedMatches } from '../../shared/api.ts';
import { useBackend } from '../data/backend.tsx';
import type { ListPlace } from '../data/model.ts';
import { plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download-text.ts';
import type { ListState } from './list-state.ts';

interface ListFooterProps {
  readonly place: ListPlace;
  readonly columns: readonly string[];
  readonly state: ListState;
  readonly count: number | undefined;
  /** False: there are too many to put them in the order that was asked for. */
  readonly isSorted: boolean;
  readonly error: string | null;
}

function countText(count: number | undefined, isSearch: boolean, { label, labelPlural }: ListPlace): string {
  if (count === undefined) return '';
  const many = isSearch && count > maxCountedMatches;
  const text = plural(many ? maxCountedMatches : count, label.toLowerCase(), labelPlural.toLowerCase());
  return many ? `More than ${text}` : text;
}

export function ListFooter({ place, columns, state, count, isSorted, error }: ListFooterProps) {
  const backend = useBackend();
  const { where, search } = state;
  const save = async () => {
    const csv = await backend.call('export.csv', {
      entity: place.entity.name,
      where,
      ...(search === '' ? {} : { search }),
      fields: columns,
    });
    downloadText(`${place.path.slice('/e/'.length)}.csv`, csv);
  };
  return (
    <footer className="flex h-9 shrink-0 items-center justify-between gap-2 border-t bg-app px-4 text-label text-soft">
      <span aria-live="polite">
        {error ?? countText(count, search !== '', place)}
        {!isSorted && error === null && ', the newest first. Say more to see them in order.'}
      </span>
      <Button look="quiet" onClick={() => void save()} disabled={count === undefined || count === 0}>
        <Download aria-hidden />
        Export CSV
      </Button>
    </footer>
  );
}
