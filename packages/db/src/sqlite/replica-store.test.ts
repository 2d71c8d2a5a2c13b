import { replicaStoreContract } from '@satchel/sync/replica-store.contract';
import { contractModel } from '@satchel/sync/replica-store-model.contract';
import { createWorkspace } from '../../test/workspace.ts';
import { createSqliteReplicaStore } from './replica-store.ts';

replicaStoreContract('SQLite', () => {
  const workspace = createWorkspace(contractModel);
  return { store: createSqliteReplicaStore(workspace.db, contractModel), close: workspace.remove };
});
