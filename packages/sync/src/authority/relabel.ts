import { entityFor, type Model, type RecordId, type Write } from '@satchel/core';
import { type LoggedWrite, recordKey, type ServerRow, type TenantTransaction, type Touch } from './authority-store.ts';
import { labelsOf, type ScopeLabel } from './scope.ts';
import type { TenantView } from './tenant-view.ts';

/** The rows of one accepted change and what the log says of them. */
export interface Labelled {
  readonly rows: ServerRow[];
  readonly writes: LoggedWrite[];
}

/**
 * Gives what a change wrote its labels, and gives those that belong to it theirs again: a note is seen with its deal,
 * so that a deal's new owner sees it from this change on.
 */
export async function label(
  writes: readonly Write[],
  [sequence, device]: Touch,
  model: Model,
  transaction: TenantTransaction,
  view: TenantView,
  flush: () => Promise<void>,
): Promise<Labelled> {
  const labelled: Labelled = { rows: [], writes: [] };
  const own = new Map(writes.map((write) => [recordKey(write.entity, write.id), write]));
  const made = new Map<string, ServerRow>();
  await view.loadRows([...own.values()].flatMap((write) => parentsOf(model, write.entity, write.after)));

  const labels = (entity: string, record: Write['after']): readonly ScopeLabel[] =>
    labelsOf(
      record,
      parentsOf(model, entity, record).flatMap((parent) => {
        const key = recordKey(parent.entity, parent.id);
        const ownParent = own.get(key);
        if (made.has(key)) return [made.get(key)?.scopes ?? []];
        if (ownParent) return [place(ownParent).scopes];
        const row = view.row(parent.entity, parent.id);
        return row ? [row.scopes] : [];
      }),
    );

  const place = (write: Write): ServerRow => {
    const key = recordKey(write.entity, write.id);
    const existing = made.get(key);
    if (existing) return existing;
    const old = view.row(write.entity, write.id);
    const record = { ...write.after, rev: sequence };
    // Two that belong to each other end here.
    made.set(key, { entity: write.entity, record, revs: {}, scopes: [] });
    const row: ServerRow = {
      entity: write.entity,
      record,
      revs: old === null ? {} : revsAfter(old, write, [sequence, device], model),
      scopes: labels(write.entity, record),
    };
    made.set(key, row);
    labelled.rows.push(row);
    labelled.writes.push({
      entity: write.entity,
      id: write.id,
      kind: write.kind,
      before: write.before === null ? null : picked(write.before, write.changed),
      after: picked(write.after, write.changed),
      stamps: pickedStamps(write),
      isConsequence: write.isConsequence,
      scopes: row.scopes,
      added: without(row.scopes, old?.scopes ?? []),
      removed: without(old?.scopes ?? [], row.scopes),
    });
    return row;
  };
  for (const write of writes) place(write);

  let moved = labelled.rows.filter((row) => isRelabelled(row, view));
  while (moved.length > 0) {
    await flush();
    const next: ServerRow[] = [];
    for (const [entity, field, ids] of belongingTo(model, moved)) {
      for (const child of await transaction.referring(entity, field, ids)) {
        const key = recordKey(entity, child.record.id);
        if (made.has(key)) continue;
        await view.loadRows(parentsOf(model, entity, child.record));
        const scopes = labels(entity, child.record);
        if (scopes.join() === child.scopes.join()) continue;
        const row: ServerRow = { ...child, record: { ...child.record, rev: sequence }, scopes };
        made.set(key, row);
        labelled.rows.push(row);
        next.push(row);
        labelled.writes.push({
          entity,
          id: child.record.id,
          kind: 'scope',
          before: {},
          after: {},
          stamps: {},
          isConsequence: true,
          scopes,
          added: without(scopes, child.scopes),
          removed: without(child.scopes, scopes),
        });
      }
    }
    moved = next;
  }
  return labelled;
}

function isRelabelled(row: ServerRow, view: TenantView): boolean {
  const old = view.row(row.entity, row.record.id);
  return old !== null && old.scopes.join() !== row.scopes.join();
}

/** The records that a record belongs to. */
function parentsOf(model: Model, entity: string, record: Write['after']) {
  const { visibleWith = [], fields } = entityFor(model, entity);
  return visibleWith.flatMap((name) => {
    const field = fields[name];
    const id = record[name];
    return field?.kind === 'reference' && typeof id === 'string' ? [{ entity: field.target, id: id as RecordId }] : [];
  });
}

/** Fields through which something may belong to one of the rows, with the rows' ids. */
function belongingTo(model: Model, rows: readonly ServerRow[]) {
  const idsByEntity = Map.groupBy(rows, ({ entity }) => entity);
  return model.entities.flatMap(({ name, visibleWith = [], fields }) =>
    visibleWith.flatMap((fieldName) => {
      const field = fields[fieldName];
      const parents = field !== undefined && 'target' in field ? idsByEntity.get(field.target) : undefined;
      return parents ? [[name, fieldName, parents.map(({ record }) => record.id)] as const] : [];
    }),
  );
}

function revsAfter(old: ServerRow, write: Write, touch: Touch, model: Model): ServerRow['revs'] {
  const revs: Record<string, Touch> = { ...old.revs };
  const { fields } = entityFor(model, write.entity);
  for (const name of write.changed) {
    revs[name] = touch;
    if (fields[name]?.merge !== 'set') continue;
    const [before, after] = [listOf(old.record[name]), listOf(write.after[name])];
    for (const element of after) if (!before.includes(element)) revs[`${name}/${element}`] = touch;
    for (const element of before) if (!after.includes(element)) delete revs[`${name}/${element}`];
  }
  return revs;
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function picked(record: Write['after'], names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
}

function pickedStamps({ after, changed }: Write) {
  return Object.fromEntries(
    changed.flatMap((name) => {
      const stamp = after.stamps[name];
      return stamp === undefined ? [] : [[name, stamp]];
    }),
  );
}

const without = (labels: readonly ScopeLabel[], others: readonly ScopeLabel[]): readonly ScopeLabel[] =>
  labels.filter((label) => !others.includes(label));
