import type { RecordId } from '@satchel/core';
import type { ReplicaStore } from './replica-store.ts';

/** How far a load of everything has come, so that one that was broken off goes on where it was. */
interface LoadProgress {
  readonly generation: string;
  /** The sequence that was declared before its first page: from there it goes on afterwards, however long it takes. */
  readonly snapshot: number;
  readonly epoch: Readonly<Record<string, string>>;
  readonly done: readonly string[];
  /** The entity of which some pages are kept; null: none, or they must be asked for again. */
  readonly half: LoadedHalf | null;
}

export interface LoadedHalf {
  readonly entity: string;
  readonly afterId: RecordId;
}

/** What the server has declared of a load. */
interface DeclaredLoad {
  readonly generation: string;
  readonly snapshot: number;
  readonly epoch: Readonly<Record<string, string>>;
  readonly load: readonly string[];
}

const key = 'load';

function progressOf(store: ReplicaStore): LoadProgress | null {
  const text = store.meta(key);
  return text === undefined || text === '' ? null : (JSON.parse(text) as LoadProgress);
}

/**
 * Begins to load everything, or goes on with a load that was broken off: what was loaded of an entity stays good as long
 * as its member sees the same of it, since every change after the first declaration comes afterwards.
 */
export function beginLoad(
  store: ReplicaStore,
  { generation, snapshot, epoch, load }: DeclaredLoad,
): { readonly snapshot: number; readonly left: readonly string[]; readonly half: LoadedHalf | null } {
  const before = progressOf(store);
  const isSame = (entity: string): boolean => before?.epoch[entity] === epoch[entity];
  const done = before?.generation === generation ? before.done.filter(isSame) : [];
  const left = load.filter((entity) => !done.includes(entity));
  const [next] = left;
  const kept = before?.generation === generation ? before.half : null;
  const half = kept !== null && kept.entity === next && isSame(next) ? kept : null;
  const isNew = before === null || (done.length === 0 && half === null);
  const progress = { generation, snapshot: isNew ? snapshot : before.snapshot, epoch, done, half };
  store.setMeta(key, JSON.stringify(progress));
  return { snapshot: progress.snapshot, left, half };
}

/** In the transaction that keeps pages of an entity. */
export function noteHalf(store: ReplicaStore, half: LoadedHalf | null): void {
  const progress = progressOf(store);
  if (progress) store.setMeta(key, JSON.stringify({ ...progress, half }));
}

/** In the transaction that makes an entity whole. */
export function noteWhole(store: ReplicaStore, entity: string): void {
  const progress = progressOf(store);
  if (progress) store.setMeta(key, JSON.stringify({ ...progress, done: [...progress.done, entity], half: null }));
}

export const forgetLoad = (store: ReplicaStore): void => store.setMeta(key, '');
