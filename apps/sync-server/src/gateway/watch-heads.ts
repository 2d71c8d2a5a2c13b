import type { AuthorityStore } from '@satchel/sync/server';
import type { Gateway } from './gateway.ts';

/** How long a change that another node took may stay unseen when nobody tells of it. */
const pollMs = 300;

/** Asks for the heads of the tenants that have devices here, since another node may have moved them. */
export function watchHeads(store: AuthorityStore, gateway: Gateway, onError: (error: unknown) => void): () => void {
  const seen = new Map<string, number>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const tenants = gateway.tenants();
    for (const tenant of tenants) {
      const head = await store.read(tenant, (reader) => reader.head());
      if (seen.get(tenant) !== head) gateway.notice(tenant);
      seen.set(tenant, head);
    }
    for (const tenant of seen.keys()) if (!tenants.includes(tenant)) seen.delete(tenant);
  };
  const again = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      look().catch(onError).finally(again);
    }, pollMs);
  };
  again();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
