import {
  type Actor,
  actorOf,
  type EntityRecord,
  elementsOf,
  emptyValue,
  entityFor,
  type FieldValue,
  hiddenFields,
  jsonEquals,
} from '@satchel/core';
import type { ServerRow } from '../authority/authority-store.ts';
import { type Reader, sees } from '../authority/scope.ts';
import type { Device } from './device.ts';
import type { Made } from './made.ts';
import { usedModel } from './model.ts';
import { violated } from './violation.ts';

type Rows = ReadonlyMap<string, ServerRow>;

/** A record as a member is to have it: without fields that are hidden, and without references to what they may not see. */
export function shownTo(
  rows: Rows,
  device: Device,
  reader: Reader,
  entity: string,
  record: EntityRecord,
): EntityRecord {
  const hidden = hiddenTo(rows, device, entity);
  const shown: Record<string, FieldValue> = { ...record };
  for (const [name, field] of Object.entries(entityFor(usedModel, entity).fields)) {
    const value = record[name] ?? null;
    if (hidden.includes(name)) shown[name] = emptyValue(field.kind);
    else if ('target' in field) {
      const isShown = (id: string): boolean => isSeen(rows, reader, field.target, id);
      shown[name] = Array.isArray(value)
        ? elementsOf(value).filter(isShown)
        : typeof value === 'string' && !isShown(value)
          ? null
          : value;
    }
  }
  const stamps = Object.fromEntries(Object.entries(record.stamps).filter(([name]) => !hidden.includes(name)));
  return { ...shown, stamps } as EntityRecord;
}

function isSeen(rows: Rows, reader: Reader, entity: string, id: string): boolean {
  if (reader.reach.get(entity) === 'all') return true;
  const row = rows.get(`${entity}/${id}`);
  return row !== undefined && sees(reader, entity, row.scopes);
}

const actorNow = (rows: Rows, { member }: Device): Actor | null =>
  actorOf(usedModel, rows.get(`member/${member}`)?.record);

function hiddenTo(rows: Rows, device: Device, entity: string): readonly string[] {
  const actor = actorNow(rows, device);
  return actor ? hiddenFields(actor, entity) : [];
}

/** What is hidden is not in the history, and not in what the server said that it holds. */
export function checkForgotten(rows: Rows, device: Device): void {
  for (const { name: entity } of usedModel.entities) {
    const hidden = hiddenTo(rows, device, entity);
    if (hidden.length === 0) continue;
    for (const id of device.disk.ids(entity)) {
      for (const { before, after } of device.disk.history(entity, id, 1000)) {
        const name = hidden.find((one) => one in before || one in after);
        if (name !== undefined) violated('I-8', `${device.name} keeps ${name} in the history of ${entity} ${id}`);
      }
    }
    for (const one of device.disk.attention()) {
      if (one.kind === 'superseded') continue;
      const told = one.refusals.find((refusal) => refusal.entity === entity && hidden.includes(refusal.field ?? ''));
      if (told?.held !== undefined)
        violated('I-8', `${device.name} was told ${told.field} of ${entity} ${told.record}`);
    }
  }
}

/** An accepted change writes no reference that its author did not change: what is absent is not written back. */
export function checkNothingWrittenBack(
  audit: readonly { readonly change: { readonly id: string }; readonly writes: readonly WrittenBack[] }[],
  made: Made,
): void {
  for (const { change, writes } of audit) {
    const own = [...made.values()].find((one) => one.change.id === change.id);
    if (!own) continue;
    for (const { entity, id, kind, isConsequence, before, after } of writes) {
      const intention = own.change.intentions.find((one) => one.id === id);
      if (kind !== 'update' || isConsequence || intention?.kind !== 'update') continue;
      const changed = own.overlays.filter((overlay) => overlay.id === id).flatMap(({ fields }) => Object.keys(fields));
      for (const [name, field] of Object.entries(entityFor(usedModel, entity).fields)) {
        if (!('target' in field) || !(name in intention.fields) || changed.includes(name)) continue;
        if (name in after && !jsonEquals(before?.[name] ?? null, after[name] ?? null)) {
          violated('R-20', `${change.id} wrote ${name} of ${entity} ${id}, which its author had not touched`);
        }
      }
    }
  }
}

interface WrittenBack {
  readonly entity: string;
  readonly id: string;
  readonly kind: string;
  readonly isConsequence: boolean;
  readonly before: Readonly<Record<string, FieldValue>> | null;
  readonly after: Readonly<Record<string, FieldValue>>;
}
