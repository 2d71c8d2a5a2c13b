import type { AuthorityStore } from '@satchel/sync/server';
import type { Gateway } from './gateway.ts';

/** How long a change that another node took may stay unseen when nobody tells of it. */
export const pollMs = 300;

/** Asks for the heads of the tenants that have devices here, since another node may have moved them. */
export function watchHeads(
  store: AuthorityStore,
  gateway: Gateway,
  onError: (error: unknown) => void,
  everyMs: number,
): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    for (const tenant of gateway.tenants()) {
      gateway.notice(tenant, await store.read(tenant, (reader) => reader.head()));
    }
  };
  const again = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      look().catch(onError).finally(again);
    }, everyMs);
  };
  again();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
