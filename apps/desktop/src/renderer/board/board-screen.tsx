import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import type { Entity, EntityRecord } from '@satchel/core';
import { List, Plus } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Board } from '../../shared/api.ts';
import { useBoard } from '../data/queries.ts';
import { CreateDialog } from '../forms/create-dialog.tsx';
import { FilterBar } from '../list/filter-bar.tsx';
import { useListState } from '../list/list-state.ts';
import { TopBar } from '../shell/top-bar.tsx';
import { useShortcut } from '../shell/use-shortcut.ts';
import { Button } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { boardAnnouncements } from './announcements.ts';
import { BoardColumnView } from './board-column.tsx';
import { boardCollision, boardCoordinates } from './board-movement.ts';
import { CardFace } from './card-face.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { type BoardView, type Move, useMove } from './use-move.ts';
import { usePipelineColumns } from './use-pipeline-columns.ts';

const emptyBoard: Board = { columns: [], titles: {} };

export function BoardScreen({ entity, view }: { entity: Entity; view: BoardView }) {
  const [, navigate] = useLocation();
  const [state, change] = useListState(entity);
  const board = useBoard({ entity: entity.name, where: state.where, limit: 50 });
  const { columns: allColumns, titles } = board.data ?? emptyBoard;
  const { columns, pipelines, pipeline, setPipeline } = usePipelineColumns(entity, view, allColumns);
  const [isCreating, setCreating] = useState(false);
  const [dragged, setDragged] = useState<EntityRecord | null>(null);
  const { move, question, answer, dismiss } = useMove(entity, view, columns);
  useShortcut('c', () => setCreating(true));
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: boardCoordinates,
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
    }),
  );
  const placeOf = (overId: string): Pick<Move, 'to' | 'index'> | null => {
    for (const column of columns) {
      if (column.key === overId) return { to: column.key, index: column.cards.length };
      const index = column.cards.findIndex((card) => card.id === overId);
      if (index !== -1) return { to: column.key, index };
    }
    return null;
  };
  return (
    <>
      <TopBar crumbs={[{ label: entity.labelPlural, to: `/e/${entity.plural}` }, { label: 'Board' }]}>
        <Button look="quiet" onClick={() => navigate(`/e/${entity.plural}`)}>
          <List aria-hidden />
          List
        </Button>
        <Button look="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          <span className="max-sm:sr-only">New {entity.label.toLowerCase()}</span>
        </Button>
      </TopBar>
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2">
        {pipelines.length > 1 && (
          <select
            aria-label="Pipeline"
            className="control h-7! w-auto!"
            value={pipeline ?? ''}
            onChange={(event) => setPipeline(event.target.value)}
          >
            {pipelines.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        )}
        <FilterBar entity={entity} where={state.where} onChange={(where) => change({ where })} />
      </div>
      {board.isError ? (
        <ErrorState
          title="The board could not be read."
          detail={board.error.message}
          retry={() => void board.refetch()}
        />
      ) : !board.data ? (
        <Loading />
      ) : (
        <DndContext
          sensors={sensors}
          accessibility={{ announcements: boardAnnouncements(entity, columns) }}
          collisionDetection={boardCollision}
          onDragStart={({ active }) =>
            setDragged(columns.flatMap((column) => column.cards).find((card) => card.id === active.id) ?? null)
          }
          onDragCancel={() => setDragged(null)}
          onDragEnd={({ over }) => {
            setDragged(null);
            const place = over && placeOf(String(over.id));
            if (dragged && place && over.id !== dragged.id) void move({ record: dragged, ...place });
          }}
        >
          <section
            aria-label={`${entity.labelPlural} by ${view.by}`}
            className="flex min-h-0 flex-1 gap-3 overflow-x-auto bg-app p-4"
          >
            {columns.map((column) => (
              <BoardColumnView
                key={column.key}
                entity={entity}
                view={view}
                column={column}
                columns={columns}
                titles={titles}
                onMove={(record, to) => void move({ record, to, index: 0 })}
              />
            ))}
          </section>
          <DragOverlay dropAnimation={null}>
            {dragged && (
              <div className="card w-68 border-accent p-3">
                <CardFace entity={entity} view={view} record={dragged} titles={titles} />
              </div>
            )}
          </DragOverlay>
        </DndContext>
      )}
      {question && <MoveDialog entity={entity} question={question} onAnswer={answer} onClose={dismiss} />}
      {isCreating && <CreateDialog entity={entity} onClose={() => setCreating(false)} />}
    </>
  );
}
