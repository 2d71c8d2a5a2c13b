import type { Intention, Refusal, Result } from '@satchel/core';
import { createUuidV7Generator, type RecordId, recordIdFrom } from '@satchel/core';
import { useCallback } from 'react';
import { toast } from 'sonner';
import type { Committed } from '../../shared/api.ts';
import { answered } from './answered.ts';
import { useBackend } from './backend.tsx';

const nextUuid = createUuidV7Generator({
  now: () => Date.now(),
  random: (sizeBytes) => crypto.getRandomValues(new Uint8Array(sizeBytes)),
});

export const newRecordId = (): RecordId => recordIdFrom(nextUuid());

export type Commit = (
  intentions: readonly Intention[],
  label: string,
) => Promise<Result<Committed, readonly Refusal[]>>;

/** Sends a change; an accepted one is announced with Undo. Refusals go back to whoever asked. */
export function useCommit(): Commit {
  const backend = useBackend();
  const undo = useUndo();
  return useCallback(
    async (intentions, label) => {
      const result = await answered(backend.call('changes.commit', { intentions, label }));
      if (result.ok) {
        const { id } = result.value;
        toast(label, { action: { label: 'Undo', onClick: () => void undo(id) } });
      }
      return result;
    },
    [backend, undo],
  );
}

/** Takes back one change, or the newest one that is not taken back yet. */
export function useUndo(): (id?: string) => Promise<void> {
  const backend = useBackend();
  return useCallback(
    async (id) => {
      const target = id ?? (await backend.call('changes.recent', { limit: 20 })).find((step) => !step.isUndone)?.id;
      if (target === undefined) {
        toast('There is nothing to undo.');
        return;
      }
      const result = await answered(backend.call('changes.undo', { id: target }));
      if (!result.ok) toast.error(sentences(result.error));
      else if (result.value.left.length === 0) toast('Undone');
      else toast(`Undone, except for ${result.value.left.length} values that were changed since.`);
    },
    [backend],
  );
}

export const sentences = (refusals: readonly Refusal[]): string =>
  [...new Set(refusals.map((refusal) => refusal.message))].join(' ');
