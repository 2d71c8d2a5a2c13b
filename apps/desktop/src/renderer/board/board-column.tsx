import { useDroppable } from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { Entity, EntityRecord } from '@satchel/core';
import clsx from 'clsx';
import { Link } from 'wouter';
import type { BoardColumn, Page } from '../../shared/api.ts';
import { numberText, wholeMoneyText } from '../format/values.ts';
import { filteredPath } from '../list/list-state.ts';
import { BoardCard } from './board-card.tsx';
import type { BoardView } from './use-move.ts';

interface BoardColumnProps {
  readonly entity: Entity;
  readonly view: BoardView;
  readonly column: BoardColumn;
  readonly columns: readonly BoardColumn[];
  readonly titles: Page['titles'];
  readonly onMove: (record: EntityRecord, to: string) => void;
}

export function BoardColumnView({ entity, view, column, columns, titles, onMove }: BoardColumnProps) {
  const { setNodeRef, isOver } = useDroppable({ id: column.key, data: { column: column.key, isColumn: true } });
  const sums = Object.entries(column.sums);
  const rest = column.count - column.cards.length;
  return (
    <section
      ref={setNodeRef}
      aria-label={column.title}
      className={clsx('flex w-68 shrink-0 flex-col rounded-card border bg-surface', isOver && 'border-accent')}
    >
      <header className="flex items-baseline gap-2 border-b px-3 py-2">
        <h2 className="truncate text-body! leading-5!">{column.title}</h2>
        <span className="text-label text-faint">{numberText(column.count)}</span>
        <span className="ml-auto text-label text-soft">
          {sums.map(([currency, minor]) => wholeMoneyText({ minor, currency })).join(' + ')}
        </span>
      </header>
      <SortableContext items={column.cards.map((card) => card.id)} strategy={verticalListSortingStrategy}>
        <ul className="flex min-h-16 flex-1 flex-col gap-2 overflow-y-auto p-2">
          {column.cards.map((card) => (
            <BoardCard
              key={card.id}
              entity={entity}
              view={view}
              record={card}
              column={column.key}
              titles={titles}
              targets={columns.filter((other) => other.key !== column.key)}
              onMove={(to) => onMove(card, to)}
            />
          ))}
          {column.cards.length === 0 && <li className="p-2 text-center text-label text-faint">Nothing here</li>}
          {rest > 0 && (
            <li className="p-1 text-center text-label">
              <Link
                className="text-soft underline"
                href={filteredPath(entity, { and: [{ field: view.by, op: 'in', value: [column.key] }] })}
              >
                {numberText(rest)} more
              </Link>
            </li>
          )}
        </ul>
      </SortableContext>
    </section>
  );
}
