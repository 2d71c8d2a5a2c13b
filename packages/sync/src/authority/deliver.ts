import { elementsOf, type FieldValues, type Model } from '@satchel/core';
import type { DeliveredChange, Delta, Item, SnapshotPage } from '../protocol/item.ts';
import { fittingMessage } from '../protocol/message-size.ts';
import { type LogEntry, type LoggedWrite, recordKey, type ServerRow, type TenantReader } from './authority-store.ts';
import { fittingEntries } from './fitting-entries.ts';
import { guardedReferences, type ReaderView, readerView, referredRecords } from './reader-view.ts';
import { type Reader, type ScopeLabel, sees } from './scope.ts';
import { upgradeEntry } from './upgrade-rows.ts';

/** How many accepted changes one delta holds. */
const maxDeltaChanges = 500;

/** What a reader may see of the changes after a sequence; null when the log no longer goes back so far. */
export async function readDelta(
  store: TenantReader,
  reader: Reader,
  model: Model,
  after: number,
  messageSize?: number,
): Promise<Delta | null> {
  if (after < (await store.floor())) return null;
  const logged = await fittingEntries((from, limit) => store.log(from, limit), after, maxDeltaChanges, messageSize);
  const entries = logged.entries.map((entry) => upgradeEntry(model, entry));
  const wanted = entries.flatMap(({ writes }) => writes.filter((write) => isVisibleAnew(reader, write)));
  const rows = await store.rows(wanted.map(({ entity, id }) => ({ entity, id })));
  const referring = await rowsReferring(store, reader, model, entries);
  const view = await viewOf(store, reader, model, [
    ...entries.flatMap(({ writes }) =>
      writes.flatMap(({ entity, before, after: values }) => [
        { entity, values: before ?? {} },
        { entity, values },
      ]),
    ),
    ...[...rows.values(), ...referring.values()].map(({ entity, record }) => ({ entity, values: record })),
  ]);
  // Whole records may be more than what the log says of them.
  const delivered = fittingMessage(
    entries.map((entry) => deliver(entry, reader, model, rows, referring, view)),
    messageSize,
  );
  const isCut = delivered.length < entries.length || logged.hasMore;
  return {
    from: after,
    to: delivered.at(-1)?.sequence ?? after,
    changes: delivered.filter(({ items }) => items.length > 0),
    ...(isCut ? { hasMore: true } : {}),
  };
}

/** A page of what a reader may see of an entity, deleted records included. */
export async function readPage(
  store: TenantReader,
  reader: Reader,
  model: Model,
  {
    entity,
    afterId,
    limit,
    messageSize,
  }: {
    readonly entity: string;
    readonly afterId: string | null;
    readonly limit: number;
    readonly messageSize?: number | undefined;
  },
): Promise<SnapshotPage> {
  const rows = await store.page(entity, afterId, limit);
  const records = rows.filter(({ scopes }) => sees(reader, entity, scopes)).map(({ record }) => record);
  const view = await viewOf(
    store,
    reader,
    model,
    records.map((values) => ({ entity, values })),
  );
  const fitting = fittingMessage(
    records.map((record) => view.record(entity, record)),
    messageSize,
  );
  const isCut = fitting.length < records.length;
  const last = isCut ? fitting.at(-1)?.id : rows.length < limit ? undefined : rows.at(-1)?.record.id;
  return { entity, records: fitting, next: last ?? null };
}

/** What the reader sees of records, when it is known which of those that they refer to the reader may see. */
export async function viewOf(
  store: TenantReader,
  reader: Reader,
  model: Model,
  shown: readonly { readonly entity: string; readonly values: FieldValues }[],
): Promise<ReaderView> {
  const named = shown.flatMap(({ entity, values }) => referredRecords(reader, model, entity, values));
  const keys = new Map(named.map((key) => [recordKey(key.entity, key.id), key]));
  const scopes = keys.size === 0 ? new Map<string, readonly ScopeLabel[]>() : await store.scopes([...keys.values()]);
  return readerView(reader, model, (key) => {
    const labels = scopes.get(key);
    return labels !== undefined && sees(reader, keys.get(key)?.entity ?? '', labels);
  });
}

