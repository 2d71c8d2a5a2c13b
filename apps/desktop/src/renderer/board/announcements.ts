import type { Announcements, UniqueIdentifier } from '@dnd-kit/core';
import type { BoardColumn, Entity, EntityRecord } from '@satchel/core';
import { titleOf } from '../format/values.ts';
import type { Forbidden } from './use-forbidden.ts';

/** What a screen reader says while a card is dragged: names instead of ids. */
export function boardAnnouncements(
  entity: Entity,
  columns: readonly BoardColumn[],
  forbidden: Forbidden,
): Announcements {
  const cards: readonly EntityRecord[] = columns.flatMap((column) => column.cards);
  const card = (id: UniqueIdentifier): string => {
    const found = cards.find((record) => record.id === id);
    return found ? titleOf(found, entity.views.title) : entity.label;
  };
  const columnOf = (id: UniqueIdentifier): BoardColumn | undefined =>
    columns.find((column) => column.key === id || column.cards.some((record) => record.id === id));
  const place = (id: UniqueIdentifier): string => columnOf(id)?.title ?? '';
  const reason = (id: UniqueIdentifier): string | undefined => forbidden[columnOf(id)?.key ?? ''];
  return {
    onDragStart: ({ active }) => `Picked up ${card(active.id)}. Arrows move it, Space drops it, Esc puts it back.`,
    onDragOver: ({ active, over }) =>
      over
        ? [`${card(active.id)} is over ${place(over.id)}.`, reason(over.id)].filter(Boolean).join(' ')
        : `${card(active.id)} is over no column.`,
    onDragEnd: ({ active, over }) =>
      over && reason(over.id) === undefined
        ? `${card(active.id)} was dropped in ${place(over.id)}.`
        : `${card(active.id)} was put back.`,
    onDragCancel: ({ active }) => `${card(active.id)} was put back.`,
  };
}
