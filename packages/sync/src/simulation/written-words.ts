import type { LogEntry } from '../authority/authority-store.ts';
import { markPattern } from './actions.ts';

/** Where a word was ever written. */
export interface WordPlace {
  readonly entity: string;
  readonly id: string;
  readonly field: string;
}

/** By word: no two people wrote the same. */
export type WrittenWords = ReadonlyMap<string, readonly WordPlace[]>;

export function wordsOf(audit: readonly LogEntry[]): WrittenWords {
  const places = new Map<string, WordPlace[]>();
  for (const { entity, id, after } of audit.flatMap(({ writes }) => writes)) {
    for (const [field, value] of Object.entries(after)) {
      for (const [word] of JSON.stringify(value).matchAll(markPattern)) {
        places.set(word, [...(places.get(word) ?? []), { entity, id, field }]);
      }
    }
  }
  return places;
}
