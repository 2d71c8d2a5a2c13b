import type { ServerMessage } from '../protocol/messages.ts';
import type { AuthorityStore } from './authority-store.ts';
import type { Sender } from './push.ts';

/**
 * What is said to a device whose database is an older copy of itself. From then on the ledger forgets nothing that the
 * copy may send again under another name.
 *
 * @param cursor up to where the copy has everything, in the tenant's generation
 */
export async function tellForked(
  store: AuthorityStore,
  { tenant, device }: Sender,
  cursor: number,
): Promise<ServerMessage> {
  return await store.write(tenant, async (transaction) => {
    const [{ lastNumber }, floor] = await Promise.all([transaction.device(device), transaction.floor()]);
    const isForgotten = cursor < floor;
    if (!isForgotten) await transaction.unconfirm(device);
    return { kind: 'forked', lastNumber, isForgotten };
  });
}
