import { actorOf, entityFor, type Model, may, serialCounters } from '@satchel/core';
import { isBeingAdopted } from './adopted-generation.ts';
import type { TenantTransaction } from './authority-store.ts';
import type { Sender } from './push.ts';
import { createTenantView } from './tenant-view.ts';

/** The numbers `first`, `first + 1` …, `count` of them. */
export interface Lease {
  readonly first: number;
  readonly count: number;
}

/** Numbers for a sender's device alone; none when the sender may not make such records. */
export async function leaseNumbers(
  model: Model,
  transaction: TenantTransaction,
  sender: Sender,
  counter: string,
  count: number,
): Promise<Lease> {
  const view = createTenantView(transaction, () => Promise.resolve());
  await view.loadRows([{ entity: 'member', id: sender.member }]);
  const actor = actorOf(model, view.row('member', sender.member)?.record);
  const known = [...serialCounters(model).values()].flat().find(({ name }) => name === counter);
  if (!actor || !known || !may(actor, `${entityFor(model, known.entity).plural}.create`)) return { first: 1, count: 0 };
  if (isBeingAdopted(await transaction.generation())) return { first: 1, count: 0 };
  const last = await transaction.counter(counter);
  await transaction.setCounter(counter, last + count);
  return { first: last + 1, count };
}