/** Rows that refer to what came into the reader's view, or went out of it, by those, each once. */
async function rowsReferring(
  store: TenantReader,
  reader: Reader,
  model: Model,
  entries: readonly LogEntry[],
): Promise<ReadonlyMap<string, ServerRow>> {
  const moved = entries.flatMap(({ writes }) =>
    writes.filter((write) => write.kind !== 'create' && isMoved(reader, write)),
  );
  const found = new Map<string, ServerRow>();
  for (const [target, writes] of Map.groupBy(moved, ({ entity }) => entity)) {
    const ids = [...new Set(writes.map(({ id }) => id))];
    for (const [entity, field] of referringFields(reader, model, target)) {
      for (const row of await store.referring(entity, field, ids)) {
        if (sees(reader, entity, row.scopes)) found.set(recordKey(entity, row.record.id), row);
      }
    }
  }
  return found;
}

const referringFields = (reader: Reader, model: Model, target: string) =>
  model.entities.flatMap(({ name }) =>
    [...guardedReferences(reader, model, name)].flatMap(([field, to]) =>
      to === target && !reader.hidden.get(name)?.has(field) ? [[name, field] as const] : [],
    ),
  );

const isMoved = (reader: Reader, write: LoggedWrite): boolean =>
  sees(reader, write.entity, write.scopes) !== sees(reader, write.entity, labelsBefore(write));

function deliver(
  { sequence, change, acceptedAt, writes }: LogEntry,
  reader: Reader,
  model: Model,
  rows: ReadonlyMap<string, ServerRow>,
  referring: ReadonlyMap<string, ServerRow>,
  view: ReaderView,
): DeliveredChange {
  const moved = new Set(writes.flatMap((write) => (isMoved(reader, write) ? [recordKey(write.entity, write.id)] : [])));
  return {
    sequence,
    id: change.id,
    actor: change.actor,
    at: change.at,
    cause: change.cause ?? null,
    label: change.label ?? null,
    acceptedAt,
    items: [
      ...writes.flatMap((write) => itemOf(write, reader, rows, view) ?? []),
      ...[...referring.values()].flatMap((row) => referItem(row, moved, reader, model, view) ?? []),
    ],
  };
}

/** The references of a row to records that moved, as the reader sees them now. */
function referItem(
  { entity, record }: ServerRow,
  moved: ReadonlySet<string>,
  reader: Reader,
  model: Model,
  view: ReaderView,
): Item | undefined {
  const names = [...guardedReferences(reader, model, entity)].flatMap(([name, target]) => {
    const value = record[name];
    const ids = typeof value === 'string' ? [value] : elementsOf(value);
    return ids.some((id) => moved.has(recordKey(target, id))) ? [name] : [];
  });
  if (names.length === 0) return undefined;
  const values = Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
  return { kind: 'refer', entity, id: record.id, fields: view.fields(entity, values) };
}

function itemOf(
  write: LoggedWrite,
  reader: Reader,
  rows: ReadonlyMap<string, ServerRow>,
  view: ReaderView,
): Item | undefined {
  const { entity, id } = write;
  if (isVisibleAnew(reader, write)) {
    // As it is now. When a later change has hidden it again, that change says so: a load may have brought it meanwhile.
    const row = rows.get(recordKey(entity, id));
    const made = write.kind === 'create' ? view.known(entity, write.after) : null;
    return row && sees(reader, entity, row.scopes)
      ? { kind: 'put', entity, record: view.record(entity, row.record), made }
      : undefined;
  }
  if (sees(reader, entity, write.scopes)) {
    if (write.kind === 'create') throw new Error('A record that was created is new to everybody.');
    const hidden = reader.hidden.get(entity);
    return {
      kind: 'patch',
      entity,
      id,
      write: write.kind,
      before: view.known(entity, write.before ?? {}),
      fields: view.fields(entity, write.after),
      stamps: Object.fromEntries(Object.entries(write.stamps).filter(([name]) => !hidden?.has(name))),
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

/** By entity, the checksum of what a reader may see. */
export async function readSums(
  store: TenantReader,
  reader: Reader,
  model: Model,
): Promise<Readonly<Record<string, number>>> {
  const sums: Record<string, number> = {};
  for (const { name } of model.entities) sums[name] = await store.checksum(name, reader.reach.get(name) ?? new Set());
  return sums;
}

/** The entities of a first load in order: what others refer to comes first, so that the app can be used early. */
export const snapshotOrder = (model: Model): readonly string[] =>
  model.entities
    .toSorted((a, b) => Number(b.isReferenceData ?? false) - Number(a.isReferenceData ?? false))
    .map(({ name }) => name);
