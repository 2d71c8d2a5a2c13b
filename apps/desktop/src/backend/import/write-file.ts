import { entityFor, type FieldValue, foldText, type RecordId } from '@satchel/core';
import type { Group, HistoryEntry } from '@satchel/sync';
import type { ImportPlan } from '../../shared/api.ts';
import type { AssignedRow, FileRows } from './assign-records.ts';
import type { ImportNames } from './import-names.ts';
import { parentsFirst } from './import-order.ts';
import type { ImportTarget } from './import-target.ts';
import { changedByRow } from './merge-row.ts';
import { CONTACT_POINTS } from './names.ts';
import { createRowReader, type RowValues } from './row-values.ts';
import type { Tally } from './run-import.ts';
import type { RefusedRow } from './table.ts';
import { createWriteQueue } from './write-queue.ts';

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
  const { byContactPoint, byName } = names.of(entity.name);
  const contactFields = CONTACT_POINTS[entity.name] ?? [];
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

  const contactPoints = ({ values }: RowValues): readonly string[] =>
    contactFields.flatMap((field) => {
      const list = values[field];
      return Array.isArray(list) ? list.map(String) : [];
    });

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

  /** Entries of this very import say nothing about the one before. */
  const earlier = (id: RecordId) => (): readonly HistoryEntry[] =>
    target.store.history(entity.name, id, 200).filter(({ cause }) => cause?.group !== group.id);

  const mergeInto = (id: RecordId, assigned: AssignedRow, values: RowValues, isByKey: boolean): void => {
    const pending = queue.pending(id);
    const isPending = pending?.intention.kind === 'create';
    const current = isPending && pending.intention.kind === 'create' ? pending.intention.fields : undefined;
    const record = current ?? target.store.record(entity.name, id);
    if (record === null) {
      refuse(assigned, 'An earlier row of the same record was refused.');
      return;
    }
    const fields = changedByRow(entity, record, values, isPending ? () => [] : earlier(id), isByKey);
    const tallied = Object.keys(fields).length === 0 ? tally.unchanged : tally.updated;
    count(tallied, entity.name, 1);
    if (tallied === tally.unchanged) return;
    const onRefused = (reason: string) => {
      count(tallied, entity.name, -1);
      refuse(assigned, reason);
    };
    if (isPending) queue.replace(id, fields, onRefused);
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
    const points = contactPoints(values.value);
    const same = points.map((point) => byContactPoint.get(point)).find((named) => named !== undefined);
    let { id } = assigned;
    if (assigned.becomes === 'create' && same !== undefined) {
      id = same.id;
      const known = byName.get(foldText(assigned.title));
      if (known?.id === assigned.id) byName.set(foldText(assigned.title), same);
      mergeInto(id, assigned, values.value, false);
    } else if (assigned.becomes === 'create') create(assigned, values.value);
    else mergeInto(id, assigned, values.value, assigned.becomes === 'update');
    for (const point of points) {
      if (!byContactPoint.has(point)) byContactPoint.set(point, { id, isDeleted: false, title: assigned.title });
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
