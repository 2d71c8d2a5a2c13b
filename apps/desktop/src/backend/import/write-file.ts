import { entityFor, type FieldValue, foldText, type RecordId } from '@satchel/core';
import type { Group } from '@satchel/sync';
import type { ImportPlan } from '../../shared/api.ts';
import type { AssignedRow, FileRows } from './assign-records.ts';
import type { ImportNames } from './import-names.ts';
import { parentsFirst } from './import-order.ts';
import type { ImportTarget } from './import-target.ts';
import { changedByRow, importedBefore } from './merge-row.ts';
import { createRowReader, type RowValues } from './row-values.ts';
import type { RefusedRow } from './table.ts';
import type { Tally } from './tally.ts';
import { createWriteQueue, earlierRefused } from './write-queue.ts';

/** Writes the records of one file and gives back the rows that were refused. */
export async function writeFile(
  file: FileRows,
  importPlan: ImportPlan,
  target: ImportTarget,
  group: Group,
  names: ImportNames,
  tally: Tally,
  pace: () => Promise<void> | undefined,
  tell: () => void,
): Promise<readonly RefusedRow[]> {
  const { plan, table, entity } = file;
  const refused: RefusedRow[] = [];
  const queue = createWriteQueue(group);
  const source = table.file;
  const { knownBy, byName } = names.of(entity.name);
  const findKnown = knownBy.finder(source);
  const read = createRowReader(
    plan,
    table,
    importPlan,
    entity,
    (name) => entityFor(target.model, name),
    {
      find: (field, folded) => names.find(entity, field.target, folded),
      isRefused: (id) => names.refusedIds.has(id),
    },
    target.timeZone,
  );

  for (const missing of file.missing) {
    count(tally.created, missing.entity.name, 1);
    queue.add({
      intention: { kind: 'create', entity: missing.entity.name, id: missing.id, fields: missing.fields },
      onRefused: () => {
        count(tally.created, missing.entity.name, -1);
        names.refusedIds.add(missing.id);
      },
    });
    if (queue.isFull) queue.flush();
    const turn = pace();
    if (turn) await turn;
  }
  queue.flush();

  const refuse = ({ row }: AssignedRow, reason: string): void => {
    refused.push({ ...row, reason });
  };

  const create = (assigned: AssignedRow, values: RowValues): void => {
    const fields: Record<string, FieldValue> = { ...values.values, source, externalId: assigned.externalId };
    for (const name in fields) {
      const value = fields[name];
      if (typeof value === 'string' && values.deletedTargets.has(value)) delete fields[name];
    }
    count(tally.created, entity.name, 1);
    queue.add({
      intention: { kind: 'create', entity: entity.name, id: assigned.id, fields },
      onRefused: (reason) => {
        count(tally.created, entity.name, -1);
        names.refusedIds.add(assigned.id);
        refuse(assigned, reason);
      },
    });
  };

  const mergeInto = (id: RecordId, assigned: AssignedRow, values: RowValues, isByKey: boolean): void => {
    const pending = queue.pending(id);
    const stored = pending?.intention.kind === 'create' ? null : target.store.record(entity.name, id);
    const waiting = pending?.intention.fields;
    const current = stored === null || waiting === undefined ? (stored ?? waiting) : { ...stored, ...waiting };
    if (current === undefined) {
      refuse(assigned, earlierRefused);
      return;
    }
    const imported = importedBefore(stored === null ? null : target.store, entity.name, id, group.id);
    const fields = changedByRow(entity, current, values, imported, isByKey);
    const tallied = Object.keys(fields).length === 0 ? tally.unchanged : tally.updated;
    count(tallied, entity.name, 1);
    if (tallied === tally.unchanged) return;
    const onRefused = (reason: string) => {
      count(tallied, entity.name, -1);
      refuse(assigned, reason);
    };
    if (pending !== undefined) queue.replace(id, fields, onRefused);
    else queue.add({ intention: { kind: 'update', entity: entity.name, id, fields }, onRefused });
  };

  for (const assigned of inOrder(file)) {
    tally.rowsDone += 1;
    const values = read(assigned.row.cells);
    if (!values.ok) {
      if (assigned.becomes === 'create') names.refusedIds.add(assigned.id);
      refuse(assigned, values.error);
      continue;
    }
    const same = assigned.becomes === 'create' ? findKnown(values.value.values, assigned.title)?.named : undefined;
    if (same !== undefined) {
      const known = byName.get(foldText(assigned.title));
      if (known?.id === assigned.id) byName.set(foldText(assigned.title), same);
      if (same.isDeleted) tally.inBin += 1;
      else mergeInto(same.id, assigned, values.value, false);
    } else if (assigned.becomes === 'create') create(assigned, values.value);
    else mergeInto(assigned.id, assigned, values.value, assigned.becomes === 'update');
    if (same?.isDeleted !== true) {
      const { id, title } = same ?? assigned;
      knownBy.add(values.value.values, { id, title, isDeleted: false });
    }
    if (queue.isFull) {
      queue.flush();
      tell();
    }
    const turn = pace();
    if (turn) await turn;
  }
  queue.flush();
  tell();
  return refused;
}

/** Rows that name others of the same file come after them. */
function inOrder({ rows, plan, entity }: FileRows): readonly AssignedRow[] {
  const own = plan.columns.flatMap(({ field }, index) => {
    const definition = field === null ? undefined : entity.fields[field];
    return definition !== undefined && 'target' in definition && definition.target === entity.name ? [index] : [];
  });
  if (own.length === 0) return rows;
  return parentsFirst(
    rows,
    ({ title }) => foldText(title),
    ({ row }) => own.map((index) => foldText(row.cells[index] ?? '')).filter((name) => name !== ''),
  );
}

function count(counts: Record<string, number>, entity: string, by: number): void {
  const sum = (counts[entity] ?? 0) + by;
  if (sum === 0) delete counts[entity];
  else counts[entity] = sum;
}
