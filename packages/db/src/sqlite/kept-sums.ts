import type { EntityRecord } from '@satchel/core';
// Not the whole package: each thread of the database loads this, and nothing else of it.
import { addChecksum, removeChecksum, rowChecksum } from '@satchel/sync/checksum';

/** Checksums of the rows of each entity: counted when one is asked for first, and kept up by what is written. */
export interface KeptSums {
  readonly of: (entity: string, revisions: () => Iterable<readonly [id: string, rev: number]>) => number;
  readonly note: (entity: string, before: EntityRecord | null, after: EntityRecord | null) => void;
  /** What was noted may have been taken back. */
  readonly forget: () => void;
}

export function createKeptSums(): KeptSums {
  const sums = new Map<string, number>();
  const sumOf = (record: EntityRecord | null): number =>
    record === null || record.rev <= 0 ? 0 : rowChecksum(record.id, record.rev);
  return {
    of(entity, revisions) {
      const known = sums.get(entity);
      if (known !== undefined) return known;
      let sum = 0;
      for (const [id, rev] of revisions()) sum = addChecksum(sum, rowChecksum(id, rev));
      sums.set(entity, sum);
      return sum;
    },
    note(entity, before, after) {
      const known = sums.get(entity);
      if (known !== undefined) sums.set(entity, addChecksum(removeChecksum(known, sumOf(before)), sumOf(after)));
    },
    forget: () => sums.clear(),
  };
}
