import { type Entity, type FieldDefinition, type FieldValue, isEmptyValue } from '@satchel/core';
import type { Ref } from 'react';
import { useTitles } from '../data/queries.ts';
import { Cell, textsOf } from '../fields/cell.tsx';
import { iconsOf } from '../format/entity-icon.tsx';
import { Button } from '../ui/button.tsx';

interface MeanwhileNoticeProps {
  readonly entity: Entity;
  readonly name: string;
  readonly field: FieldDefinition;
  readonly theirs: FieldValue;
  /** Where the keys go when somebody wants to go on without having decided. */
  readonly choice: Ref<HTMLButtonElement>;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}

/** Somebody else changed the value that is being edited: what it is now, and which one is to stay. */
export function MeanwhileNotice({ entity, name, field, theirs, choice, onMine, onTheirs }: MeanwhileNoticeProps) {
  const target = 'target' in field ? field.target : '';
  const ids = target === '' ? [] : typeof theirs === 'string' ? [theirs] : textsOf(theirs);
  const titles = useTitles(target, ids).data ?? {};
  return (
    <div className="absolute top-full left-0 z-30 mt-1 flex w-max max-w-72 flex-col gap-2 rounded-control border border-warn bg-raised p-2 text-label whitespace-normal max-sm:max-w-full">
      <p role="alert">
        <span className="text-warn">Changed meanwhile. Now it is: </span>
        {isEmptyValue(theirs) ? (
          <span className="text-faint">nothing</span>
        ) : (
          <Cell field={field} value={theirs} titles={{ [target]: titles }} deleted={{}} icons={iconsOf(entity, name)} />
        )}
      </p>
      <div className="flex gap-2">
        <Button ref={choice} onClick={onMine}>
          Keep mine
        </Button>
        <Button onClick={onTheirs}>Take theirs</Button>
      </div>
    </div>
  );
}
