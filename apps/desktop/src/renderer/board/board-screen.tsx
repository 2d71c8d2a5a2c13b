import { DndContext, DragOverlay, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import type { EntityRecord } from '@satchel/core';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Answer } from '../../shared/api.ts';
import type { ListPlace } from '../data/model.ts';
import { useBoard } from '../data/queries.ts';
import { ListHeader } from '../list/list-header.tsx';
import { useListState, usePlaceState } from '../list/list-state.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Loading } from '../ui/loading.tsx';
import { boardAnnouncements } from './announcements.ts';
import { BoardColumnView } from './board-column.tsx';
import { boardCollision, boardCoordinates } from './board-movement.ts';
import { CardFace } from './card-face.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { useForbidden } from './use-forbidden.ts';
import { type BoardView, type Move, useMove } from './use-move.ts';
import { usePipelineColumns } from './use-pipeline-columns.ts';

const emptyBoard: Answer<'records.board'> = { columns: [], titles: {}, unsent: [] };

export function BoardScreen({ place, view }: { place: ListPlace; view: BoardView }) {
  const { entity } = place;
  const [state, change] = useListState(entity);
  const board = useBoard({ entity: entity.name, where: usePlaceState(place, state).where, limit: 50 });
  const { columns: allColumns, titles, unsent } = board.data ?? emptyBoard;
  const { columns, pipelines, pipeline, setPipeline } = usePipelineColumns(entity, view, allColumns);
  const [isCreating, setCreating] = useState(false);
  const [dragged, setDragged] = useState<EntityRecord | null>(null);
  const [aboutToMove, setAboutToMove] = useState<EntityRecord | null>(null);
  const forbidden = useForbidden(entity, view, dragged ?? aboutToMove, columns);
  const { move, question, answer, dismiss } = useMove(entity, view, columns);
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
      <ListHeader
        place={place}
        view="board"
        state={state}
        onChange={change}
        creating={{ isOpen: isCreating, set: setCreating }}
      >
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
      </ListHeader>
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
          accessibility={{ announcements: boardAnnouncements(entity, columns, forbidden) }}
          collisionDetection={boardCollision}
          onDragStart={({ active }) =>
            setDragged(columns.flatMap((column) => column.cards).find((card) => card.id === active.id) ?? null)
          }
          onDragCancel={() => setDragged(null)}
          onDragEnd={({ over }) => {
            setDragged(null);
            const place = over && placeOf(String(over.id));
            if (!dragged || !place || over.id === dragged.id) return;
            const reason = forbidden[place.to];
            if (reason === undefined) void move({ record: dragged, ...place });
            else toast.error(reason);
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
                unsent={unsent}
                forbidden={forbidden}
                isDragging={dragged !== null}
                onMenu={setAboutToMove}
                onMove={(record, to) => void move({ record, to, index: 0 })}
              />
            ))}
          </section>
          <DragOverlay dropAnimation={null}>
            {dragged && (
              <div className="card w-68 border-accent p-3">
                <CardFace entity={entity} view={view} record={dragged} titles={titles} isUnsent={false} />
              </div>
            )}
          </DragOverlay>
        </DndContext>
      )}
      {question && <MoveDialog entity={entity} question={question} onAnswer={answer} onClose={dismiss} />}
    </>
  );
}
