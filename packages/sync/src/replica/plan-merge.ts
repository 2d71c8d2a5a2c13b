import type { MemberId, Model, RecordId } from '@satchel/core';
import { sameFinder } from './find-same.ts';
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

/**
 * What becomes of a record there: one with a record here, or a new one. `ours`: the fields in which both say something
 * and what is there counts; else what is here does.
 */
export type MergeChoice = RecordId | 'new' | { readonly to: RecordId; readonly ours: readonly string[] };

/** By the id of a record there. */
export type MergeChoices = Readonly<Record<string, MergeChoice>>;

/** A member there, and who it is here; null: a new one. */
export interface MappedMember {
  readonly id: MemberId;
  readonly name: string;
  readonly to: MemberId | null;
  /** Undecided: nobody here has one of its addresses, so that somebody is to choose; until then it becomes a new one. */
  readonly by: 'me' | 'mail' | 'choice' | 'undecided';
}

/** A record there that probably is one here, or that was chosen to be. */
export interface MergePair {
  readonly entity: string;
  readonly id: RecordId;
  readonly to: RecordId;
  /** The field by which it looks like it; null: somebody says so. */
  readonly by: string | null;
  /** Both become one; else, and as long as nobody chose, there are two. */
  readonly isOne: boolean;
  readonly ours: readonly string[];
}

/** What a merge would do, to be shown before it is done. Numbers such as LED-001 are issued anew. */
export interface MergePlan {
  readonly members: readonly MappedMember[];
  readonly pairs: readonly MergePair[];
  /** By entity, how many records are one with a record here, become new ones, are here already, or stay in the bin. */
  readonly entities: readonly {
    readonly entity: string;
    readonly matched: number;
    readonly made: number;
    readonly here: number;
    readonly leftInBin: number;
  }[];
  readonly map: MergeMap;
  /** The same by the id alone. */
  readonly idHere: ReadonlyMap<string, RecordId>;
}

export function planMerge({ source, target, model, me }: MergeSides, choices: MergeChoices = {}): MergePlan {
  const map: MergeMap = new Map();
  const idHere = new Map<string, RecordId>();
  const members: MappedMember[] = [];
  const pairs: MergePair[] = [];
  const entities: MergePlan['entities'][number][] = [];
  const mapped = (entity: string, id: RecordId): RecordId => map.get(mergeKey(entity, id)) ?? newIdOf(id);

  for (const definition of mergeOrder(model)) {
    const { name: entity } = definition;
    const match = matcher(target, definition, mapped);
    const ids = source.ids(entity);
    const findSame = ids.length > 0 ? sameFinder(target, definition) : undefined;
    const count = { entity, matched: 0, made: 0, here: 0, leftInBin: 0 };
    for (const id of ids) {
      const record = source.record(entity, id);
      if (!record || record.deletedAt !== null) {
        count.leftInBin += 1;
        continue;
      }
      const { to: wanted, ours } = read(choices[id]);
      // What was chosen may be gone meanwhile.
      const chosen = wanted !== undefined && target.record(entity, wanted)?.deletedAt === null ? wanted : undefined;
      const isHere = target.record(entity, newIdOf(id)) !== null;
      const found = isHere || choices[id] === 'new' ? undefined : match(record);
      const isMe = entity === 'member' && id === me.source;
      const to = isMe ? me.target : (chosen ?? found);
      if (to !== undefined) {
        map.set(mergeKey(entity, id), to);
        idHere.set(id, to);
      }
      if (to !== undefined) count.matched += 1;
      else if (isHere) count.here += 1;
      else count.made += 1;
      if (entity === 'member') {
        const by = isMe ? 'me' : choices[id] !== undefined ? 'choice' : found !== undefined ? 'mail' : 'undecided';
        members.push({ id, name: nameOf(record['name']), to: to ?? (isHere ? id : null), by });
        continue;
      }
      const same = isHere ? undefined : findSame?.(record);
      const pair = chosen ?? same?.id;
      if (pair === undefined) continue;
      pairs.push({
        entity,
        id,
        to: pair,
        by: same?.id === pair ? same.by : null,
        isOne: chosen !== undefined,
        ours: chosen === undefined ? [] : ours,
      });
    }
    if (count.matched + count.made + count.here + count.leftInBin > 0) entities.push(count);
  }
  return { members, pairs, entities, map, idHere };
}

const read = (choice: MergeChoice | undefined): { readonly to?: RecordId; readonly ours: readonly string[] } =>
  typeof choice === 'object'
    ? choice
    : { ...(choice === undefined || choice === 'new' ? {} : { to: choice }), ours: [] };

const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');
