/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus -- the ARIA grid pattern: the grid keeps the focus and the keys */
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot place a million rows; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active cell
import { type Entity, isSortableKind, type Sort } from '@satchel/core';
import clsx from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { isNumericKind } from '../fields/cell.tsx';
import { fieldLabel } from '../format/values.ts';
import { cellId } from './position.ts';

interface GridHeaderProps {
  readonly entity: Entity;
  readonly columns: readonly string[];
  readonly template: string;
  readonly heightPx: number;
  readonly selectWidthPx: number;
  /** The column that the keys are in, while they are in this row. */
  readonly activeColumn: number | null;
  /** Of the rows that are shown; null: they are in another order than any column's. */
  readonly sort: Sort | null;
  readonly onSort: (name: string) => void;
}

/** What the columns are called; a click or Enter sorts by one, another one the other way round. */
export function GridHeader(props: GridHeaderProps) {
  const { entity, columns, sort, selectWidthPx, activeColumn } = props;
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-20 grid border-b bg-app text-label font-medium text-soft"
      style={{ gridTemplateColumns: props.template, height: props.heightPx }}
    >
      <div role="columnheader" className="sticky left-0 z-10 bg-app">
        <span className="sr-only">Selected</span>
      </div>
      {columns.map((name, column) => {
        const field = entity.fields[name];
        const isSorted = sort?.field === name;
        const Arrow = sort?.direction === 'asc' ? ArrowUp : ArrowDown;
        return (
          <div
            key={name}
            id={cellId({ row: -1, column })}
            role="columnheader"
            aria-colindex={column + 2}
            aria-sort={isSorted ? (sort?.direction === 'asc' ? 'ascending' : 'descending') : 'none'}
            className={clsx(
              column === 0 && 'sticky z-10 border-r bg-app',
              activeColumn === column && 'group-focus-visible/grid:outline-2 -outline-offset-2 outline-accent',
            )}
            style={column === 0 ? { left: selectWidthPx } : undefined}
          >
            <button
              type="button"
              tabIndex={-1}
              disabled={field === undefined || !isSortableKind[field.kind]}
              onClick={() => props.onSort(name)}
              className={clsx(
                'flex size-full items-center gap-1 px-2 hover:text-ink',
                field && isNumericKind(field.kind) && 'justify-end',
              )}
            >
              <span className="truncate">{fieldLabel(name, field)}</span>
              {isSorted && <Arrow aria-hidden className="size-3 shrink-0" />}
            </button>
          </div>
        );
      })}
    </div>
  );
}
