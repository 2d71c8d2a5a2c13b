import { createMemoryReplicaStore } from './memory-store.ts';
import { contractModel, replicaStoreContract } from './replica-store.contract.ts';

replicaStoreContract('memory', () => ({ store: createMemoryReplicaStore(contractModel), close: () => undefined }));
