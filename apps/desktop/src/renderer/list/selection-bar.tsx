import type { Entity, EntityRecord, Refusal } from '@satchel/core';
import { Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useCommit } from '../data/commit.ts';
import { plural, titleOf } from '../format/values.ts';
import { Button } from '../ui/button.tsx';

interface SelectionBarProps {
  readonly entity: Entity;
  readonly records: readonly EntityRecord[];
  readonly onDone: () => void;
}

export function SelectionBar({ entity, records, onDone }: SelectionBarProps) {
  const commit = useCommit();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const words = plural(records.length, entity.label.toLowerCase(), entity.labelPlural.toLowerCase());
  const remove = async () => {
    const result = await commit(
      records.map((record) => ({ kind: 'delete', entity: entity.name, id: record.id, base: record.rev })),
      `${words} deleted`,
    );
    if (result.ok) onDone();
    else setProblems(reasons(entity, records, result.error));
  };
  return (
    <div className="appear absolute inset-x-0 bottom-12 z-30 mx-auto flex w-fit max-w-[calc(100%-16px)] flex-wrap items-center gap-2 rounded-card border border-line-strong bg-raised px-3 py-2">
      <span aria-live="polite" className="font-medium">
        {words} selected
      </span>
      <Button look="danger" onClick={() => void remove()}>
        <Trash2 aria-hidden />
        Delete
      </Button>
      <Button look="quiet" isIcon aria-label="Clear the selection" onClick={onDone}>
        <X aria-hidden />
      </Button>
      {problems.length > 0 && (
        <div role="alert" className="w-full text-bad">
          <ul>
            {problems.slice(0, mostReasons).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
            {problems.length > mostReasons && <li>and {problems.length - mostReasons} more</li>}
          </ul>
        </div>
      )}
    </div>
  );
}

const mostReasons = 5;

/** Which of many it is about stands before each. */
function reasons(entity: Entity, records: readonly EntityRecord[], refusals: readonly Refusal[]): readonly string[] {
  const lines = refusals.map(({ record: id, message }) => {
    const record = records.length > 1 ? records.find((one) => one.id === id) : undefined;
    return record ? `${titleOf(record, entity.views.title)}: ${message}` : message;
  });
  return [...new Set(lines)];
}
