import type { BoardColumn, Entity, EntityRecord, Intention } from '@satchel/core';
import { sentences } from '../data/commit.ts';
import { useCheck } from '../data/queries.ts';
import { type BoardView, canBeAnswered } from './use-move.ts';

/** Why a record cannot go to a column, by the column's key; a column that is not in it may take it. */
export type Forbidden = Readonly<Record<string, string>>;

const nothing: Forbidden = {};

/** Asks the backend, before a move, where it would refuse the record whatever is answered. */
export function useForbidden(
  entity: Entity,
  view: BoardView,
  record: EntityRecord | null,
  columns: readonly Pick<BoardColumn, 'key'>[],
): Forbidden {
  const targets = record ? columns.filter(({ key }) => key !== record[view.by]) : [];
  const plans = targets.map(({ key }): readonly Intention[] =>
    record
      ? [{ kind: 'update', entity: entity.name, id: record.id, base: record.rev, fields: { [view.by]: key } }]
      : [],
  );
  const { data } = useCheck(entity.name, plans);
  if (!data) return nothing;
  return Object.fromEntries(
    targets.flatMap(({ key }, index) => {
      const refusals = data[index] ?? [];
      return refusals.length === 0 || canBeAnswered(refusals, view.by) ? [] : [[key, sentences(refusals)]];
    }),
  );
}
