import {
  changeSize,
  type Entity,
  type EntityRecord,
  elementsOf,
  type FieldValue,
  type Intention,
  isEmptyValue,
  isRecordId,
  maxChangeSizeBytes,
  type RecordId,
  type Refusal,
  recordIdFrom,
} from '@satchel/core';
import { z } from 'zod';
import { referencesOf, valuesOf } from './brought-values.ts';
import { fillIn } from './fill-in.ts';
import { mergeKey, mergeOrder, newIdOf } from './merge-map.ts';
import { type MergeChoices, type MergePlan, type MergeSides, planMerge } from './plan-merge.ts';
import type { Replica } from './replica.ts';
import type { ReplicaStore } from './replica-store.ts';
import type { Pace } from './undo.ts';

export interface ApplyMergeOptions extends MergeSides {
  /** Of the target. */
  readonly replica: Pick<Replica, 'commit' | 'whenIdle'>;
  readonly newId: () => string;
  /** For the history, such as `Merged from my workspace`. */
  readonly label: string;
}

export interface Merged {
  /** One undo takes all of it back. */
  readonly group: string;
  readonly made: number;
  /** Records here that got what one of there says besides. */
  readonly filled: number;
  /** What was refused here, with its reasons; it is still there in the workspace that it comes from. */
  readonly refused: readonly {
    readonly entity: string;
    readonly id: RecordId;
    readonly refusals: readonly Refusal[];
  }[];
}

/** Records of one change; few, so that one that is refused is found soon. */
const maxRecords = 100;

const key = 'merge';
const known = z.string().refine(isRecordId).transform(recordIdFrom);
const choice = z.union([z.literal('new'), known, z.object({ to: known, ours: z.array(z.string()) })]);
const kept = z.object({ group: z.string(), choices: z.record(z.string(), choice) });

/** The group of a merge that was begun and is not done; null: there is none. It is gone on with, or undone and forgotten. */
export function mergeUnderWay(target: Pick<ReplicaStore, 'meta'>): string | null {
  const text = target.meta(key) ?? '';
  return text === '' ? null : kept.parse(JSON.parse(text)).group;
}

/** After its group was undone. */
export const forgetMerge = (target: Pick<ReplicaStore, 'setMeta'>): void => target.setMeta(key, '');

/**
 * Makes the records of a workspace that was made alone records of this one: as changes of one group with `cause: adopt`
 * through the device's write door, so that they wait, travel and are judged as any others. A record that is one with a
 * record here fills in what that one does not say. Begun again after an
 * interruption it goes on with the same group and choices, and makes nothing twice.
 */
export async function applyMerge(
  options: ApplyMergeOptions,
  choices: MergeChoices,
  pace: Pace = () => undefined,
): Promise<Merged> {
  const { source, target, model, replica, label } = options;
  const begun = await replica.whenIdle(() => begin(options, choices));
  const plan = planMerge(options, begun.choices);
  const cause = { kind: 'adopt', group: begun.group, label } as const;
  const refused: Merged['refused'][number][] = [];
  let made = 0;
  let filled = 0;

  const commit = async (intentions: readonly Intention[]): Promise<void> => {
    if (intentions.length === 0) return;
    const result = await replica.whenIdle(() => replica.commit(intentions, { cause }));
    await pace();
    if (result.ok) made += intentions.filter(({ kind }) => kind === 'create').length;
    else if (intentions.length === 1) {
      for (const { entity, id } of intentions) refused.push({ entity, id, refusals: result.error });
    } else {
      const half = Math.ceil(intentions.length / 2);
      await commit(intentions.slice(0, half));
      await commit(intentions.slice(half));
    }
  };

  // Twice: references to what was not there yet are set when all of it is.
  for (const isSecond of [false, true]) {
    for (const entity of mergeOrder(model)) {
      let batch: Intention[] = [];
      let size = 0;
      const pending = new Set<string>();
      for (const id of source.ids(entity.name)) {
        const record = source.record(entity.name, id);
        if (!record || record.deletedAt !== null || plan.map.has(mergeKey(entity.name, id))) continue;
        const intention = intentionFor(options, plan, entity, record, pending, isSecond);
        if (!intention) continue;
        const own = changeSize(intention);
        if (batch.length >= maxRecords || size + own > maxChangeSizeBytes / 2) {
          await commit(batch);
          batch = [];
          size = 0;
          pending.clear();
        }
        batch.push(intention);
        pending.add(mergeKey(entity.name, intention.id));
        size += own;
      }
      await commit(batch);
    }
  }
  // An edit like any other: what follows from it does.
  const edit = { kind: 'bulk', group: begun.group, label } as const;
  for (const pair of plan.pairs) {
    const intention = fillIn(options, plan, pair);
    if (!intention) continue;
    const result = await replica.whenIdle(() => replica.commit([intention], { cause: edit }));
    await pace();
    if (result.ok) filled += 1;
    else refused.push({ entity: pair.entity, id: pair.id, refusals: result.error });
  }
  await replica.whenIdle(() => forgetMerge(target));
  return { group: begun.group, made, filled, refused };
}

/** The same group and choices as before when it was interrupted. */
function begin({ target, newId }: ApplyMergeOptions, choices: MergeChoices) {
  const text = target.meta(key) ?? '';
  if (text !== '') return kept.parse(JSON.parse(text));
  const group = newId();
  target.setMeta(key, JSON.stringify({ group, choices }));
  return { group, choices };
}

/** What is to be asked for a record; null: nothing (any more). */
function intentionFor(
  options: ApplyMergeOptions,
  plan: MergePlan,
  entity: Entity,
  record: EntityRecord,
  pending: ReadonlySet<string>,
  isSecond: boolean,
): Intention | null {
  const id = newIdOf(record.id);
  const here = options.target.record(entity.name, id);
  if (isSecond) {
    if (here?.deletedAt !== null) return null;
    const fields = referencesOf(options, plan, entity, record, pending);
    const missing = Object.entries(fields).filter(([name, value]) => isMissing(here[name], value));
    return missing.length === 0
      ? null
      : { kind: 'update', entity: entity.name, id, fields: Object.fromEntries(missing) };
  }
  if (here) return null;
  const fields = {
    ...valuesOf(options, plan, entity, record),
    ...referencesOf(options, plan, entity, record, pending),
  };
  return { kind: 'create', entity: entity.name, id, fields };
}

/** Nobody set it meanwhile. */
const isMissing = (held: FieldValue | undefined, wanted: FieldValue): boolean =>
  Array.isArray(wanted) ? wanted.some((one) => !elementsOf(held).includes(String(one))) : isEmptyValue(held);
