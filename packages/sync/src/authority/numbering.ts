import {
  type Change,
  type FieldValue,
  formatSerial,
  type Intention,
  isAheadOfCount,
  isEmptyValue,
  type Model,
  type RecordId,
  type SerialCounter,
  serialCounters,
  serialNumber,
} from '@satchel/core';
import type { Superseded } from '../protocol/outcome.ts';
import type { TenantTransaction } from './authority-store.ts';
import type { Counters } from './counters.ts';

type Create = Extract<Intention, { kind: 'create' }>;

/** The intentions of one change with numbers that no other record has. */
export interface Numbered {
  readonly intentions: readonly Intention[];
  /** Numbers that turned out to be another record's. */
  readonly superseded: readonly Superseded[];
  /** Says that the change was accepted; one that is refused uses up no number. */
  readonly take: () => void;
}

/** Numbers the records that a batch of changes makes. */
export interface Numbering {
  readonly assign: (intentions: readonly Intention[]) => Numbered;
}

const unchanged = (intentions: readonly Intention[]): Numbered => ({
  intentions,
  superseded: [],
  take: () => undefined,
});

/**
 * A device gives numbers that the server has leased to it, or none. Whatever it gives, a number that another record has
 * already, deleted ones included, is replaced by a new one, and the field for former numbers keeps it.
 */
export async function createNumbering(
  transaction: TenantTransaction,
  model: Model,
  changes: readonly Change[],
  reached: Counters,
): Promise<Numbering> {
  const counters = serialCounters(model);
  const asked = askedFor(changes, counters);
  if (asked.size === 0) return { assign: unchanged };

  /** By counter, whose the numbers are that changes bring along. */
  const holders = new Map<string, Map<string, RecordId>>();
  await Promise.all([
    reached.load([...asked.keys()].map(({ name }) => name)),
    ...[...asked].map(async ([{ name, entity, field }, numbers]) => {
      const found = numbers.length > 0 ? await transaction.numbered(entity, field, numbers) : [];
      holders.set(name, new Map(found));
    }),
  ]);

  const assign = (intentions: readonly Intention[]): Numbered => {
    if (!intentions.some(({ kind, entity }) => kind === 'create' && counters.has(entity))) return unchanged(intentions);
    const superseded: Superseded[] = [];
    const lastHere = new Map<string, number>();
    const lastOf = (name: string): number => lastHere.get(name) ?? reached.last(name);
    const given: { readonly counter: string; readonly text: string; readonly record: RecordId }[] = [];

    const number = (create: Create, { name, entity, field, prefix, former }: SerialCounter): Create => {
      const isFree = (text: string): boolean => {
        const holder =
          given.find((one) => one.counter === name && one.text === text)?.record ?? holders.get(name)?.get(text);
        return holder === undefined || holder === create.id;
      };
      const give = (text: string): void => {
        lastHere.set(name, Math.max(lastOf(name), serialNumber(prefix, text)));
        given.push({ counter: name, text, record: create.id });
      };
      const value = create.fields[field];
      // What is no text is refused by the judgement.
      if (!isEmptyValue(value) && typeof value !== 'string') return create;
      const brought = broughtNumber(value);
      if (brought !== '' && isFree(brought) && !isAheadOfCount(prefix, brought, lastOf(name))) {
        give(brought);
        return create;
      }
      let next = lastOf(name) + 1;
      while (!isFree(formatSerial(prefix, next))) next += 1;
      const text = formatSerial(prefix, next);
      lastHere.set(name, next);
      give(text);
      if (brought !== '') superseded.push({ entity, id: create.id, field, value: brought });
      const kept = brought === '' || former === null ? {} : { [former]: brought };
      return { ...create, fields: { ...create.fields, [field]: text, ...kept } };
    };

    const numbered = intentions.map((intention) =>
      intention.kind === 'create' ? (counters.get(intention.entity) ?? []).reduce(number, intention) : intention,
    );
    const take = (): void => {
      for (const { counter, text, record } of given) holders.get(counter)?.set(text, record);
      for (const [counter, last] of lastHere) reached.reach(counter, last);
    };
    return { intentions: numbered, superseded, take };
  };

  return { assign };
}

/** The numbers that changes bring along, by the counters that they need. */
function askedFor(
  changes: readonly Change[],
  counters: ReadonlyMap<string, readonly SerialCounter[]>,
): ReadonlyMap<SerialCounter, readonly string[]> {
  const asked = new Map<SerialCounter, string[]>();
  for (const intention of changes.flatMap(({ intentions }) => intentions)) {
    if (intention.kind !== 'create') continue;
    for (const counter of counters.get(intention.entity) ?? []) {
      const numbers = asked.get(counter) ?? [];
      asked.set(counter, numbers);
      const brought = broughtNumber(intention.fields[counter.field]);
      if (brought !== '') numbers.push(brought);
    }
  }
  return asked;
}

/** As the field will hold it; empty when the device left it to the server. */
const broughtNumber = (value: FieldValue | undefined): string => (typeof value === 'string' ? value.trim() : '');
