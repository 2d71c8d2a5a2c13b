import { z } from 'zod';
import type { ReplicaStore } from './replica-store.ts';

/** Numbers that the server gave to this device alone, by counter, as ranges with both ends, in order. */
export type Leases = Readonly<Record<string, readonly Range[]>>;

type Range = readonly [first: number, last: number];

const key = 'leases';
const kept = z.record(z.string(), z.array(z.tuple([z.int().min(1), z.int().min(1)])));

export function leasesOf(store: ReplicaStore): Leases {
  const text = store.meta(key);
  return text === undefined || text === '' ? {} : kept.parse(JSON.parse(text));
}

export const keepLeases = (store: ReplicaStore, leases: Leases): void => store.setMeta(key, JSON.stringify(leases));

/**
 * Gives up what is left: the device's database, or the server's, is an older copy of itself, so that these numbers may
 * have been given already.
 */
export const voidLeases = (store: ReplicaStore): void => store.setMeta(key, '');

export function addRange(leases: Leases, counter: string, range: Range): Leases {
  return { ...leases, [counter]: [...(leases[counter] ?? []), range] };
}

/** The next number of a counter, and the leases without it; null when there is none. */
export function takeNext(leases: Leases, counter: string): { readonly number: number; readonly rest: Leases } | null {
  const [first] = leases[counter] ?? [];
  return first === undefined ? null : { number: first[0], rest: without(leases, counter, first[0]) };
}

/** The leases without a number that is used already. */
export function without(leases: Leases, counter: string, number: number): Leases {
  const ranges = leases[counter] ?? [];
  if (!ranges.some(([first, last]) => first <= number && number <= last)) return leases;
  const left = ranges.flatMap(([first, last]): readonly Range[] => {
    if (number < first || number > last) return [[first, last]];
    const before: readonly Range[] = first < number ? [[first, number - 1]] : [];
    return number < last ? [...before, [number + 1, last]] : before;
  });
  return { ...leases, [counter]: left };
}

export const countLeft = (leases: Leases, counter: string): number =>
  (leases[counter] ?? []).reduce((sum, [first, last]) => sum + last - first + 1, 0);
