/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the ARIA grid pattern: the grid keeps the focus and the keys */
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot place a million rows; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active cell
import type { Entity, EntityRecord, Sort } from '@satchel/core';
import { useCallback, useEffect, useRef } from 'react';
import { rowHeights, useAppearance } from '../shell/appearance.ts';
import { useShortcut } from '../shell/use-shortcut.ts';
import { columnWidth } from './column-width.ts';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import type { PageCache } from './page-cache.ts';
import { cellId, type Position } from './position.ts';
import { useActiveCell } from './use-active-cell.ts';
import { useScaledScroll } from './use-scaled-scroll.ts';

const headerHeightPx = 32;
const selectWidthPx = 36;

interface GridProps {
  readonly label: string;
  readonly entity: Entity;
  readonly columns: readonly string[];
  readonly count: number;
  readonly cache: PageCache;
  readonly sort: Sort;
  readonly onSort: (name: string) => void;
  /** Of what is shown: another one begins at the top. */
  readonly contentKey: string;
  /** How far down the list is when it opens. */
  readonly startPx: number;
  readonly onScrolled: (topPx: number) => void;
  /** Takes the keys when it opens. */
  readonly takesFocus: boolean;
  readonly active: Position;
  readonly onActive: (position: Position) => void;
  readonly editing: Position | null;
  readonly onEditing: (position: Position | null) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (row: EntityRecord, isRange: boolean) => void;
  readonly onOpen: (row: EntityRecord, from: Position) => void;
  readonly onKeyDown: (event: React.KeyboardEvent<HTMLDivElement>, pageRows: number) => void;
}

export function Grid(props: GridProps) {
  const { entity, columns, count, cache, active, selected, startPx, onScrolled, contentKey } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const density = useAppearance((appearance) => appearance.density);
  const rowHeightPx = rowHeights[density];
  const scroll = useScaledScroll(scroller, {
    count,
    rowHeightPx,
    headerHeightPx,
    startPx,
    contentKey,
    onScrolled,
  });
  const { first, last, reveal } = scroll;
  useEffect(() => cache.want(first, Math.max(first, last)), [cache, first, last]);
  useActiveCell(scroller, active, reveal);
  // The same functions always, so that rows are drawn again only when something of theirs changes.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const onSelect = useCallback((row: EntityRecord, isRange: boolean) => latest.current.onSelect(row, isRange), []);
  const onOpen = useCallback((row: EntityRecord, from: Position) => latest.current.onOpen(row, from), []);
  const onEditing = useCallback((position: Position | null) => latest.current.onEditing(position), []);
  const focusGrid = useCallback(() => scroller.current?.focus(), []);
  // Wherever the focus is, J and K begin to move through the list.
  useShortcut('j', focusGrid);
  useShortcut('k', focusGrid);
  const { takesFocus } = props;
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [takesFocus]);

  const widths = columns.map((name) => columnWidth(entity.fields[name], name === entity.views.title));
  const template = `${selectWidthPx}px ${widths.map((width) => `minmax(${width}px, ${width}fr)`).join(' ')}`;
  const totalPx = widths.reduce((sum, width) => sum + width, selectWidthPx);
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable
      aria-busy={cache.isLoading()}
      aria-activedescendant={cellId(active)}
      onKeyDown={(event) => props.onKeyDown(event, Math.floor(scroll.viewportHeightPx / rowHeightPx))}
      className="group/grid relative min-h-0 flex-1 overflow-auto bg-surface outline-none"
    >
      <div style={{ minWidth: totalPx, height: scroll.contentHeightPx + headerHeightPx }}>
        <GridHeader
          entity={entity}
          columns={columns}
          template={template}
          heightPx={headerHeightPx}
          selectWidthPx={selectWidthPx}
          activeColumn={active.row < 0 ? active.column : null}
          sort={cache.isSorted() ? props.sort : null}
          onSort={props.onSort}
        />
        <div
          role="rowgroup"
          className="sticky overflow-clip"
          style={{ top: headerHeightPx, height: Math.min(scroll.viewportHeightPx, scroll.contentHeightPx) }}
        >
          <div className="absolute inset-x-0 top-0" style={{ transform: `translateY(${scroll.layerTopPx}px)` }}>
            {indexes.map((index) => {
              const record = cache.row(index);
              const isActiveRow = active.row === index;
              return (
                <GridRow
                  // A row that leaves makes room for the one that comes: to make its elements anew costs a frame.
                  key={index % scroll.rowsInSight}
                  entity={entity}
                  columns={columns}
                  index={index}
                  record={record}
                  page={cache.pageOf(index)}
                  template={template}
                  topPx={scroll.topOf(index)}
                  heightPx={rowHeightPx}
                  activeColumn={isActiveRow ? active.column : null}
                  editingColumn={props.editing?.row === index ? props.editing.column : null}
                  isSelected={record !== undefined && selected.has(record.id)}
                  onActive={props.onActive}
                  onEditing={onEditing}
                  onSelect={onSelect}
                  onOpen={onOpen}
                  focusGrid={focusGrid}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
