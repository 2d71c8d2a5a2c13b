import { authorityStoreContract, storeContractModel } from '@satchel/sync/authority-store.contract';
import { databaseHands } from '../../test/database-hands.ts';
import { openPglite, openServer, openStore } from '../../test/postgres-stores.ts';

for (const [name, open] of [
  ['PostgreSQL', openServer],
  ['PGlite', openPglite],
] as const) {
  authorityStoreContract(name, async () => {
    const opened = await open();
    return { ...(await openStore(Promise.resolve(opened), storeContractModel)), hands: databaseHands(opened) };
  });
}
