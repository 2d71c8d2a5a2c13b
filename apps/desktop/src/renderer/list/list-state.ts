import { type Entity, everything, isSortableKind, parseWhere, type Sort, type Where } from '@satchel/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { ListPlace } from '../data/model.ts';

/** What a list shows, as its address says it: filter, order, words. */
export interface ListState {
  readonly where: Where;
  readonly sort: Sort;
  readonly search: string;
}

/** A pause of typing after which the address says what is sought; writing it with every key would cost each a frame. */
const pauseMs = 150;

export function useListState(entity: Entity): readonly [ListState, (change: Partial<ListState>) => void] {
  const [params, setParams] = useSearchParams();
  /** Typed, and not in the address yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const pause = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(pause.current), []);
  const text = params.get('where');
  const sortText = params.get('sort');
  const search = typed ?? params.get('q') ?? '';
  const state = useMemo(
    () => ({ where: readWhere(text), sort: readSort(entity, sortText), search }),
    [entity, text, sortText, search],
  );
  const write = (next: Partial<ListState>, replace: boolean) => {
    window.clearTimeout(pause.current);
    setTyped(null);
    setParams(
      (current) => {
        const changed = new URLSearchParams(current);
        if (next.where) setOrDelete(changed, 'where', isEverything(next.where) ? '' : JSON.stringify(next.where));
        if (next.sort) setOrDelete(changed, 'sort', `${next.sort.field}:${next.sort.direction}`);
        if (next.search !== undefined) setOrDelete(changed, 'q', next.search);
        return changed;
      },
      { replace },
    );
  };
  const change = (next: Partial<ListState>) => {
    const { search: words, ...others } = next;
    if (words !== undefined && Object.keys(others).length === 0) {
      window.clearTimeout(pause.current);
      setTyped(words);
      pause.current = window.setTimeout(() => write(next, true), pauseMs);
    } else write(typed === null ? next : { search: typed, ...next }, words !== undefined);
  };
  return [state, change];
}

/** What is shown of a place: its own condition besides the filter of its address. */
export function usePlaceState({ where: own }: ListPlace, state: ListState): ListState {
  return useMemo(() => (isEverything(own) ? state : { ...state, where: { and: [own, state.where] } }), [own, state]);
}

/** The address of a list with this filter. */
export const filteredPath = (entity: Entity, where: Where): string =>
  isEverything(where)
    ? `/e/${entity.plural}`
    : `/e/${entity.plural}?${new URLSearchParams({ where: JSON.stringify(where) })}`;

export const isEverything = (where: Where): boolean => 'and' in where && where.and.length === 0;

function setOrDelete(params: URLSearchParams, key: string, value: string): void {
  if (value === '') params.delete(key);
  else params.set(key, value);
}

function readWhere(text: string | null): Where {
  if (text === null) return everything;
  try {
    const parsed = parseWhere(JSON.parse(text));
    return parsed.ok ? parsed.value : everything;
  } catch {
    return everything;
  }
}

function readSort(entity: Entity, text: string | null): Sort {
  const [field = '', direction] = (text ?? '').split(':');
  const kind = entity.fields[field]?.kind;
  if (kind && isSortableKind[kind]) return { field, direction: direction === 'desc' ? 'desc' : 'asc' };
  return entity.views.sort ?? { field: 'createdAt', direction: 'desc' };
}
