/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the combo box keeps the focus and the keys (ARIA combobox pattern) */
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useBackend } from '../data/backend.tsx';
import { entityNamed, recordPath } from '../data/model.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { useReturnFocus } from '../ui/use-return-focus.ts';
import { inboxPlace, otherPlaces, recordPlaces, workPlaces } from './places.ts';
import { openSearch } from './shell-state.ts';

interface Row {
  readonly key: string;
  readonly to: string;
  readonly title: string;
  readonly detail: string;
  readonly icon: string | undefined;
}

const most = 8;

/** Finds any record by name, e-mail or phone; the first eight, and the places by their name. */
export function SearchDialog() {
  const backend = useBackend();
  const [, navigate] = useLocation();
  const returnFocus = useReturnFocus();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const hits = useQuery({
    queryKey: ['search', text],
    queryFn: () => backend.call('search.global', { text, limit: most }),
    enabled: text.trim() !== '',
    placeholderData: (previous) => previous,
    gcTime: 10_000,
    staleTime: 0,
  });
  const found: readonly Row[] =
    text.trim() === ''
      ? []
      : (hits.data ?? []).map((hit) => {
          const entity = entityNamed(hit.entity);
          return {
            key: hit.id,
            to: recordPath(hit.entity, hit.id),
            title: hit.title,
            detail: [entity?.label, hit.detail].filter(Boolean).join(' · '),
            icon: entity?.icon,
          };
        });
  const sought = text.trim().toLowerCase();
  const places: readonly Row[] = [inboxPlace, ...workPlaces, ...recordPlaces, ...otherPlaces]
    .filter(({ label }) => label.toLowerCase().startsWith(sought))
    .map(({ path, label, icon }) => ({ key: path, to: path, title: label, detail: 'Go there', icon }));
  // A place that is meant by its name is not pushed out by records of that name.
  const rows = sought === '' ? places : [...found.slice(0, Math.max(0, most - places.length)), ...places];
  useEffect(() => document.getElementById(`hit-${active}`)?.scrollIntoView({ block: 'nearest' }), [active]);
  const go = (row: Row | undefined) => {
    if (!row) return;
    openSearch(false);
    navigate(row.to);
  };
  return (
    <Dialog.Root open onOpenChange={openSearch}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(600px,calc(100vw-16px))] -translate-x-1/2 overflow-hidden rounded-card border border-line-strong bg-raised"
        >
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <div className="flex items-center gap-2 border-b px-4">
            <Search aria-hidden className="size-4 text-faint" />
            <input
              role="combobox"
              aria-label="Search everything"
              aria-expanded
              aria-controls="search-results"
              {...(rows[active] ? { 'aria-activedescendant': `hit-${active}` } : {})}
              autoComplete="off"
              placeholder="Search by name, e-mail or phone"
              className="h-11 flex-1 bg-transparent text-section outline-none"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setActive(0);
              }}
              onKeyDown={(event) => {
                if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
                  event.preventDefault();
                  const step = event.key === 'ArrowDown' ? 1 : -1;
                  setActive(Math.max(0, Math.min(rows.length - 1, active + step)));
                } else if (event.key === 'Enter') {
                  event.preventDefault();
                  go(rows[active]);
                }
              }}
            />
          </div>
          <div
            role="listbox"
            id="search-results"
            aria-label="Results"
            aria-busy={hits.isFetching}
            className="max-h-[60vh] overflow-y-auto p-1"
          >
            {rows.length === 0 && !hits.isFetching && <p className="px-3 py-4 text-soft">Nothing found.</p>}
            {rows.map((row, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the combo box keeps the focus
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys go through the combo box
              <div
                key={row.key}
                id={`hit-${index}`}
                role="option"
                aria-selected={index === active}
                onMouseMove={() => setActive(index)}
                onClick={() => go(row)}
                className={clsx(
                  'flex h-9 cursor-pointer items-center gap-3 rounded-control px-3',
                  index === active && 'bg-selected',
                )}
              >
                <EntityIcon name={row.icon} />
                <span className="min-w-0 flex-1 truncate font-medium">{row.title}</span>
                <span className="max-w-1/2 truncate text-label text-faint">{row.detail}</span>
              </div>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
