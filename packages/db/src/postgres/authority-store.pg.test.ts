import { authorityStoreContract, storeContractModel } from '@satchel/sync/authority-store.contract';
import { openPglite, openServer, openStore } from '../../test/postgres-stores.ts';

authorityStoreContract('PostgreSQL', () => openStore(openServer(), storeContractModel));
authorityStoreContract('PGlite', () => openStore(openPglite(), storeContractModel));
