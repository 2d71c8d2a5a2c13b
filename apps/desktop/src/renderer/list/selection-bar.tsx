import type { Entity, EntityRecord } from '@satchel/core';
import { Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { sentences, useCommit } from '../data/commit.ts';
import { plural } from '../format/values.ts';
import { Button } from '../ui/button.tsx';

interface SelectionBarProps {
  readonly entity: Entity;
  readonly records: readonly EntityRecord[];
  readonly onDone: () => void;
}

export function SelectionBar({ entity, records, onDone }: SelectionBarProps) {
  const commit = useCommit();
  const [problem, setProblem] = useState<string | null>(null);
  const words = plural(records.length, entity.label.toLowerCase(), entity.labelPlural.toLowerCase());
  const remove = async () => {
    const result = await commit(
      records.map((record) => ({ kind: 'delete', entity: entity.name, id: record.id, base: record.rev })),
      `${words} deleted`,
    );
    if (result.ok) onDone();
    else setProblem(sentences(result.error));
  };
  return (
    <div className="appear absolute bottom-12 left-1/2 z-30 flex max-w-[calc(100%-16px)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-card border border-line-strong bg-raised px-3 py-2">
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
      {problem !== null && (
        <p role="alert" className="w-full text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
