/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the ARIA grid pattern: the grid keeps the focus and the keys */
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot place a million rows; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active cell
import type { Entity, EntityRecord, FieldKind } from '@satchel/core';
import clsx from 'clsx';
import { memo } from 'react';
import type { Answer } from '../../shared/api.ts';
import { useMay } from '../data/use-may.ts';
import { Cell, isNumericKind } from '../fields/cell.tsx';
import { isEditable } from '../fields/editor.tsx';
import { iconsOf } from '../format/entity-icon.tsx';
import { titleOf } from '../format/values.ts';
import { UnsentDot } from '../ui/unsent-dot.tsx';
import { CellEdit } from './cell-edit.tsx';
import { cellId, type Position } from './position.ts';

interface GridRowProps {
  readonly entity: Entity;
  readonly columns: readonly string[];
  readonly index: number;
  readonly record: EntityRecord | undefined;
  readonly page: Answer<'records.page'> | undefined;
  readonly template: string;
  readonly topPx: number;
  readonly heightPx: number;
  readonly activeColumn: number | null;
  readonly editingColumn: number | null;
  readonly isSelected: boolean;
  readonly onActive: (position: Position) => void;
  readonly onEditing: (position: Position | null) => void;
  readonly onSelect: (row: EntityRecord, isRange: boolean) => void;
  readonly onOpen: (row: EntityRecord, from: Position) => void;
  readonly focusGrid: () => void;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entity, columns, index, record, page, isSelected, activeColumn, editingColumn, focusGrid } = props;
  const may = useMay();
  const canEdit = record !== undefined && may(entity, 'update', record);
  const background = isSelected
    ? 'bg-selected'
    : activeColumn !== null
      ? 'bg-hover'
      : 'bg-surface group-hover/row:bg-hover hover:bg-hover';
  const edit = (column: number, step: 1 | -1 = 1) => {
    const target = nextEditable(entity, columns, column, step);
    if (target === null) return endEdit(false);
    props.onEditing({ row: index, column: target });
    props.onActive({ row: index, column: target });
  };
  const endEdit = (isLeft: boolean) => {
    props.onEditing(null);
    if (!isLeft) focusGrid();
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={clsx('group/row absolute inset-x-0 grid border-b', background)}
      style={{ gridTemplateColumns: props.template, height: props.heightPx, transform: `translateY(${props.topPx}px)` }}
    >
      <div role="gridcell" className={clsx('sticky left-0 z-10 flex items-center justify-center', background)}>
        {record && (
          <input
            type="checkbox"
            tabIndex={-1}
            className="size-3.5 accent-accent"
            aria-label={`Select ${titleOf(record, entity.views.title)}`}
            checked={isSelected}
            onMouseDown={(event) => {
              // The grid keeps the focus: this row may show another record in a moment.
              event.preventDefault();
              focusGrid();
            }}
            onChange={(event) =>
              props.onSelect(record, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
            }
          />
        )}
      </div>
      {columns.map((name, column) => {
        const field = entity.fields[name];
        const isTitle = name === entity.views.title;
        const isEditing = editingColumn === column && record !== undefined && field !== undefined;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go through the grid
          <div
            key={name}
            id={cellId({ row: index, column })}
            role="gridcell"
            aria-colindex={column + 2}
            onClick={() => props.onActive({ row: index, column })}
            onDoubleClick={() => !isTitle && canEdit && isEditable(field) && edit(column)}
            style={column === 0 ? { left: 36 } : undefined}
            className={clsx(
              'flex min-w-0 items-center px-2',
              column === 0 && 'sticky z-10 border-r',
              column === 0 && background,
              field && isNumericKind(field.kind) && 'justify-end',
              field && isDigits(field.kind) && 'tabular-nums',
              activeColumn === column && 'group-focus-visible/grid:outline-2 -outline-offset-2 outline-accent',
              isEditing && 'z-20 px-0.5!',
            )}
          >
            {record === undefined ? (
              <span aria-hidden className="h-2 w-2/3 rounded-full bg-hover" />
            ) : isEditing ? (
              <CellEdit
                entity={entity}
                name={name}
                field={field}
                record={record}
                onDone={endEdit}
                onNext={(isBack) => (isBack ? edit(column - 1, -1) : edit(column + 1))}
              />
            ) : isTitle ? (
              <span className="flex min-w-0 items-center gap-1.5">
                <a
                  href={`/e/${entity.plural}/${record.id}`}
                  tabIndex={-1}
                  className="truncate font-medium hover:underline"
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey) return;
                    event.preventDefault();
                    props.onOpen(record, { row: index, column });
                  }}
                >
                  {titleOf(record, name)}
                </a>
                {page?.unsent.includes(record.id) === true && <UnsentDot />}
              </span>
            ) : (
              field && (
                <span className="min-w-0 truncate">
                  <Cell
                    field={field}
                    value={record[name]}
                    titles={page?.titles ?? {}}
                    deleted={page?.deleted ?? {}}
                    icons={iconsOf(entity, name)}
                  />
                </span>
              )
            )}
          </div>
        );
      })}
    </div>
  );
});

const isDigits = (kind: FieldKind): boolean =>
  isNumericKind(kind) || kind === 'date' || kind === 'instant' || kind === 'phones';

function nextEditable(entity: Entity, columns: readonly string[], from: number, step: 1 | -1): number | null {
  for (let column = from; column >= 0 && column < columns.length; column += step) {
    const name = columns[column];
    if (name !== undefined && isEditable(entity.fields[name])) return column;
  }
  return null;
}
