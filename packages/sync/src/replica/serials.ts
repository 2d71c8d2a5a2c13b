import {
  type FieldValue,
  formatSerial,
  type Intention,
  isEmptyValue,
  type Model,
  type SerialCounter,
  serialCounters,
  serialNumber,
} from '@satchel/core';
import { keepLeases, type Leases, leasesOf, takeNext, without } from './leases.ts';
import type { PutRow, ReplicaStore } from './replica-store.ts';

/** Intentions with their numbers. */
interface Assigned {
  readonly intentions: readonly Intention[];
  /** Remembers what was given, once the change was written: one that is refused uses up no number. */
  readonly keep: () => void;
}

/** Where numbers come from while one change is made. */
interface Source {
  /** Null: none is left, and the server gives one. */
  readonly next: (counter: SerialCounter) => number | null;
  /** A number that a record brings along, as from an import, is not given again. */
  readonly noteUsed: (counter: SerialCounter, number: number) => void;
  readonly keep: () => void;
}

/**
 * Gives a number such as LED-001 to every new record whose entity counts. Once the workspace has met a server the number
 * is one of those that the server gave to this device; when none is left the record has none until it is accepted.
 * Without a server the device counts by itself. A number is never given twice, also not after an undo.
 */
export function assignSerials(
  store: ReplicaStore,
  model: Model,
  intentions: readonly Intention[],
  isConnected: boolean,
): Assigned {
  const counters = serialCounters(model);
  if (!intentions.some(({ kind, entity }) => kind === 'create' && counters.has(entity))) {
    return { intentions, keep: () => undefined };
  }
  const source = isConnected ? leased(store) : counted(store);
  const numbered = intentions.map((intention) => {
    if (intention.kind !== 'create') return intention;
    const given: Record<string, FieldValue> = {};
    for (const counter of counters.get(intention.entity) ?? []) {
      const value = intention.fields[counter.field];
      if (isEmptyValue(value)) {
        const number = source.next(counter);
        if (number !== null) given[counter.field] = formatSerial(counter.prefix, number);
      } else source.noteUsed(counter, serialNumber(counter.prefix, value));
    }
    return Object.keys(given).length === 0 ? intention : { ...intention, fields: { ...intention.fields, ...given } };
  });
  return { intentions: numbered, keep: source.keep };
}

/** Numbers records that were made to be numbered by a server, and now are not; what others brought is not given again. */
export function numberRows(store: ReplicaStore, model: Model, rows: readonly PutRow[]): readonly PutRow[] {
  const counters = serialCounters(model);
  const source = counted(store);
  for (const { entity, after } of rows) {
    for (const counter of counters.get(entity) ?? []) {
      source.noteUsed(counter, serialNumber(counter.prefix, after?.[counter.field]));
    }
  }
  const numbered = rows.map((row): PutRow => {
    const { after } = row;
    const missing = (counters.get(row.entity) ?? []).filter(
      ({ field }) => after !== null && isEmptyValue(after[field]),
    );
    if (after === null || missing.length === 0) return row;
    const given: Record<string, FieldValue> = {};
    for (const counter of missing) given[counter.field] = formatSerial(counter.prefix, source.next(counter) ?? 0);
    return { ...row, after: { ...after, ...given } };
  });
  source.keep();
  return numbered;
}

function leased(store: ReplicaStore): Source {
  let leases: Leases = leasesOf(store);
  return {
    next({ name }) {
      const taken = takeNext(leases, name);
      leases = taken?.rest ?? leases;
      return taken?.number ?? null;
    },
    noteUsed({ name }, number) {
      leases = without(leases, name, number);
    },
    keep: () => keepLeases(store, leases),
  };
}

/** How far a workspace without a server has counted. */
export const countedUpTo = (store: ReplicaStore, counter: string): number =>
  Number(store.meta(`serial:${counter}`) ?? 0);

export const keepCounted = (store: ReplicaStore, counter: string, number: number): void =>
  store.setMeta(`serial:${counter}`, String(number));

function counted(store: ReplicaStore): Source {
  const last = new Map<string, number>();
  const lastOf = (counter: string): number => last.get(counter) ?? countedUpTo(store, counter);
  return {
    next({ name }) {
      const next = lastOf(name) + 1;
      last.set(name, next);
      return next;
    },
    noteUsed({ name }, number) {
      if (number > lastOf(name)) last.set(name, number);
    },
    keep() {
      for (const [counter, number] of last) keepCounted(store, counter, number);
    },
  };
}
