import type { Announcements, UniqueIdentifier } from '@dnd-kit/core';
import type { Entity, EntityRecord } from '@satchel/core';
import type { BoardColumn } from '../../shared/api.ts';
import { titleOf } from '../format/values.ts';

/** What a screen reader says while a card is dragged: names instead of ids. */
export function boardAnnouncements(entity: Entity, columns: readonly BoardColumn[]): Announcements {
  const cards: readonly EntityRecord[] = columns.flatMap((column) => column.cards);
  const card = (id: UniqueIdentifier): string => {
    const found = cards.find((record) => record.id === id);
    return found ? titleOf(found, entity.views.title) : entity.label;
  };
  const place = (id: UniqueIdentifier): string =>
    columns.find((column) => column.key === id || column.cards.some((record) => record.id === id))?.title ?? '';
  return {
    onDragStart: ({ active }) => `Picked up ${card(active.id)}. Arrows move it, Space drops it, Esc puts it back.`,
    onDragOver: ({ active, over }) =>
      over ? `${card(active.id)} is over ${place(over.id)}.` : `${card(active.id)} is over no column.`,
    onDragEnd: ({ active, over }) =>
      over ? `${card(active.id)} was dropped in ${place(over.id)}.` : `${card(active.id)} was put back.`,
    onDragCancel: ({ active }) => `${card(active.id)} was put back.`,
  };
}
