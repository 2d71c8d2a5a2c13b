import { useDroppable } from '@dnd-kit/core';
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable';
import type { BoardColumn, Entity, EntityRecord, Page } from '@satchel/core';
import clsx from 'clsx';
import { Link } from 'wouter';
import { numberText, wholeMoneyText } from '../format/values.ts';
import { filteredPath } from '../list/list-state.ts';
import { BoardCard } from './board-card.tsx';
import type { Forbidden } from './use-forbidden.ts';
import type { BoardView } from './use-move.ts';

interface BoardColumnProps {
  readonly entity: Entity;
  readonly view: BoardView;
  readonly column: BoardColumn;
  readonly columns: readonly BoardColumn[];
  readonly titles: Page['titles'];
  /** The ids of cards that were not sent yet. */
  readonly unsent: readonly string[];
  /** For the card that is being moved. */
  readonly forbidden: Forbidden;
  readonly isDragging: boolean;
  /** The menu of a card was opened, or closed. */
  readonly onMenu: (record: EntityRecord | null) => void;
  readonly onMove: (record: EntityRecord, to: string) => void;
}

export function BoardColumnView(props: BoardColumnProps) {
  const { entity, view, column, columns, titles, unsent, forbidden, onMove } = props;
  const reason = props.isDragging ? forbidden[column.key] : undefined;
  const { setNodeRef, isOver } = useDroppable({ id: column.key, data: { column: column.key, isColumn: true } });
  const sums = Object.entries(column.sums);
  const rest = column.count - column.cards.length;
  return (
    <section
      ref={setNodeRef}
      aria-label={column.title}
      data-forbidden={reason !== undefined}
      className={clsx(
        'relative flex w-68 shrink-0 flex-col rounded-card border bg-surface',
        isOver && (reason === undefined ? 'border-accent' : 'border-bad'),
      )}
    >
      {reason !== undefined && (
        <div className="absolute inset-0 z-10 rounded-card bg-surface/80">
          <p className="m-2 mt-12 rounded-control border bg-raised p-2 text-label text-bad">{reason}</p>
        </div>
      )}
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
              isUnsent={unsent.includes(card.id)}
              targets={columns.filter((other) => other.key !== column.key)}
              forbidden={forbidden}
              onMenu={(isOpen) => props.onMenu(isOpen ? card : null)}
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
