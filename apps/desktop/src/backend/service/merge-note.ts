import type { ReplicaStore } from '@satchel/sync';
import { z } from 'zod';
import type { MergeDecisions } from '../../shared/api.ts';

const oneOrTwo = z.record(z.string(), z.enum(['one', 'two']));

export const mergeDecisions = z.object({
  members: z.record(z.string(), z.string()),
  bulk: oneOrTwo,
  pairs: oneOrTwo,
  ours: z.record(z.string(), z.array(z.string())),
});

export const nothingDecided: MergeDecisions = { members: {}, bulk: {}, pairs: {}, ours: {} };

/** Which workspace of this device is brought into the open one, and what was decided so far. Kept in the open one. */
export interface MergeNote {
  readonly from: string;
  readonly name: string;
  readonly decisions: MergeDecisions;
}

const key = 'merge-note';
const kept = z.object({ from: z.string(), name: z.string(), decisions: mergeDecisions });

export function mergeNote(store: Pick<ReplicaStore, 'meta'>): MergeNote | null {
  const text = store.meta(key) ?? '';
  return text === '' ? null : kept.parse(JSON.parse(text));
}

export const keepMergeNote = (store: Pick<ReplicaStore, 'setMeta'>, note: MergeNote | null): void =>
  store.setMeta(key, note === null ? '' : JSON.stringify(note));
