import type { EntityRecord, PageQuery } from '@satchel/core';
import type { Answer } from '../../shared/api.ts';

type Page = Answer<'records.page'>;

/** A screen of rows and some more: what is not seen would only make each key of a search slower. */
export const pageSize = 50;
const maxPages = 80;

/** Rows of a list by position, loaded as they come into sight; keeps at most 4,000 of them. */
export interface PageCache {
  row(index: number): EntityRecord | undefined;
  pageOf(index: number): Page | undefined;
  /** Loads what is missing between two positions. */
  want(from: number, to: number): void;
  /** Loads again what is in sight; old rows stay until the new ones are there. */
  refresh(): void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly version: () => number;
  /** False: too many were found to put them in the order that was asked for, and the newest come first. */
  isSorted(): boolean;
  /** Whether its own rows have not come yet. */
  isLoading(): boolean;
  error(): string | null;
}

type Ask = (query: PageQuery) => Promise<Page>;

/** `before`: shows its rows until the first own ones are there, so that a list never blinks while one types. */
export function createPageCache(
  ask: Ask,
  query: Pick<PageQuery, 'entity' | 'where' | 'search' | 'sort'>,
  before?: PageCache,
): PageCache {
  // A Map keeps the order of insertion: the first key is the page that was longest out of sight.
  const pages = new Map<number, Page>();
  const loading = new Set<number>();
  const stale = new Set<number>();
  const listeners = new Set<() => void>();
  let inSight: readonly [number, number] = [0, 0];
  let version = 0;
  let generation = 0;
  let problem: string | null = null;
  let earlier = before;

  const announce = () => {
    version += 1;
    for (const listener of listeners) listener();
  };

  const load = async (number: number) => {
    loading.add(number);
    const started = generation;
    const after = number > 0 && !stale.has(number - 1) ? pages.get(number - 1)?.next : undefined;
    const place = number === 0 ? {} : after ? { after } : { offset: number * pageSize };
    try {
      const page = await ask({ ...query, ...place, limit: pageSize });
      if (started !== generation) return;
      pages.delete(number);
      pages.set(number, page);
      stale.delete(number);
      problem = null;
      earlier = undefined;
      for (const oldest of pages.keys()) {
        if (pages.size <= maxPages) break;
        pages.delete(oldest);
      }
    } catch (error) {
      earlier = undefined;
      problem = error instanceof Error ? error.message : String(error);
    } finally {
      if (started === generation) {
        loading.delete(number);
        announce();
      }
    }
  };

  const want = (from: number, to: number) => {
    inSight = [from, to];
    for (let number = Math.floor(from / pageSize); number <= Math.floor(Math.max(from, to) / pageSize); number += 1) {
      const page = pages.get(number);
      if (page) {
        pages.delete(number);
        pages.set(number, page);
      }
      if ((!page || stale.has(number)) && !loading.has(number)) void load(number);
    }
  };

  return {
    row: (index) => (earlier ? earlier.row(index) : pages.get(Math.floor(index / pageSize))?.rows[index % pageSize]),
    pageOf: (index) => (earlier ? earlier.pageOf(index) : pages.get(Math.floor(index / pageSize))),
    want,
    refresh: () => {
      generation += 1;
      loading.clear();
      for (const number of pages.keys()) stale.add(number);
      want(...inSight);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    isSorted: () => pages.values().next().value?.isSorted ?? true,
    isLoading: () => pages.size === 0 && problem === null,
    error: () => problem,
  };
}
