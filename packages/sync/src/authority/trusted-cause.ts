import {
  type Actor,
  type Change,
  elementsOf,
  type FieldValue,
  type Intention,
  isEmptyValue,
  jsonEquals,
  type Model,
  may,
} from '@satchel/core';
import type { LogEntry, ServerRow, TenantTransaction } from './authority-store.ts';
import { entryAt } from './entry-at.ts';
import type { TenantView } from './tenant-view.ts';
import { upgradeEntry } from './upgrade-rows.ts';

interface Asked {
  readonly actor: Actor;
  readonly model: Model;
  readonly transaction: TenantTransaction;
  readonly view: TenantView;
  /** Writes what was accepted so far: the step may be of the same batch. */
  readonly flush: () => Promise<void>;
}

/**
 * The change with a cause by which nothing follows from it only when it is what it says; otherwise without one, so that
 * it is judged as any other. A cause comes from the device, and would else keep a deal that is won out of the record.
 */
export async function withTrueCause(change: Change, asked: Asked): Promise<Change> {
  const { cause, ...rest } = change;
  const isUndo = cause?.kind === 'undo' || cause?.kind === 'redo';
  const isTrue = isUndo ? await takesBack(change, cause.of, asked) : cause?.kind !== 'adopt' || fillsIn(change, asked);
  return isTrue ? change : rest;
}

/** Merging a workspace makes records, and then sets references that were waiting for others; by who manages members. */
function fillsIn({ intentions }: Change, { actor, model, view }: Asked): boolean {
  const isFilling = (intention: Intention): boolean => {
    if (intention.kind === 'create') return true;
    if (intention.kind !== 'update') return false;
    const { entity, id, fields, lists = {} } = intention;
    const row = view.row(entity, id);
    const kinds = model.entityByName.get(entity)?.fields ?? {};
    const isReference = (name: string): boolean => ['reference', 'references'].includes(kinds[name]?.kind ?? '');
    const isMore = (name: string, value: FieldValue): boolean => {
      const held = row?.record[name] ?? null;
      return isEmptyValue(held) || elementsOf(held).every((one) => elementsOf(value).includes(one));
    };
    return (
      row !== null &&
      Object.entries(fields).every(([name, value]) => isReference(name) && isMore(name, value)) &&
      Object.entries(lists).every(([name, { remove = [] }]) => isReference(name) && remove.length === 0)
    );
  };
  return may(actor, 'members.manage') && intentions.every(isFilling);
}

/** Whether what was last written to each field was the step, and each becomes what it was before that. */
async function takesBack(
  { intentions }: Change,
  of: string | undefined,
  { model, transaction, view, flush }: Asked,
): Promise<boolean> {
  if (of === undefined) return false;
  await flush();
  const entries = new Map<number, LogEntry | undefined>();
  const stepAt = async (row: ServerRow, field: string): Promise<LogEntry | undefined> => {
    const sequence = row.revs[field]?.[0] ?? 0;
    if (sequence === 0) return undefined;
    if (!entries.has(sequence)) entries.set(sequence, await entryAt(transaction, sequence));
    const entry = entries.get(sequence);
    const isStep = entry?.change.id === of || entry?.change.cause?.group === of;
    return entry && isStep ? upgradeEntry(model, entry) : undefined;
  };
  for (const intention of intentions) {
    // Nothing follows from it, whatever its cause.
    if (intention.kind === 'delete') continue;
    const row = view.row(intention.entity, intention.id);
    if (intention.kind === 'create' || row === null) return false;
    const fields = intention.kind === 'update' ? Object.entries(intention.fields) : [];
    for (const [field, value] of fields) {
      const step = await stepAt(row, field);
      const write = step?.writes.find(({ entity, id }) => entity === intention.entity && id === intention.id);
      if (!write || !jsonEquals(write.before?.[field] ?? null, value)) return false;
    }
    if (intention.kind === 'restore' && !(await stepAt(row, 'deletedAt'))) return false;
    for (const list of intention.kind === 'update' ? Object.keys(intention.lists ?? {}) : []) {
      if (!(await stepAt(row, list))) return false;
    }
  }
  return true;
}
