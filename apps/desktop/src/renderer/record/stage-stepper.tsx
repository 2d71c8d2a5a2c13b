import type { BoardColumn, Entity, EntityRecord } from '@satchel/core';
import clsx from 'clsx';
import { MoveDialog } from '../board/move-dialog.tsx';
import { useForbidden } from '../board/use-forbidden.ts';
import { useMove } from '../board/use-move.ts';
import { useAll } from '../data/queries.ts';
import { titleOf } from '../format/values.ts';

/** The steps of the record's own pipeline; a click moves it there, and the backend says whether it may. */
export function StageStepper({ entity, record }: { entity: Entity; record: EntityRecord }) {
  const board = entity.views.board;
  const by = board ? entity.fields[board.by] : undefined;
  const target = by && 'target' in by ? by.target : 'stage';
  const stages = useAll(target, 'position').data?.rows ?? [];
  const own = stages.filter((stage) => stage['pipeline'] === record['pipeline']);
  const columns: readonly BoardColumn[] = own.map((stage) => ({
    key: stage.id,
    title: titleOf(stage, 'name'),
    count: 0,
    sums: {},
    cards: [],
  }));
  const view = board ?? { by: 'stage', order: 'boardOrder', card: [] };
  const { move, question, answer, dismiss } = useMove(entity, view, columns);
  const forbidden = useForbidden(entity, view, record, columns);
  const current = columns.findIndex((column) => column.key === record[view.by]);
  return (
    <>
      <ol aria-label="Stages" className="mt-3 grid grid-cols-2 gap-1 sm:flex sm:flex-wrap">
        {columns.map((column, index) => (
          <li key={column.key} className="min-w-20 flex-1">
            <button
              type="button"
              aria-current={index === current ? 'step' : undefined}
              disabled={forbidden[column.key] !== undefined}
              title={forbidden[column.key]}
              onClick={() => index !== current && void move({ record, to: column.key, index: 0 })}
              className={clsx(
                'h-7 w-full truncate rounded-control border px-2 text-label disabled:opacity-50',
                index === current
                  ? 'border-accent bg-accent font-medium text-accent-ink'
                  : index < current
                    ? 'bg-accent-soft text-ink'
                    : 'bg-surface text-soft hover:bg-hover',
              )}
            >
              {column.title}
            </button>
          </li>
        ))}
      </ol>
      {question && <MoveDialog entity={entity} question={question} onAnswer={answer} onClose={dismiss} />}
    </>
  );
}
