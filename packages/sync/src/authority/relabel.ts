import { parentsOf as belongsTo, entityFor, type Model, type RecordId, type Write } from '@satchel/core';
import { type LoggedWrite, recordKey, type ServerRow, type TenantTransaction, type Touch } from './authority-store.ts';
import { createKnownShares } from './known-shares.ts';
import { labelsOf, type ScopeLabel } from './scope.ts';
import type { TenantView } from './tenant-view.ts';

/** The rows of one accepted change and what the log says of them. */
export interface Labelled {
  readonly rows: readonly ServerRow[];
  readonly writes: readonly LoggedWrite[];
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
  const own = new Map(writes.map((write) => [recordKey(write.entity, write.id), write]));
  const made = new Map<string, ServerRow>();
  const logged = new Map<string, LoggedWrite>();
  /** Who saw what is made here before. */
  const scopesBefore = new Map<string, readonly ScopeLabel[]>();
  const shares = createKnownShares(writes, model, transaction, flush);
  const targets = new Set(shares.targets.map(({ entity, id }) => recordKey(entity, id)));
  await view.loadRows([...shares.targets, ...writes.flatMap((write) => parentsOf(model, write.entity, write.after))]);
  await view.loadRows(
    shares.targets.flatMap(({ entity, id }) => {
      const row = view.row(entity, id);
      return row ? parentsOf(model, entity, row.record) : [];
    }),
  );
  // Most of what changes stays with whom it was, and nothing is shared before it is there.
  const moving = writes.filter((write) => write.before !== null && mayMove(write, own, targets, model));
  await shares.load([...moving, ...shares.targets]);
  const isMoving = new Set(moving);

  const labels = (entity: string, record: Write['after']): readonly ScopeLabel[] =>
    labelsOf(
      entityFor(model, entity),
      record,
      shares.of(entity, record.id),
      model,
      parentsOf(model, entity, record).map((parent) => scopesNow(parent.entity, parent.id)),
    );

  /** As this change leaves them. */
  const scopesNow = (entity: string, id: RecordId): readonly ScopeLabel[] => {
    const key = recordKey(entity, id);
    const [done, write, row] = [made.get(key), own.get(key), view.row(entity, id)];
    if (done) return done.scopes;
    if (write) return place(write).scopes;
    return (row && targets.has(key) ? relabelled(entity, row) : row)?.scopes ?? row?.scopes ?? [];
  };

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
      scopes: old === null || isMoving.has(write) ? labels(write.entity, record) : old.scopes,
    };
    made.delete(key);
    made.set(key, row);
    scopesBefore.set(key, old?.scopes ?? []);
    logged.set(key, {
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

  /** A row with the labels that it has now; undefined when they stay. What this change has made of it so far counts. */
  const relabelled = (entity: string, stored: ServerRow): ServerRow | undefined => {
    const key = recordKey(entity, stored.record.id);
    const old = made.get(key) ?? stored;
    const scopes = labels(entity, old.record);
    if (scopes.join() === old.scopes.join()) return undefined;
    const before = scopesBefore.get(key) ?? old.scopes;
    const row: ServerRow = { ...old, record: { ...old.record, rev: sequence }, scopes };
    made.set(key, row);
    scopesBefore.set(key, before);
    logged.set(key, {
      ...(logged.get(key) ?? { entity, id: old.record.id, ...onlyScope }),
      scopes,
      added: without(scopes, before),
      removed: without(before, scopes),
    });
    return row;
  };
  const ownBelow = (entity: string, field: string, ids: readonly RecordId[]): readonly ServerRow[] => {
    const parents = new Set<unknown>(ids);
    return writes.flatMap((write) => {
      const value = write.entity === entity ? write.after[field] : null;
      const row = (Array.isArray(value) ? value : [value]).some((id) => parents.has(id))
        ? made.get(recordKey(entity, write.id))
        : undefined;
      return row ? [row] : [];
    });
  };
  for (const { entity, id } of shares.targets) scopesNow(entity, id);
  for (const write of writes) place(write);

  let moved = [...made.values()].filter((row) => isRelabelled(row, view));
  while (moved.length > 0) {
    await flush();
    const next: ServerRow[] = [];
    for (const [entity, field, ids] of belongingTo(model, moved)) {
      const stored = await transaction.referring(entity, field, ids);
      // What the change writes itself the store does not have yet, or has below another.
      const children = [...ownBelow(entity, field, ids), ...stored];
      await view.loadRows(children.flatMap(({ record }) => parentsOf(model, entity, record)));
      await shares.load(children.map(({ record }) => ({ entity, id: record.id })));
      for (const child of children) {
        const row = relabelled(entity, child);
        if (row) next.push(row);
      }
    }
    moved = next;
  }
  return { rows: [...made.values()], writes: [...logged.values()] };
}

const onlyScope = { kind: 'scope', before: {}, after: {}, stamps: {}, isConsequence: true } as const;

/** Whether a write, or what else its change does, may make others see a record. */
function mayMove(
  { entity, id, changed, after }: Write,
  own: ReadonlyMap<string, Write>,
  targets: ReadonlySet<string>,
  model: Model,
): boolean {
  const { visibleWith = [] } = entityFor(model, entity);
  if (changed.some((name) => name === 'owner' || name === 'team' || visibleWith.includes(name))) return true;
  const parents = parentsOf(model, entity, after).map((parent) => recordKey(parent.entity, parent.id));
  return targets.has(recordKey(entity, id)) || parents.some((key) => own.has(key) || targets.has(key));
}

function isRelabelled(row: ServerRow, view: TenantView): boolean {
  const old = view.row(row.entity, row.record.id);
  return old !== null && old.scopes.join() !== row.scopes.join();
}

/** The records that a record belongs to. */
const parentsOf = (model: Model, entity: string, record: Write['after']) =>
  belongsTo(model, entityFor(model, entity), record);

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
