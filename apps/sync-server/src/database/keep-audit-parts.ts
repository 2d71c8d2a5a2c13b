import { makeAuditPartitions, type PostgresDatabase } from '@satchel/db/server';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes the parts of the audit that the coming months need, now and once a day. One that was not made in time is no
 * harm: what is written lies in the default part.
 */
export function keepAuditParts(
  database: PostgresDatabase,
  now: () => number,
  onError: (error: unknown) => void,
): () => void {
  const make = (): void => {
    void makeAuditPartitions(database, new Date(now()).toISOString().slice(0, 10)).catch(onError);
  };
  make();
  const timer = setInterval(make, dayMs);
  return () => clearInterval(timer);
}
