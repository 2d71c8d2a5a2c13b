import {
  type Change,
  type ChangeId,
  type FieldDefinition,
  type FieldValue,
  type Intention,
  jsonEquals,
  type ListPatch,
  type MergePolicy,
  type Model,
} from '@satchel/core';
import type { HeldRefusal, Superseded } from '../protocol/outcome.ts';
import type { ServerRow } from './authority-store.ts';

/** A change as it is to be judged on the rows of now. */
export interface Merged {
  readonly intentions: readonly Intention[];
  readonly superseded: readonly Superseded[];
  readonly refusals: readonly HeldRefusal[];
}

export interface MergeContext {
  readonly model: Model;
  readonly row: (entity: string, id: string) => ServerRow | null;
  /** The sequence of an accepted change of the same device. */
  readonly sequenceOf: (change: ChangeId) => number | undefined;
}

type Update = Extract<Intention, { kind: 'update' }>;

/**
 * Brings a change that was made on older rows onto the rows of now, field by field, by the field's policy: a later
 * edit of somebody else wins (`latest`, the loser is told), or is named in a refusal (`guarded`), or both are kept
 * (`set`). What the device had seen when it wrote is always followed. Rules are not asked here: `decide` judges the
 * merged whole.
 */
export function mergeChange(change: Change, context: MergeContext): Merged {
  const intentions: Intention[] = [];
  const superseded: Superseded[] = [];
  const refusals: HeldRefusal[] = [];
  for (const intention of change.intentions) {
    const row = intention.kind === 'create' ? null : context.row(intention.entity, intention.id);
    if (intention.kind === 'create' || row === null) {
      intentions.push(intention);
      continue;
    }
    const base = baseOf(intention.base, context);
    if (intention.kind === 'update') {
      intentions.push(mergeUpdate(change, intention, row, base, context.model, superseded, refusals));
      continue;
    }
    const isWanted = (row.record.deletedAt !== null) === (intention.kind === 'delete');
    if (!isWanted && revOf(row, 'deletedAt') > base) {
      refusals.push(changedMeanwhile(intention, 'deletedAt', row.record.deletedAt));
    } else intentions.push(intention);
  }
  return { intentions, superseded, refusals };
}

/** The sequence up to which the device knew the record. Without a base it claims to have seen nothing after all. */
function baseOf(base: number | ChangeId | undefined, context: MergeContext): number {
  if (base === undefined) return 0;
  return typeof base === 'number' ? base : (context.sequenceOf(base) ?? 0);
}

function mergeUpdate(
  change: Change,
  intention: Update,
  row: ServerRow,
  base: number,
  model: Model,
  superseded: Superseded[],
  refusals: HeldRefusal[],
): Update {
  const definitions = model.entityByName.get(intention.entity)?.fields ?? {};
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(intention.fields)) {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    const isStale = revOf(row, name) > base && !jsonEquals(row.record[name] ?? null, value);
    if (!isStale || definition === undefined) fields[name] = value;
    else if (policyOf(definition) === 'guarded') refusals.push(changedMeanwhile(intention, name, row.record[name]));
    else if (stampOf(row, name) > change.at)
      superseded.push({ entity: intention.entity, id: intention.id, field: name, value });
    else fields[name] = value;
  }
  const lists: Record<string, ListPatch> = {};
  for (const [name, { add = [], remove = [] }] of Object.entries(intention.lists ?? {})) {
    // Adding wins over a removal that did not know of it.
    lists[name] = { add, remove: remove.filter((element) => revOf(row, `${name}/${element}`) <= base) };
  }
  return {
    kind: 'update',
    entity: intention.entity,
    id: intention.id,
    fields,
    ...(Object.keys(lists).length > 0 ? { lists } : {}),
  };
}

const policyOf = (definition: FieldDefinition): MergePolicy => definition.merge ?? 'latest';

const revOf = (row: ServerRow, name: string): number => row.revs[name] ?? 0;

/** A field that never changed after the create has no stamp: whatever comes is later. */
function stampOf(row: ServerRow, name: string): string {
  const stamp = row.record.stamps[name];
  return typeof stamp === 'string' ? stamp : '';
}

const changedMeanwhile = ({ entity, id }: Intention, field: string, held: FieldValue | undefined): HeldRefusal => ({
  code: 'changed-meanwhile',
  message: 'Somebody else changed this meanwhile. Look at both values and decide which one stays.',
  entity,
  record: id,
  field,
  held: held ?? null,
});
