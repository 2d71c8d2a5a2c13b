/* oxlint-disable jsx-a11y/no-static-element-interactions -- dnd-kit's attributes make it a button */
import { useSortable } from '@dnd-kit/sortable';
import type { BoardColumn, Entity, EntityRecord, Page } from '@satchel/core';
import clsx from 'clsx';
import { Ellipsis } from 'lucide-react';
import { useLocation } from 'wouter';
import { titleOf } from '../format/values.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { CardFace } from './card-face.tsx';
import type { Forbidden } from './use-forbidden.ts';
import type { BoardView } from './use-move.ts';

interface BoardCardProps {
  readonly entity: Entity;
  readonly view: BoardView;
  readonly record: EntityRecord;
  /** The key of the column that it stands in. */
  readonly column: string;
  readonly titles: Page['titles'];
  readonly isUnsent: boolean;
  readonly targets: readonly BoardColumn[];
  readonly forbidden: Forbidden;
  readonly onMenu: (isOpen: boolean) => void;
  readonly onMove: (to: string) => void;
}

/** Dragged with the mouse, or with Space and the arrows; the menu moves it without dragging. */
export function BoardCard({
  entity,
  view,
  record,
  column,
  titles,
  isUnsent,
  targets,
  forbidden,
  onMenu,
  onMove,
}: BoardCardProps) {
  const [, navigate] = useLocation();
  const { setNodeRef, attributes, listeners, transform, isDragging } = useSortable({
    id: record.id,
    data: { column, isColumn: false },
  });
  const title = titleOf(record, entity.views.title);
  return (
    <li
      ref={setNodeRef}
      style={transform ? { transform: `translate(${transform.x}px, ${transform.y}px)` } : undefined}
      className={clsx('group card relative shrink-0', isDragging && 'opacity-40')}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dnd-kit's attributes make it a button */}
      <div
        {...attributes}
        {...listeners}
        onClick={() => navigate(`/e/${entity.plural}/${record.id}`)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !isDragging) navigate(`/e/${entity.plural}/${record.id}`);
          else listeners?.['onKeyDown']?.(event);
        }}
        className="cursor-grab touch-manipulation rounded-card p-3 pr-8"
      >
        <CardFace entity={entity} view={view} record={record} titles={titles} isUnsent={isUnsent} />
      </div>
      <div className="absolute top-1.5 right-1.5">
        <Menu
          heading="Move to…"
          trigger={
            <Button look="quiet" isIcon className="size-6!" aria-label={`Move ${title} to…`}>
              <Ellipsis aria-hidden />
            </Button>
          }
          onOpenChange={onMenu}
          items={targets.map((target) => ({
            label: target.title,
            onSelect: () => onMove(target.key),
            isDisabled: forbidden[target.key] !== undefined,
            ...(forbidden[target.key] === undefined ? {} : { detail: forbidden[target.key] }),
          }))}
        />
      </div>
    </li>
  );
}
