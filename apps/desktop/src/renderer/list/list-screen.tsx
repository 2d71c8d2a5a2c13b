import { type EntityRecord, isSortableKind } from '@satchel/core';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ListPlace } from '../data/model.ts';
import { useCount } from '../data/queries.ts';
import { useMay } from '../data/use-may.ts';
import { cameBack } from '../shell/came-back.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { EmptyList } from './empty-list.tsx';
import { Grid } from './grid.tsx';
import { gridKeys } from './grid-keys.ts';
import { keepPlace, placeToStart } from './kept-place.ts';
import { ListFooter } from './list-footer.tsx';
import { ListHeader } from './list-header.tsx';
import { isEverything, useListState, usePlaceState } from './list-state.ts';
import type { Position } from './position.ts';
import { SearchBox } from './search-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { usePages } from './use-pages.ts';

/** The cell that is edited, and whose it is. */
interface Edited extends Position {
  readonly id: string;
}

export function ListScreen({ place }: { place: ListPlace }) {
  const { entity, labelPlural } = place;
  const [, navigate] = useLocation();
  const address = `${place.path}?${useSearch()}`;
  const may = useMay();
  const [state, change] = useListState(entity);
  const shown = usePlaceState(place, state);
  const count = useCount(entity.name, shown.where, shown.search);
  const [isReturn] = useState(cameBack);
  const [start] = useState(() => placeToStart(address));
  const [active, setActive] = useState<Position>(start.active);
  const [editing, setEditing] = useState<Edited | null>(null);
  const cache = usePages(entity.name, shown, editing);
  const [selected, setSelected] = useState(start.selected);
  const [anchor, setAnchor] = useState(start.active.row);
  const [isCreating, setCreating] = useState(false);

  useEffect(() => keepPlace(address, { active, selected }), [address, active, selected]);
  const listed = JSON.stringify([shown.where, shown.search]);
  const [listedBefore, setListedBefore] = useState(listed);
  if (listed !== listedBefore) {
    // What is chosen must be in sight: nobody deletes what a filter hides.
    setListedBefore(listed);
    setActive({ row: 0, column: 0 });
    setSelected(new Map());
  }

  const columns = useMemo(() => {
    const { title, list } = entity.views;
    return [title, ...list.filter((name) => name !== title && entity.fields[name] !== undefined)];
  }, [entity]);
  const selectedIds = useMemo(() => new Set(selected.keys()), [selected]);
  const open = (record: EntityRecord, from = active) => {
    keepPlace(address, { active: from });
    navigate(`/e/${entity.plural}/${record.id}`);
  };
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
  const edit = (position: Position | null) => {
    const record = position ? cache.row(position.row) : undefined;
    setEditing(position && record ? { ...position, id: record.id } : null);
  };
  const inPlace = editing && cache.row(editing.row);
  if (editing && inPlace && inPlace.id !== editing.id) {
    // What was written last put the row elsewhere.
    const row = rowIndexOf(editing.id);
    setEditing(row === undefined ? null : { ...editing, row });
    if (row !== undefined) setActive({ ...active, row });
  }
  const sortBy = (name: string) => {
    const field = entity.fields[name];
    if (!field || !isSortableKind[field.kind]) return;
    const isTurned = state.sort.field === name && state.sort.direction === 'asc';
    change({ sort: { field: name, direction: isTurned ? 'desc' : 'asc' } });
  };
  const isFiltered = state.search !== '' || !isEverything(state.where);
  const total = count.data;
  return (
    <>
      <ListHeader
        place={place}
        view="list"
        state={state}
        onChange={change}
        creating={{ isOpen: isCreating, set: setCreating }}
      >
        <SearchBox
          icon={<Search aria-hidden />}
          label={`Search ${labelPlural.toLowerCase()}`}
          text={state.search}
          onText={(search) => change({ search })}
        />
      </ListHeader>
      {count.isError ? (
        <ErrorState
          title={`The ${labelPlural.toLowerCase()} could not be read.`}
          detail={count.error.message}
          retry={() => void count.refetch()}
        />
      ) : total === undefined ? (
        <Loading />
      ) : total === 0 ? (
        <EmptyList
          place={place}
          isFiltered={isFiltered}
          onCreate={() => setCreating(true)}
          onClear={() => change({ where: { and: [] }, search: '' })}
        />
      ) : (
        <Grid
          label={labelPlural}
          entity={entity}
          columns={columns}
          count={total}
          cache={cache}
          sort={state.sort}
          onSort={sortBy}
          contentKey={`${listed} ${state.sort.field} ${state.sort.direction}`}
          startPx={start.topPx}
          onScrolled={(topPx) => keepPlace(address, { topPx })}
          takesFocus={isReturn}
          active={active}
          onActive={setActive}
          editing={editing}
          onEditing={edit}
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
              onEditing: (position) => {
                const record = cache.row(position.row);
                if (record && may(entity, 'update', record)) edit(position);
              },
              onSelect: select,
              onOpen: (record) => open(record),
              onClear: () => setSelected(new Map()),
              onSort: sortBy,
            })
          }
        />
      )}
      {selected.size > 0 && (
        <SelectionBar entity={entity} records={[...selected.values()]} onDone={() => setSelected(new Map())} />
      )}
      <ListFooter
        place={place}
        columns={columns}
        state={shown}
        count={total}
        isSorted={cache.isSorted()}
        error={cache.error()}
      />
    </>
  );
}
