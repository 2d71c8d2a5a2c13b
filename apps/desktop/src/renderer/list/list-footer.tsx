import type { Entity } from '@satchel/core';
import { Download } from 'lucide-react';
import { useBackend } from '../data/backend.tsx';
import { plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { downloadText } from '../ui/download-text.ts';
import type { ListState } from './list-state.ts';

interface ListFooterProps {
  readonly entity: Entity;
  readonly columns: readonly string[];
  readonly state: ListState;
  readonly count: number | undefined;
  readonly error: string | null;
}

export function ListFooter({ entity, columns, state, count, error }: ListFooterProps) {
  const backend = useBackend();
  const { where, search } = state;
  const save = async () => {
    const csv = await backend.call('export.csv', {
      entity: entity.name,
      where,
      ...(search === '' ? {} : { search }),
      fields: columns,
    });
    downloadText(`${entity.plural}.csv`, csv);
  };
  return (
    <footer className="flex h-9 shrink-0 items-center justify-between gap-2 border-t bg-app px-4 text-label text-soft">
      <span aria-live="polite">
        {error ??
          (count === undefined ? '' : plural(count, entity.label.toLowerCase(), entity.labelPlural.toLowerCase()))}
      </span>
      <Button look="quiet" onClick={() => void save()} disabled={count === undefined || count === 0}>
        <Download aria-hidden />
        Export CSV
      </Button>
    </footer>
  );
}
