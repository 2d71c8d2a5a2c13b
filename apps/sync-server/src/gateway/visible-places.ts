import type { Model, RecordId } from '@satchel/core';
import { type AuthorityStore, readerNow, recordKey, sees } from '@satchel/sync/server';
import type { Place } from './presence.ts';

/** Of the records that somebody says to look at, those that they may see now. */
export const visiblePlaces = async (
  store: AuthorityStore,
  model: Model,
  { tenant, member }: { readonly tenant: string; readonly member: RecordId },
  places: readonly Place[],
): Promise<readonly Place[]> =>
  places.length === 0
    ? []
    : await store.read(tenant, async (reader) => {
        const mine = await readerNow(reader, model, member);
        if (!mine) return [];
        const scopes = await reader.scopes(places.map(({ entity, id }) => ({ entity, id })));
        return places.filter(({ entity, id }) => {
          const labels = scopes.get(recordKey(entity, id));
          return labels !== undefined && sees(mine, entity, labels);
        });
      });
