import type { RecordId } from '@satchel/core';

/**
 * The numbers of rows that were read lately, so that a record which is read, judged and written is looked up once. One
 * may be wrong when another connection removed its row since: whoever writes by it names the id, too. (A `WeakMap` by
 * record costs the collector more than all other garbage of a long write.)
 */
export interface ReadSeqs {
  note(id: RecordId, seq: number): void;
  readonly seqOf: (id: RecordId) => number | null;
  /** Rows were removed or taken back. */
  readonly forget: () => void;
}

/** More than one change writes. */
const maxRemembered = 1000;

export function createReadSeqs(): ReadSeqs {
  let newer = new Map<RecordId, number>();
  let older = newer;
  return {
    note(id, seq) {
      if (newer.size >= maxRemembered) {
        older = newer;
        newer = new Map();
      }
      newer.set(id, seq);
    },
    seqOf: (id) => newer.get(id) ?? older.get(id) ?? null,
    forget() {
      newer = new Map();
      older = newer;
    },
  };
}
