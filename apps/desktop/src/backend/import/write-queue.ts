import type { FieldValue, Intention, RecordId, Refusal } from '@satchel/core';
import type { Group } from '@satchel/sync';

/** A row's wish. */
interface Wish {
  readonly intention: Extract<Intention, { kind: 'create' | 'update' }>;
  readonly onRefused: (reason: string) => void;
}

/** What is to become of a record: the wish of its first row with those of the rows that were merged into it. */
interface Queued extends Wish {
  /** One by one, when there are several. */
  readonly wishes?: readonly Wish[];
}

/** What is to be written next. */
interface WriteQueue {
  add(entry: Wish): void;
  /** What is to become of a record and is not written yet: fields can still be added to it. */
  pending(id: RecordId): Queued | undefined;
  replace(id: RecordId, fields: Readonly<Record<string, FieldValue>>, onRefused: (reason: string) => void): void;
  readonly isFull: boolean;
  flush(): void;
}

/** What a row is told whose record was to be made by a row that is refused. */
export const earlierRefused = 'An earlier row of the same record was refused.';

/** A rule may add a write for each of them, and a change holds 500 writes and 256 KB. */
const CHUNK_ROWS = 200;
const CHUNK_CHARACTERS = 100_000;

/**
 * Writes rows in chunks, each one change. When a chunk is refused, the rows that the refusals name are taken out of it,
 * and if it is refused still, its rows go one by one: a bad row never takes a good one along.
 */
export function createWriteQueue(group: Pick<Group, 'commit'>): WriteQueue {
  let queue: Queued[] = [];
  let positionById = new Map<string, number>();
  let characters = 0;

  const commit = (entries: readonly Queued[]): readonly Refusal[] => {
    const result = group.commit(entries.map(({ intention }) => intention));
    return result.ok ? [] : result.error;
  };

  const commitOneByOne = (entries: readonly Queued[]): void => {
    for (const entry of entries) {
      const refusals = commit([entry]);
      if (refusals.length > 0) refuse(entry, reasonOf(refusals));
    }
  };

  const refuse = ({ wishes, onRefused }: Queued, reason: string): void => {
    if (wishes === undefined) onRefused(reason);
    let isThere = true;
    for (const wish of wishes ?? []) {
      const refusals: readonly Refusal[] = isThere ? commit([wish]) : [];
      if (!isThere) wish.onRefused(earlierRefused);
      else if (refusals.length > 0) wish.onRefused(reasonOf(refusals));
      if (wish.intention.kind === 'create') isThere = refusals.length === 0;
    }
  };

  return {
    add(entry) {
      positionById.set(entry.intention.id, queue.length);
      queue.push(entry);
      characters += 150 + sizeOfFields(entry.intention.fields);
    },
    pending: (id) => {
      const position = positionById.get(id);
      return position === undefined ? undefined : queue[position];
    },
    replace(id, fields, onRefused) {
      const position = positionById.get(id);
      const entry = position === undefined ? undefined : queue[position];
      if (position === undefined || entry === undefined) return;
      characters += sizeOfFields(fields);
      const { entity } = entry.intention;
      queue[position] = {
        ...entry,
        intention: { ...entry.intention, fields: { ...entry.intention.fields, ...fields } },
        wishes: [...(entry.wishes ?? [entry]), { intention: { kind: 'update', entity, id, fields }, onRefused }],
      };
    },
    get isFull() {
      return queue.length >= CHUNK_ROWS || characters >= CHUNK_CHARACTERS;
    },
    flush() {
      const entries = queue;
      queue = [];
      positionById = new Map();
      characters = 0;
      if (entries.length === 0) return;
      const refusals = commit(entries);
      if (refusals.length === 0) return;
      const byRecord = Map.groupBy(refusals, ({ record }) => record ?? '');
      const left = entries.filter((entry) => !byRecord.has(entry.intention.id));
      if (left.length === entries.length || byRecord.has('')) return commitOneByOne(entries);
      for (const entry of entries) {
        const own = byRecord.get(entry.intention.id);
        if (own !== undefined) refuse(entry, reasonOf(own));
      }
      if (left.length > 0 && commit(left).length > 0) commitOneByOne(left);
    },
  };
}

const reasonOf = (refusals: readonly Refusal[]): string =>
  [...new Set(refusals.map(({ message }) => message))].join(' ');

function sizeOfFields(fields: Readonly<Record<string, FieldValue>>): number {
  let size = 0;
  for (const [name, value] of Object.entries(fields)) {
    size +=
      name.length + 8 + (typeof value === 'string' ? value.length : Array.isArray(value) ? value.length * 45 : 40);
  }
  return size;
}
