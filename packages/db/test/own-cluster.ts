import { type PostgresCluster, startCluster } from './postgres-cluster.ts';
import { postgresSource } from './postgres-source.ts';

const source = postgresSource(process.env);

/** Whether a PostgreSQL of one's own can be started here, to be crashed. */
export const canStartCluster = source.ok && source.kind === 'programs';

/** One that keeps what it commits, whatever happens; an empty database with no other users. */
export function startDurableCluster(): Promise<PostgresCluster> {
  if (!source.ok || source.kind !== 'programs') throw new Error('There are no programs of PostgreSQL here.');
  return startCluster(source.folder, true);
}
