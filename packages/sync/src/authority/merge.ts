import {
  type Change,
  type FieldDefinition,
  type FieldValue,
  type Intention,
  isCustomName,
  jsonEquals,
  type ListPatch,
  type MergePolicy,
  type Model,
} from '@satchel/core';
import type { HeldRefusal, Superseded } from '../protocol/outcome.ts';
import type { ServerRow, Touch } from './authority-store.ts';

/** A change as it is to be judged on the rows of now. */
export interface Merged {
  readonly intentions: readonly Intention[];
  readonly superseded: readonly Superseded[];
  readonly refusals: readonly HeldRefusal[];
}

export interface MergeContext {
  readonly model: Model;
  readonly row: (entity: string, id: string) => ServerRow | null;
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
    if (intention.kind === 'update') {
      intentions.push(mergeUpdate(change, intention, row, context.model, superseded, refusals));
      continue;
    }
    const isWanted = (row.record.deletedAt !== null) === (intention.kind === 'delete');
    if (!isWanted && isUnseen(row.revs['deletedAt'], change, intention.base)) {
      refusals.push(changedMeanwhile(intention, 'deletedAt', row.record.deletedAt));
    } else intentions.push(intention);
  }
  return { intentions, superseded, refusals };
}

/**
 * Whether somebody else touched this after what the change's author had seen. A device's own changes it has always seen:
 * they are judged in its order. Without a base it claims to have seen nothing.
 */
const isUnseen = (touch: Touch | undefined, change: Change, base: number | undefined): boolean =>
  touch !== undefined && touch[0] > (base ?? 0) && touch[1] !== change.device;

function mergeUpdate(
  change: Change,
  intention: Update,
  row: ServerRow,
  model: Model,
  superseded: Superseded[],
  refusals: HeldRefusal[],
): Update {
  const definitions = model.entityByName.get(intention.entity)?.fields ?? {};
  const fields: Record<string, FieldValue> = {};
  for (const [name, value] of Object.entries(intention.fields)) {
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : isCustomName(name) ? custom : undefined;
    const isStale = isUnseen(row.revs[name], change, intention.base) && !jsonEquals(row.record[name] ?? null, value);
    if (!isStale || definition === undefined) fields[name] = value;
    else if (policyOf(definition) === 'guarded') refusals.push(changedMeanwhile(intention, name, row.record[name]));
    else if (stampOf(row, name) > change.at)
      superseded.push({ entity: intention.entity, id: intention.id, field: name, value });
    else fields[name] = value;
  }
  const lists: Record<string, ListPatch> = {};
  for (const [name, { add = [], remove = [] }] of Object.entries(intention.lists ?? {})) {
    // Adding wins over a removal that did not know of it.
    lists[name] = {
      add,
      remove: remove.filter((element) => !isUnseen(row.revs[`${name}/${element}`], change, intention.base)),
    };
  }
  return {
    kind: 'update',
    entity: intention.entity,
    id: intention.id,
    fields,
    ...(Object.keys(lists).length > 0 ? { lists } : {}),
  };
}

/** Whatever is known of it: the later edit wins. */
const custom: FieldDefinition = { kind: 'json' };

const policyOf = (definition: FieldDefinition): MergePolicy => definition.merge ?? 'latest';

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
