import type { Entity, Refusal } from '@satchel/core';
import { useEffect, useRef } from 'react';
import { fieldLabel } from '../format/values.ts';

interface RefusalSummaryProps {
  readonly refusals: readonly Refusal[];
  readonly entity: Entity;
  readonly fieldId: (name: string) => string;
}

/** Why a change was refused, with a way to each field; takes the focus so that it is read out. */
export function RefusalSummary({ refusals, entity, fieldId }: RefusalSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refusals.length > 0) box.current?.focus();
  }, [refusals]);
  if (refusals.length === 0) return null;
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="rounded-control border border-bad bg-bad-soft px-3 py-2 text-bad outline-none"
    >
      <p className="font-medium">This could not be saved:</p>
      <ul className="list-disc pl-4">
        {refusals.map((refusal) => (
          <li key={`${refusal.code}-${refusal.field ?? ''}`}>
            {refusal.field !== undefined && entity.fields[refusal.field] ? (
              <button
                type="button"
                className="text-left underline"
                onClick={() => document.getElementById(fieldId(refusal.field ?? ''))?.focus()}
              >
                {fieldLabel(refusal.field, entity.fields[refusal.field])}: {refusal.message}
              </button>
            ) : (
              refusal.message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
