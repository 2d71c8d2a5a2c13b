import { createMemoryReplicaStore } from './memory-store.ts';
import { replicaStoreContract } from './replica-store.contract.ts';
import { contractModel } from './store-model.contract.ts';

replicaStoreContract('memory', () => ({ store: createMemoryReplicaStore(contractModel), close: () => undefined }));
