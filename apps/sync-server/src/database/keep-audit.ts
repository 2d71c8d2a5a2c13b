import { makeAuditPartitions, type PostgresDatabase, retainAudit } from '@satchel/db/server';

export interface KeepAuditOptions {
  readonly database: PostgresDatabase;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For how many whole months what was accepted is kept; null: for ever. */
  readonly retentionMonths: number | null;
  /** Told of how many tenants something was forgotten. */
  readonly onForgotten: (tenants: number) => void;
  readonly onError: (error: unknown) => void;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes the parts of the audit that the coming months need, and forgets those whose time is over, now and once a day;
 * several nodes do it one after another. A part that was not made in time is no harm: what is written lies in the
 * default one.
 *
 * @returns stops it, when what is under way is done
 */
export function keepAudit({
  database,
  now,
  retentionMonths,
  onForgotten,
  onError,
}: KeepAuditOptions): () => Promise<void> {
  const keep = async (): Promise<void> => {
    const today = new Date(now());
    await makeAuditPartitions(database, dayOf(today));
    if (retentionMonths === null) return;
    const before = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - retentionMonths, 1));
    const tenants = await retainAudit(database, dayOf(before));
    if (tenants > 0) onForgotten(tenants);
  };
  let running = keep().catch(onError);
  const timer = setInterval(() => {
    running = keep().catch(onError);
  }, dayMs);
  return () => {
    clearInterval(timer);
    return running;
  };
}

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);
