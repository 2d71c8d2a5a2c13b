/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the ARIA grid pattern: the grid keeps the focus and the keys */
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot place a million rows; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active cell
import type { Entity, EntityRecord, Sort } from '@satchel/core';
import { isSortableKind } from '@satchel/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef } from 'react';
import { isNumericKind } from '../fields/cell.tsx';
import { fieldLabel } from '../format/values.ts';
import { rowHeights, useAppearance } from '../shell/appearance.ts';
import { columnWidth } from './column-width.ts';
import { GridRow } from './grid-row.tsx';
import type { PageCache } from './page-cache.ts';
import type { Position } from './position.ts';
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
  readonly onSort: (sort: Sort) => void;
  readonly active: Position;
  readonly onActive: (position: Position) => void;
  readonly editing: Position | null;
  readonly onEditing: (position: Position | null) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (row: EntityRecord, isRange: boolean) => void;
  readonly onOpen: (row: EntityRecord) => void;
  readonly onKeyDown: (event: React.KeyboardEvent<HTMLDivElement>, pageRows: number) => void;
}

export function Grid(props: GridProps) {
  const { entity, columns, count, cache, sort, onSort, active, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const density = useAppearance((appearance) => appearance.density);
  const rowHeightPx = rowHeights[density];
  const scroll = useScaledScroll(scroller, { count, rowHeightPx, headerHeightPx });
  const { first, last, reveal } = scroll;
  useEffect(() => cache.want(first, Math.max(first, last)), [cache, first, last]);
  const revealRef = useRef(reveal);
  useEffect(() => {
    revealRef.current = reveal;
  });
  useEffect(() => revealRef.current(active.row), [active.row]);

  // The same functions always, so that rows are drawn again only when something of theirs changes.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const onSelect = useCallback((row: EntityRecord, isRange: boolean) => latest.current.onSelect(row, isRange), []);
  const onOpen = useCallback((row: EntityRecord) => latest.current.onOpen(row), []);
  const focusGrid = useCallback(() => scroller.current?.focus(), []);

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
      aria-activedescendant={`cell-${active.row}-${active.column}`}
      onKeyDown={(event) => props.onKeyDown(event, Math.floor(scroll.viewportHeightPx / rowHeightPx))}
      className="group/grid relative min-h-0 flex-1 overflow-auto bg-surface outline-none"
    >
      <div style={{ minWidth: totalPx, height: scroll.contentHeightPx + headerHeightPx }}>
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-20 grid border-b bg-app text-label font-medium text-soft"
          style={{ gridTemplateColumns: template, height: headerHeightPx }}
        >
          <div role="columnheader" className="sticky left-0 z-10 bg-app">
            <span className="sr-only">Selected</span>
          </div>
          {columns.map((name, index) => {
            const field = entity.fields[name];
            const isSorted = sort.field === name;
            const label = fieldLabel(name, field);
            const canSort = field !== undefined && isSortableKind[field.kind];
            return (
              <div
                key={name}
                role="columnheader"
                aria-colindex={index + 2}
                aria-sort={isSorted ? (sort.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
                className={index === 0 ? 'sticky z-10 border-r bg-app' : ''}
                style={index === 0 ? { left: selectWidthPx } : undefined}
              >
                <button
                  type="button"
                  tabIndex={-1}
                  disabled={!canSort}
                  onClick={() =>
                    onSort({ field: name, direction: isSorted && sort.direction === 'asc' ? 'desc' : 'asc' })
                  }
                  className={`flex size-full items-center gap-1 px-2 hover:text-ink ${field && isNumericKind(field.kind) ? 'justify-end' : ''}`}
                >
                  <span className="truncate">{label}</span>
                  {isSorted &&
                    (sort.direction === 'asc' ? (
                      <ArrowUp aria-hidden className="size-3" />
                    ) : (
                      <ArrowDown aria-hidden className="size-3" />
                    ))}
                </button>
              </div>
            );
          })}
        </div>
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
                  key={index}
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
                  onEditing={props.onEditing}
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
