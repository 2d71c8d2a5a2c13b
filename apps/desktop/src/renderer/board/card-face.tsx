import { type Entity, type EntityRecord, isEmptyValue, type Page } from '@satchel/core';
import { Cell } from '../fields/cell.tsx';
import { titleOf } from '../format/values.ts';
import { UnsentDot } from '../ui/unsent-dot.tsx';
import type { BoardView } from './use-move.ts';

interface CardFaceProps {
  readonly entity: Entity;
  readonly view: BoardView;
  readonly record: EntityRecord;
  readonly titles: Page['titles'];
  readonly isUnsent: boolean;
}

export function CardFace({ entity, view, record, titles, isUnsent }: CardFaceProps) {
  return (
    <>
      <p className="flex items-center gap-1.5 font-medium">
        <span className="min-w-0 break-words">{titleOf(record, entity.views.title)}</span>
        {isUnsent && <UnsentDot />}
      </p>
      <div className="mt-1 flex flex-col gap-0.5 text-label text-soft">
        {view.card.map((name) => {
          const field = entity.fields[name];
          const value = record[name];
          if (!field || isEmptyValue(value)) return null;
          return (
            <div key={name} className="min-w-0 truncate">
              <Cell field={field} value={value} titles={titles} deleted={{}} />
            </div>
          );
        })}
      </div>
    </>
  );
}
