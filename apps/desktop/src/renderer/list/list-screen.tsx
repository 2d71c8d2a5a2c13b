import type { Entity, EntityRecord, Where } from '@satchel/core';
import { LayoutGrid, Plus, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useCount } from '../data/queries.ts';
import { CreateDialog } from '../forms/create-dialog.tsx';
import { TopBar } from '../shell/top-bar.tsx';
import { useShortcut } from '../shell/use-shortcut.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { EmptyList } from './empty-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Grid, type Position } from './grid.tsx';
import { gridKeys } from './grid-keys.ts';
import { ListFooter } from './list-footer.tsx';
import { useListState } from './list-state.ts';
import { SearchBox } from './search-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { usePages } from './use-pages.ts';

export function ListScreen({ entity }: { entity: Entity }) {
  const [, navigate] = useLocation();
  const [state, change] = useListState(entity);
  const cache = usePages(entity.name, state);
  const count = useCount(entity.name, state.where, state.search);
  const [active, setActive] = useState<Position>({ row: 0, column: 0 });
  const [editing, setEditing] = useState<Position | null>(null);
  const [selected, setSelected] = useState<ReadonlyMap<string, EntityRecord>>(new Map());
  const [anchor, setAnchor] = useState(0);
  const [isCreating, setCreating] = useState(false);
  useShortcut('c', () => setCreating(true));

  const columns = useMemo(() => {
    const { title, list } = entity.views;
    return [title, ...list.filter((name) => name !== title && entity.fields[name] !== undefined)];
  }, [entity]);
  const selectedIds = useMemo(() => new Set(selected.keys()), [selected]);
  const open = (record: EntityRecord) => navigate(`/e/${entity.plural}/${record.id}`);
  const select = (record: EntityRecord, isRange: boolean) => {
    const next = new Map(selected);
    const index = rowIndexOf(record.id);
    if (isRange && index !== undefined) {
      for (let row = Math.min(anchor, index); row <= Math.max(anchor, index); row += 1) {
        const inRange = cache.row(row);
        if (inRange) next.set(inRange.id, inRange);
      }
    } else if (!next.delete(record.id)) next.set(record.id, record);
    if (index !== undefined) setAnchor(index);
    setSelected(next);
  };
  const rowIndexOf = (id: string): number | undefined => {
    for (let row = Math.max(0, active.row - 500); row < active.row + 500; row += 1)
      if (cache.row(row)?.id === id) return row;
    return undefined;
  };
  const isFiltered = state.search !== '' || !isEverything(state.where);
  const total = count.data;
  return (
    <>
      <TopBar crumbs={[{ label: entity.labelPlural }]}>
        {entity.views.board && (
          <Button look="quiet" onClick={() => navigate(`/e/${entity.plural}/board`)}>
            <LayoutGrid aria-hidden />
            Board
          </Button>
        )}
        <Button look="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          <span className="max-sm:sr-only">New {entity.label.toLowerCase()}</span>
        </Button>
      </TopBar>
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        <SearchBox
          icon={<Search aria-hidden />}
          label={`Search ${entity.labelPlural.toLowerCase()}`}
          text={state.search}
          onText={(search) => change({ search })}
        />
        <FilterBar
          entity={entity}
          where={state.where}
          onChange={(where) => {
            change({ where });
            setActive({ row: 0, column: 0 });
          }}
        />
      </div>
      {count.isError ? (
        <ErrorState
          title={`The ${entity.labelPlural.toLowerCase()} could not be read.`}
          detail={count.error.message}
          retry={() => void count.refetch()}
        />
      ) : total === undefined ? (
        <Loading />
      ) : total === 0 ? (
        <EmptyList
          entity={entity}
          isFiltered={isFiltered}
          onCreate={() => setCreating(true)}
          onClear={() => change({ where: { and: [] }, search: '' })}
        />
      ) : (
        <Grid
          entity={entity}
          columns={columns}
          count={total}
          cache={cache}
          sort={state.sort}
          onSort={(sort) => change({ sort })}
          active={active}
          onActive={setActive}
          editing={editing}
          onEditing={setEditing}
          selected={selectedIds}
          onSelect={select}
          onOpen={open}
          onKeyDown={(event, pageRows) =>
            gridKeys(event, {
              entity,
              columns,
              count: total,
              pageRows,
              active,
              record: cache.row(active.row),
              onActive: setActive,
              onEditing: setEditing,
              onSelect: select,
              onOpen: open,
              onClear: () => setSelected(new Map()),
            })
          }
        />
      )}
      {selected.size > 0 && (
        <SelectionBar entity={entity} records={[...selected.values()]} onDone={() => setSelected(new Map())} />
      )}
      <ListFooter entity={entity} columns={columns} state={state} count={total} error={cache.error()} />
      {isCreating && <CreateDialog entity={entity} onClose={() => setCreating(false)} />}
    </>
  );
}

const isEverything = (where: Where): boolean => 'and' in where && where.and.length === 0;
