import { type Actor, actorOf, type EntityRecord, type MemberId, type Model } from '@satchel/core';
import { recordKey, type TenantReader } from './authority-store.ts';
import { type Reader, readerOf } from './scope.ts';

const entity = 'member';

/** The record of a member as it is now, also of one who was removed. */
export const memberNow = async (
  tenant: Pick<TenantReader, 'rows'>,
  member: MemberId,
): Promise<EntityRecord | undefined> =>
  (await tenant.rows([{ entity, id: member }])).get(recordKey(entity, member))?.record;

/** With the rights that they have now; null: they are no member (any more). */
export const actorNow = async (
  tenant: Pick<TenantReader, 'rows'>,
  model: Model,
  member: MemberId,
): Promise<Actor | null> => actorOf(model, await memberNow(tenant, member));

/** What they may see now; null: they are no member (any more). */
export async function readerNow(
  tenant: Pick<TenantReader, 'rows'>,
  model: Model,
  member: MemberId,
): Promise<Reader | null> {
  const actor = await actorNow(tenant, model, member);
  return actor && readerOf(actor, model);
}
