import type { TestProject } from 'vitest/node';
import { startCluster } from './postgres-cluster.ts';
import { postgresSource } from './postgres-source.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Superuser's address of the server that this run uses. */
    postgresUrl: string;
  }
}

/** One server for the whole run of project `db-pg`. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const source = postgresSource(process.env);
  if (!source.ok) throw new Error(source.reason);
  if (source.kind === 'server') {
    project.provide('postgresUrl', source.url);
    return undefined;
  }
  const cluster = await startCluster(source.folder);
  project.provide('postgresUrl', cluster.url);
  return cluster.stop;
}
