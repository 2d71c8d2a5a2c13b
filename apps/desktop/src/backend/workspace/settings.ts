import { isJsonObject, type JsonObject, type JsonValue } from '@satchel/core';
import type { ReplicaStore } from '@satchel/sync';

/** Small values of this device's workspace that travel nowhere. */
export interface Settings {
  get(key: string): JsonValue | undefined;
  set(key: string, value: JsonValue): void;
  all(): JsonObject;
}

/** Settings kept beside the records, in the same file. */
export function createSettings(store: Pick<ReplicaStore, 'meta' | 'setMeta'>): Settings {
  const read = (key: string): JsonValue | undefined => {
    const text = store.meta(key);
    // Only this file writes them.
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  };
  const keys = (): readonly string[] => {
    const known = read('settings');
    return isJsonObject(known) ? Object.keys(known) : [];
  };
  return {
    get: (key) => read(`setting:${key}`),
    set(key, value) {
      const known = keys();
      if (!known.includes(key)) {
        store.setMeta('settings', JSON.stringify(Object.fromEntries([...known, key].map((name) => [name, true]))));
      }
      store.setMeta(`setting:${key}`, JSON.stringify(value));
    },
    all: () =>
      Object.fromEntries(
        keys().flatMap((key) => {
          const value = read(`setting:${key}`);
          return value === undefined ? [] : [[key, value]];
        }),
      ),
  };
}
