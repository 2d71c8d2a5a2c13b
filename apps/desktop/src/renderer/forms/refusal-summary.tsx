import type { Refusal } from '@satchel/core';
import { useEffect, useRef } from 'react';

/** A refusal with the field of the form that it is about, if it is about one. */
export interface PlacedRefusal {
  readonly refusal: Refusal;
  readonly field: { readonly id: string; readonly label: string } | null;
}

/** Why a change was refused, with a way to each field; takes the focus so that it is read out. */
export function RefusalSummary({ refusals }: { refusals: readonly PlacedRefusal[] }) {
  const box = useRef<HTMLDivElement>(null);
  const seen = refusals.map(({ refusal }) => refusal);
  const shown = JSON.stringify(seen);
  useEffect(() => {
    if (shown !== '[]') box.current?.focus();
  }, [shown]);
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
        {refusals.map(({ refusal, field }) => (
          <li key={`${refusal.code}-${field?.id ?? ''}`}>
            {field ? (
              <button
                type="button"
                className="text-left underline"
                onClick={() => document.getElementById(field.id)?.focus()}
              >
                {refusal.message.startsWith(field.label) ? '' : `${field.label}: `}
                {refusal.message}
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
