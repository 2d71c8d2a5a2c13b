import type {
  ClientRect,
  Collision,
  CollisionDetection,
  DroppableContainer,
  KeyboardCoordinateGetter,
} from '@dnd-kit/core';

/** What a column and a card tell of themselves: the key of the column, and whether it is the column itself. */
export interface BoardPlace {
  readonly column: string;
  readonly isColumn: boolean;
}

/** First the column under the middle of the card, however tall; then the card in it that is nearest. */
export const boardCollision: CollisionDetection = ({
  active,
  collisionRect,
  droppableContainers,
  droppableRects,
  pointerCoordinates,
}) => {
  const x = pointerCoordinates?.x ?? collisionRect.left + collisionRect.width / 2;
  const y = pointerCoordinates?.y ?? collisionRect.top + collisionRect.height / 2;
  const placed = droppableContainers.flatMap((container) => {
    const rect = droppableRects.get(container.id);
    const place = placeOf(container);
    return rect && place ? [{ container, rect, place }] : [];
  });
  const [column] = placed
    .filter(({ place }) => place.isColumn)
    .sort((a, b) => Math.abs(middleX(a.rect) - x) - Math.abs(middleX(b.rect) - x));
  if (!column) return [];
  const cards = placed.filter(
    ({ place, container }) => !place.isColumn && place.column === column.place.column && container.id !== active.id,
  );
  const isBelow = cards.every(({ rect }) => y > rect.bottom);
  const [nearest] = cards.sort((a, b) => Math.abs(middleY(a.rect) - y) - Math.abs(middleY(b.rect) - y));
  const over = nearest && !isBelow ? nearest : column;
  const collision: Collision = { id: over.container.id, data: { droppableContainer: over.container, value: 0 } };
  return [collision];
};

/** Left and right go to the next column, up and down along its cards. */
export const boardCoordinates: KeyboardCoordinateGetter = (event, { currentCoordinates, context }) => {
  const { collisionRect, droppableContainers, droppableRects } = context;
  if (!collisionRect) return undefined;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.code];
  if (step !== undefined) {
    event.preventDefault();
    return { x: currentCoordinates.x, y: currentCoordinates.y + step * collisionRect.height };
  }
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
  if (side === undefined) return undefined;
  event.preventDefault();
  const columns = droppableContainers
    .getEnabled()
    .flatMap((container) => {
      const rect = droppableRects.get(container.id);
      return rect && placeOf(container)?.isColumn ? [rect] : [];
    })
    .sort((a, b) => a.left - b.left);
  const centre = middleX(collisionRect);
  const current = columns.findIndex((rect) => centre >= rect.left && centre <= rect.right);
  const target = columns[current + side];
  return target ? { x: target.left + 8, y: target.top + 48 } : undefined;
};

function placeOf(container: DroppableContainer): BoardPlace | undefined {
  const data: unknown = container.data.current;
  if (typeof data !== 'object' || data === null || !('column' in data) || !('isColumn' in data)) return undefined;
  return typeof data.column === 'string' ? { column: data.column, isColumn: data.isColumn === true } : undefined;
}

const middleX = (rect: ClientRect): number => rect.left + rect.width / 2;
const middleY = (rect: ClientRect): number => rect.top + rect.height / 2;
