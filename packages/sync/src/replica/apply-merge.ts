import {
  changeSize,
  type Entity,
  type EntityRecord,
  elementsOf,
  type FieldValue,
  type Intention,
  isCustomName,
  isEmptyValue,
  isJsonObject,
  isRecordId,
  maxChangeSizeBytes,
  type RecordId,
  type Refusal,
  recordIdFrom,
  serialCounters,
} from '@satchel/core';
import { z } from 'zod';
import { mergeKey, mergeOrder, newIdOf } from './merge-map.ts';
import { type MemberChoices, type MergePlan, type MergeSides, planMerge } from './plan-merge.ts';
import type { Replica } from './replica.ts';
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
const kept = z.object({ group: z.string(), choices: z.record(z.string(), z.string()) });

/**
 * Makes the records of a workspace that was made alone records of this one: as changes of one group with `cause: adopt`
 * through the device's write door, so that they wait, travel and are judged as any others. Begun again after an
 * interruption it goes on with the same group and choices, and makes nothing twice.
 */
export async function applyMerge(
  options: ApplyMergeOptions,
  choices: MemberChoices,
  pace: Pace = () => undefined,
): Promise<Merged> {
  const { source, target, model, replica, label } = options;
  const begun = await replica.whenIdle(() => begin(options, choices));
  const plan = planMerge(options, begun.choices);
  const cause = { kind: 'adopt', group: begun.group, label } as const;
  const refused: Merged['refused'][number][] = [];
  let made = 0;

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
  await replica.whenIdle(() => target.setMeta(key, ''));
  return { group: begun.group, made, refused };
}

/** The same group and choices as before when it was interrupted. */
function begin({ target, newId }: ApplyMergeOptions, choices: MemberChoices) {
  const text = target.meta(key) ?? '';
  const known = text === '' ? null : kept.parse(JSON.parse(text));
  if (known) return { group: known.group, choices: readChoices(known.choices) };
  const group = newId();
  target.setMeta(key, JSON.stringify({ group, choices }));
  return { group, choices };
}

const readChoices = (choices: Readonly<Record<string, string>>): MemberChoices =>
  Object.fromEntries(Object.entries(choices).map(([id, to]) => [id, to === 'new' ? to : recordIdFrom(to)]));

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

type Fields = Readonly<Record<string, FieldValue>>;

function valuesOf({ model }: ApplyMergeOptions, plan: MergePlan, entity: Entity, record: EntityRecord): Fields {
  const counters = serialCounters(model).get(entity.name) ?? [];
  const ids = new Map([...plan.map].map(([from, to]) => [from.slice(from.indexOf('/') + 1), to]));
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(record)) {
    const field = entity.fields[name];
    if (isEmptyValue(value) || (field ? field.readOnly === true : !isCustomName(name))) continue;
    if (field?.kind === 'reference' || field?.kind === 'references' || field?.kind === 'serial') continue;
    fields[name] = field?.kind === 'json' || name === entity.shares?.record ? renamed(value, ids) : value;
  }
  for (const { field, former } of counters) {
    // A number of this workspace's own is issued; by the one of there it is still found.
    const number = record[field] ?? null;
    if (former !== null && !isEmptyValue(number)) fields[former] = number;
  }
  // Who comes along has no more rights than any new colleague.
  if (entity.name === 'member') fields['role'] = 'member';
  return fields;
}

/** Ids within a structure, as those here. */
function renamed(value: FieldValue, ids: ReadonlyMap<string, RecordId>): FieldValue {
  if (typeof value === 'string') return ids.get(value) ?? (isRecordId(value) ? newIdOf(value) : value);
  if (Array.isArray(value)) return value.map((one: FieldValue) => renamed(one, ids));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, renamed(one, ids)]));
}

/** References to what is there: another workspace's record, one that was made, or one of the same change. */
function referencesOf(
  { source, target }: ApplyMergeOptions,
  plan: MergePlan,
  entity: Entity,
  record: EntityRecord,
  pending: ReadonlySet<string>,
): Fields {
  const fields: Record<string, FieldValue> = {};
  for (const [name, field] of Object.entries(entity.fields)) {
    if ((field.kind !== 'reference' && field.kind !== 'references') || field.readOnly) continue;
    const value = record[name] ?? null;
    const wanted = typeof value === 'string' ? [value] : elementsOf(value);
    const ids = wanted.flatMap((one) => {
      const from = recordIdFrom(one);
      if (source.record(field.target, from)?.deletedAt !== null) return [];
      const to = plan.map.get(mergeKey(field.target, from)) ?? newIdOf(from);
      const isThere = target.record(field.target, to)?.deletedAt === null || pending.has(mergeKey(field.target, to));
      return isThere ? [to] : [];
    });
    const [first] = ids;
    if (first !== undefined) fields[name] = field.kind === 'reference' ? first : ids;
  }
  return fields;
}
