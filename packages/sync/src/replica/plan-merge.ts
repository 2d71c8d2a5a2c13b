import type { MemberId, Model, RecordId } from '@satchel/core';
import { type MergeMap, matcher, mergeKey, mergeOrder, newIdOf } from './merge-map.ts';
import type { ReplicaStore } from './replica-store.ts';

export interface MergeSides {
  /** The workspace that was made alone; it is read, and stays as it is. */
  readonly source: ReplicaStore;
  /** This device's replica of the workspace that it becomes part of. */
  readonly target: ReplicaStore;
  readonly model: Model;
  /** Who merges, in both. */
  readonly me: { readonly source: MemberId; readonly target: MemberId };
}

/** By the id of a member there: which member here it is, or that it becomes a new one, without a login. */
export type MemberChoices = Readonly<Record<string, RecordId | 'new'>>;

/** A member there, and who it is here; null: a new one. */
export interface MappedMember {
  readonly id: MemberId;
  readonly name: string;
  readonly to: MemberId | null;
  /** Undecided: nobody here has one of its addresses, so that somebody is to choose; until then it becomes a new one. */
  readonly by: 'me' | 'mail' | 'choice' | 'undecided';
}

/** What a merge would do, to be shown before it is done. Numbers such as LED-001 are issued anew. */
export interface MergePlan {
  readonly members: readonly MappedMember[];
  /** By entity, how many records are one with a record here, become new ones, are here already, or stay in the bin. */
  readonly entities: readonly {
    readonly entity: string;
    readonly matched: number;
    readonly made: number;
    readonly here: number;
    readonly leftInBin: number;
  }[];
  readonly map: MergeMap;
}

export function planMerge({ source, target, model, me }: MergeSides, choices: MemberChoices = {}): MergePlan {
  const map: MergeMap = new Map();
  const members: MappedMember[] = [];
  const entities: MergePlan['entities'][number][] = [];
  const mapped = (entity: string, id: RecordId): RecordId => map.get(mergeKey(entity, id)) ?? newIdOf(id);

  for (const definition of mergeOrder(model)) {
    const { name: entity } = definition;
    const match = matcher(target, definition, mapped);
    const count = { entity, matched: 0, made: 0, here: 0, leftInBin: 0 };
    for (const id of source.ids(entity)) {
      const record = source.record(entity, id);
      if (!record || record.deletedAt !== null) {
        count.leftInBin += 1;
        continue;
      }
      const choice = entity === 'member' ? choices[id] : undefined;
      const isHere = target.record(entity, newIdOf(id)) !== null;
      const found = isHere || choice === 'new' ? undefined : match(record);
      const isMe = entity === 'member' && id === me.source;
      const to = isMe ? me.target : choice !== undefined && choice !== 'new' ? choice : found;
      if (to !== undefined) map.set(mergeKey(entity, id), to);
      if (to !== undefined) count.matched += 1;
      else if (isHere) count.here += 1;
      else count.made += 1;
      if (entity !== 'member') continue;
      const by = isMe ? 'me' : choice !== undefined ? 'choice' : found !== undefined ? 'mail' : 'undecided';
      members.push({ id, name: nameOf(record['name']), to: to ?? (isHere ? id : null), by });
    }
    if (count.matched + count.made + count.here + count.leftInBin > 0) entities.push(count);
  }
  return { members, entities, map };
}

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');
