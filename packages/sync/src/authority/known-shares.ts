import { type EntityRecord, type Model, sharedRecord, type Write } from '@satchel/core';
import { type RecordKey, recordKey, type TenantTransaction } from './authority-store.ts';

/** The shares of records, as they are after a change: what it writes is laid over what the store holds. */
export interface KnownShares {
  readonly load: (records: readonly RecordKey[]) => Promise<void>;
  /** What was not loaded has those that the change itself makes. */
  readonly of: (entity: string, id: string) => readonly EntityRecord[];
  /** The records whose shares the change writes. */
  readonly targets: readonly RecordKey[];
}

/** How many records are asked for at once. */
const partSize = 1000;
const maxShares = 1_000_000;

/** @param flush writes what was accepted so far to the store */
export function createKnownShares(
  writes: readonly Write[],
  { sharing }: Model,
  transaction: TenantTransaction,
  flush: () => Promise<void>,
): KnownShares {
  if (!sharing) return { load: () => Promise.resolve(), of: () => [], targets: [] };
  const { shares } = sharing;
  const targetOf = (share: EntityRecord): string => {
    const target = sharedRecord(share, shares);
    return target ? recordKey(target.entity, target.id) : '';
  };
  const written = writes.filter(({ entity }) => entity === sharing.name).map(({ after }) => after);
  const writtenIds = new Set(written.map(({ id }) => id));
  const ownByTarget = Map.groupBy(written, targetOf);
  const known = new Map<string, readonly EntityRecord[]>();

  return {
    async load(records) {
      const wanted = records.filter(({ entity, id }) => entity !== sharing.name && !known.has(recordKey(entity, id)));
      if (wanted.length === 0) return;
      await flush();
      for (let at = 0; at < wanted.length; at += partSize) {
        const part = wanted.slice(at, at + partSize);
        const where = { field: shares.record, op: 'in', value: part.map(({ id }) => id) } as const;
        const stored = await transaction.list({ need: 'list', entity: sharing.name, where, limit: maxShares });
        const byTarget = Map.groupBy(stored, targetOf);
        for (const { entity, id } of part) {
          const key = recordKey(entity, id);
          const others = (byTarget.get(key) ?? []).filter((share) => !writtenIds.has(share.id));
          known.set(key, [...others, ...(ownByTarget.get(key) ?? [])]);
        }
      }
    },
    of: (entity, id) => {
      const key = recordKey(entity, id);
      return known.get(key) ?? ownByTarget.get(key) ?? [];
    },
    targets: written.flatMap((share) => sharedRecord(share, shares) ?? []),
  };
}
