import clsx from 'clsx';
import { LayoutGrid, List, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ListPlace } from '../data/model.ts';
import { useMay } from '../data/use-may.ts';
import { EntityIcon } from '../format/entity-icon.tsx';
import { CreateDialog } from '../forms/create-dialog.tsx';
import { TopBar } from '../shell/top-bar.tsx';
import { useShortcut } from '../shell/use-shortcut.ts';
import { Button } from '../ui/button.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { ListState } from './list-state.ts';
import { joinSegment, segmentOptions, splitSegment } from './segment.ts';

interface ListHeaderProps {
  readonly place: ListPlace;
  readonly view: 'list' | 'board';
  readonly state: ListState;
  readonly onChange: (change: Partial<ListState>) => void;
  /** Stands before the filter. */
  readonly children?: ReactNode;
  readonly creating: { readonly isOpen: boolean; readonly set: (isOpen: boolean) => void };
}

/** What list and board have above them: where one is, the other view, a way to make a record, and the filter. */
export function ListHeader({ place, view, state, onChange, children, creating }: ListHeaderProps) {
  const { entity, path, label, labelPlural } = place;
  const [, navigate] = useLocation();
  const search = useSearch();
  const may = useMay();
  const canCreate = may(entity, 'create');
  useShortcut('c', () => canCreate && creating.set(true));
  const other = view === 'list' ? 'board' : 'list';
  const open = () => navigate(`${path}${other === 'board' ? '/board' : ''}${search === '' ? '' : `?${search}`}`);
  const { chosen, rest } = splitSegment(entity, state.where);
  const options = segmentOptions(entity);
  return (
    <>
      <TopBar
        crumbs={view === 'list' ? [{ label: labelPlural }] : [{ label: labelPlural, to: path }, { label: 'Board' }]}
      >
        {entity.views.board && (
          <Button look="quiet" onClick={open}>
            {other === 'board' ? <LayoutGrid aria-hidden /> : <List aria-hidden />}
            {other === 'board' ? 'Board' : 'List'}
          </Button>
        )}
        {canCreate && (
          <Button look="primary" onClick={() => creating.set(true)}>
            <Plus aria-hidden />
            <span className="max-sm:sr-only">New {label.toLowerCase()}</span>
          </Button>
        )}
      </TopBar>
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        {children}
        {options.length > 0 && (
          <fieldset aria-label="Show" className="flex max-w-full min-w-0 overflow-x-auto rounded-control border">
            {[{ value: null, label: 'All', icon: undefined }, ...options].map((option) => (
              <button
                key={String(option.value)}
                type="button"
                aria-pressed={option.value === chosen}
                onClick={() => onChange({ where: joinSegment(entity, option.value, rest) })}
                className={clsx(
                  'flex h-6.5 shrink-0 items-center gap-1.5 px-2.5 first:rounded-l-[5px] last:rounded-r-[5px]',
                  option.value === chosen ? 'bg-selected font-medium text-ink' : 'text-soft hover:bg-hover',
                )}
              >
                {option.icon !== undefined && <EntityIcon name={option.icon} />}
                {option.label}
              </button>
            ))}
          </fieldset>
        )}
        <FilterBar
          entity={entity}
          where={rest}
          onChange={(where) => onChange({ where: joinSegment(entity, chosen, where) })}
        />
      </div>
      {creating.isOpen && (
        <CreateDialog entity={entity} label={label} preset={place.preset} onClose={() => creating.set(false)} />
      )}
    </>
  );
}
