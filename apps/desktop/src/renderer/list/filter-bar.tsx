import type { Entity, Where } from '@satchel/core';
import { ListFilter, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { FilterForm } from './filter-form.tsx';
import { FilterSentence } from './filter-sentence.tsx';
import { type Part, partsToWhere, whereToParts } from './where-parts.ts';

interface FilterBarProps {
  readonly entity: Entity;
  readonly where: Where;
  readonly onChange: (where: Where) => void;
}

/** The filter as sentences, all of which must hold; each can be changed or taken away. */
export function FilterBar({ entity, where, onChange }: FilterBarProps) {
  const parts = whereToParts(where);
  const [open, setOpen] = useState<number | 'new' | null>(null);
  if (parts === null) {
    return (
      <span className="flex items-center gap-1">
        A filter with groups
        <Button look="quiet" onClick={() => onChange({ and: [] })}>
          Clear
        </Button>
      </span>
    );
  }
  const put = (index: number | 'new', part: Part | null) => {
    const next = index === 'new' ? [...parts] : parts.filter((_, i) => i !== index);
    if (part) next.splice(index === 'new' ? next.length : index, 0, part);
    onChange(partsToWhere(next));
    setOpen(null);
  };
  const form = (index: number | 'new', part: Part | null) => (
    <Popover.Portal>
      <Popover.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        aria-label="Filter"
        className="z-40 w-72 rounded-card border bg-raised p-3"
      >
        <FilterForm entity={entity} part={part} onApply={(applied) => put(index, applied)} />
      </Popover.Content>
    </Popover.Portal>
  );
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-1.5">
      {parts.map((part, index) => (
        <span
          key={JSON.stringify(part)}
          className="inline-flex h-7 max-w-full items-center rounded-control border bg-surface"
        >
          <Popover.Root open={open === index} onOpenChange={(isOpen) => setOpen(isOpen ? index : null)}>
            <Popover.Trigger className="flex h-full min-w-0 items-center rounded-control px-2 hover:bg-hover">
              <FilterSentence entity={entity} part={part} />
            </Popover.Trigger>
            {form(index, part)}
          </Popover.Root>
          <button
            type="button"
            aria-label="Remove this filter"
            className="inline-flex size-6 items-center justify-center rounded-control text-faint hover:text-ink"
            onClick={() => put(index, null)}
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <Popover.Root open={open === 'new'} onOpenChange={(isOpen) => setOpen(isOpen ? 'new' : null)}>
        <Popover.Trigger asChild>
          <Button look={parts.length === 0 ? 'plain' : 'quiet'}>
            <ListFilter aria-hidden />
            Filter
          </Button>
        </Popover.Trigger>
        {form('new', null)}
      </Popover.Root>
      {parts.length > 1 && (
        <Button look="quiet" onClick={() => onChange({ and: [] })}>
          Clear all
        </Button>
      )}
    </div>
  );
}
