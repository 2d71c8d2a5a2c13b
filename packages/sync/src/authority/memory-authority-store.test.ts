import { authorityStoreContract, storeContractModel } from './authority-store.contract.ts';
import { createMemoryAuthorityStore } from './memory-authority-store.ts';

authorityStoreContract('memory', async () => ({
  store: createMemoryAuthorityStore(storeContractModel, {
    // What JSON writes for NUL.
    refuses: (acceptance) => JSON.stringify(acceptance).includes('\\u0000'),
  }),
  close: async () => undefined,
}));
