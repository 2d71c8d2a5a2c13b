import { useEffect, useSyncExternalStore } from 'react';

// Which records this window edits; a page and its cells are far from each other.
const edits = new Map<string, number>();
const listeners = new Set<() => void>();

function note(id: string, step: 1 | -1): void {
  edits.set(id, (edits.get(id) ?? 0) + step);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Says that a record is edited for as long as the editor is there. */
export function useNoteEditing(id: string): void {
  useEffect(() => {
    note(id, 1);
    return () => note(id, -1);
  }, [id]);
}

export const useIsEditing = (id: string): boolean => useSyncExternalStore(subscribe, () => (edits.get(id) ?? 0) > 0);
