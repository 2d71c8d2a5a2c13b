import {
  type BoardColumn,
  type Entity,
  type EntityRecord,
  type EntityViews,
  type FieldValues,
  isOrderKey,
  orderKeyBetween,
  type Refusal,
} from '@satchel/core';
import { useState } from 'react';
import { useCommit } from '../data/commit.ts';
import { titleOf } from '../format/values.ts';

export type BoardView = NonNullable<EntityViews['board']>;

export interface Move {
  readonly record: EntityRecord;
  /** The column's key. */
  readonly to: string;
  /** Before the card that stands there now. */
  readonly index: number;
}

/** A move that the backend refused: what it says, so that the user can give what is missing. */
export interface MoveQuestion {
  readonly move: Move;
  readonly columnTitle: string;
  readonly fields: FieldValues;
  readonly refusals: readonly Refusal[];
}

/** Whether giving more fields can make the move possible: no refusal is about the column itself, or about no field. */
export const canBeAnswered = (refusals: readonly Refusal[], by: string): boolean =>
  refusals.every(({ field }) => field !== undefined && field !== by);

/** Moves cards by one update. The backend judges; what it refuses becomes a question. */
export function useMove(entity: Entity, view: BoardView, columns: readonly BoardColumn[]) {
  const commit = useCommit();
  const [question, setQuestion] = useState<MoveQuestion | null>(null);
  const move = async (wanted: Move, extra: FieldValues = {}) => {
    const { record, to, index } = wanted;
    const column = columns.find(({ key }) => key === to);
    const cards = (column?.cards ?? []).filter((card) => card.id !== record.id);
    const title = column?.title ?? 'there';
    const result = await commit(
      [
        {
          kind: 'update',
          entity: entity.name,
          id: record.id,
          base: record.rev,
          fields: {
            ...(record[view.by] === to ? {} : { [view.by]: to }),
            [view.order]: keyAt(cards, index, view.order),
            ...extra,
          },
        },
      ],
      `${titleOf(record, entity.views.title, entity.label)} moved to ${title}`,
    );
    setQuestion(result.ok ? null : { move: wanted, columnTitle: title, fields: extra, refusals: result.error });
  };
  return {
    move,
    question,
    answer: (fields: FieldValues) => {
      if (question) void move(question.move, { ...question.fields, ...fields });
    },
    dismiss: () => setQuestion(null),
  };
}

/** Cards without a key stand at the end of their column: a key before them is after all keys. */
function keyAt(cards: readonly EntityRecord[], index: number, order: string): string {
  const keyOf = (card: EntityRecord | undefined): string | null => {
    const key = card?.[order];
    return typeof key === 'string' && isOrderKey(key) ? key : null;
  };
  const before = keyOf(cards[index - 1]) ?? lastKey(cards.slice(0, index), keyOf);
  const after = keyOf(cards[index]);
  return orderKeyBetween(before, after !== null && before !== null && after <= before ? null : after);
}

function lastKey(cards: readonly EntityRecord[], keyOf: (card: EntityRecord) => string | null): string | null {
  const keys = cards.map(keyOf).filter((key) => key !== null);
  return keys.at(-1) ?? null;
}
