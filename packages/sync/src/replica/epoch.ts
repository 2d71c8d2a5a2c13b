import type { ReplicaStore } from './replica-store.ts';

const key = 'epoch';

/** By entity, what the member could see of it when it was loaded; an entity that is not whole is not there. */
export function epochOf(store: ReplicaStore): Readonly<Record<string, string>> {
  const text = store.meta(key);
  return text === undefined ? {} : (JSON.parse(text) as Record<string, string>);
}

export const noteLoaded = (store: ReplicaStore, entity: string, epoch: string): void =>
  store.setMeta(key, JSON.stringify({ ...epochOf(store), [entity]: epoch }));

/** They are loaded anew: until an entity is whole it is of no epoch. */
export function forgetLoaded(store: ReplicaStore, entities: readonly string[]): void {
  const stale = new Set(entities);
  const whole = Object.entries(epochOf(store)).filter(([entity]) => !stale.has(entity));
  store.setMeta(key, JSON.stringify(Object.fromEntries(whole)));
}
