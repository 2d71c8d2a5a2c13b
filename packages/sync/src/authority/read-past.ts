import type { Model } from '@satchel/core';
import type { PastChange } from '../protocol/item.ts';
import { type LogEntry, recordKey, type TenantReader } from './authority-store.ts';
import { viewOf } from './deliver.ts';
import { fittingEntries } from './fitting-entries.ts';
import { type Reader, sees } from './scope.ts';
import { upgradeEntry } from './upgrade-rows.ts';

const maxPastChanges = 200;

/** What the audit tells after a sequence of records that a reader may see now, and up to which sequence that is all. */
export async function readPast(
  store: TenantReader,
  reader: Reader,
  model: Model,
  after: number,
  messageSize?: number,
): Promise<{ readonly to: number; readonly changes: readonly PastChange[] }> {
  const read = await fittingEntries((from, limit) => store.audit(from, limit), after, maxPastChanges, messageSize);
  const entries = read.entries.map((entry) => upgradeEntry(model, entry));
  const written = entries.flatMap(({ writes }) => writes.filter(({ kind }) => kind !== 'scope'));
  const keys = new Map(written.map(({ entity, id }) => [recordKey(entity, id), { entity, id }]));
  const scopes = await store.scopes([...keys.values()]);
  const isSeen = (entity: string, id: string): boolean => {
    const labels = scopes.get(recordKey(entity, id));
    return labels !== undefined && sees(reader, entity, labels);
  };
  const shown = written.filter(({ entity, id }) => isSeen(entity, id));
  const view = await viewOf(
    store,
    reader,
    model,
    shown.flatMap(({ entity, before, after: values }) => [
      { entity, values: before ?? {} },
      { entity, values },
    ]),
  );
  const changeOf = ({ sequence, change, acceptedAt, writes }: LogEntry): PastChange => ({
    sequence,
    id: change.id,
    actor: change.actor,
    at: change.at,
    cause: change.cause ?? null,
    label: change.label ?? null,
    acceptedAt,
    writes: writes.flatMap(({ entity, id, kind, before, after: values, isConsequence }) => {
      if (kind === 'scope' || !isSeen(entity, id)) return [];
      const known = view.known(entity, values);
      // Nothing of what changed is for this reader.
      if (kind === 'update' && Object.keys(known).length === 0) return [];
      return [{ entity, id, kind, before: before && view.known(entity, before), after: known, isConsequence }];
    }),
  });
  return {
    to: entries.at(-1)?.sequence ?? after,
    changes: entries.map(changeOf).filter(({ writes }) => writes.length > 0),
  };
}
