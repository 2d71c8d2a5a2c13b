import type { EntityRecord, Model } from '@satchel/core';
import type { DeliveredChange, Delta, Item, SnapshotPage } from '../protocol/item.ts';
import { type LogEntry, type LoggedWrite, recordKey, type ServerRow, type TenantReader } from './authority-store.ts';
import { type Reader, type ScopeLabel, sees } from './scope.ts';
import { upgradeEntry } from './upgrade-rows.ts';

/** How many accepted changes one delta holds. */
const maxDeltaChanges = 500;

/** What a reader may see of the changes after a sequence; null when the log no longer goes back so far. */
export async function readDelta(
  store: TenantReader,
  reader: Reader,
  after: number,
  model: Model,
): Promise<Delta | null> {
  if (after < (await store.floor())) return null;
  const entries = (await store.log(after, maxDeltaChanges)).map((entry) => upgradeEntry(model, entry));
  const wanted = entries.flatMap(({ writes }) => writes.filter((write) => isVisibleAnew(reader, write)));
  const rows = await store.rows(wanted.map(({ entity, id }) => ({ entity, id })));
  return {
    from: after,
    to: entries.at(-1)?.sequence ?? after,
    changes: entries.flatMap((entry) => {
      const delivered = deliver(entry, reader, rows);
      return delivered.items.length > 0 ? [delivered] : [];
    }),
  };
}

/** A page of what a reader may see of an entity, deleted records included. */
export async function readPage(
  store: TenantReader,
  reader: Reader,
  { entity, afterId, limit }: { readonly entity: string; readonly afterId: string | null; readonly limit: number },
): Promise<SnapshotPage> {
  const rows = await store.page(entity, afterId, limit);
  return {
    entity,
    records: rows.filter(({ scopes }) => sees(reader, entity, scopes)).map(({ record }) => record),
    next: rows.length < limit ? null : (rows.at(-1)?.record.id ?? null),
  };
}

function deliver(
  { sequence, change, acceptedAt, writes }: LogEntry,
  reader: Reader,
  rows: ReadonlyMap<string, ServerRow>,
): DeliveredChange {
  return {
    sequence,
    id: change.id,
    actor: change.actor,
    at: change.at,
    cause: change.cause ?? null,
    label: change.label ?? null,
    acceptedAt,
    items: writes.flatMap((write) => itemOf(write, reader, rows) ?? []),
  };
}

function itemOf(write: LoggedWrite, reader: Reader, rows: ReadonlyMap<string, ServerRow>): Item | undefined {
  const { entity, id } = write;
  if (isVisibleAnew(reader, write)) {
    // As it is now. When a later change has hidden it again, that change says so: a load may have brought it meanwhile.
    const row = rows.get(recordKey(entity, id));
    const made = write.kind === 'create' ? write.after : null;
    return row && sees(reader, entity, row.scopes) ? { kind: 'put', entity, record: row.record, made } : undefined;
  }
  if (sees(reader, entity, write.scopes)) {
    if (write.kind === 'create') throw new Error('A record that was created is new to everybody.');
    return {
      kind: 'patch',
      entity,
      id,
      write: write.kind,
      before: write.before ?? {},
      fields: write.after,
      stamps: write.stamps,
      isConsequence: write.isConsequence,
    };
  }
  return sees(reader, entity, labelsBefore(write)) ? { kind: 'evict', entity, id } : undefined;
}

/** Whether the reader may see it, and could not before. */
function isVisibleAnew(reader: Reader, write: LoggedWrite): boolean {
  if (!sees(reader, write.entity, write.scopes)) return false;
  return write.kind === 'create' || !sees(reader, write.entity, labelsBefore(write));
}

const labelsBefore = ({ scopes, added, removed }: LoggedWrite): readonly ScopeLabel[] => [
  ...scopes.filter((label) => !added.includes(label)),
  ...removed,
];

/**
 * A number that is the same for the same records at the same revisions: a sum of hashes, so that it can be added up in
 * any order.
 */
export function checksumOf(records: Iterable<Pick<EntityRecord, 'id' | 'rev'>>): number {
  let sum = 0;
  for (const { id, rev } of records) sum = (sum + hash(`${id}@${rev}`)) >>> 0;
  return sum;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The entities of a first load in order: what others refer to comes first, so that the app can be used early. */
export const snapshotOrder = (model: Model): readonly string[] =>
  model.entities
    .toSorted((a, b) => Number(b.isReferenceData ?? false) - Number(a.isReferenceData ?? false))
    .map(({ name }) => name);
