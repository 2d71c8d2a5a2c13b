import type { Model } from '@satchel/core';
import {
  type AuthorityStore,
  type RecordKey,
  recordKey,
  type ServerRow,
  type TenantTransaction,
} from './authority-store.ts';

/** Rows of a tenant as they were at one state of it; never changed, since several transactions may look at them. */
interface KeptRows {
  /** The generation and the end of the audit's chain, which no two states have in common. */
  readonly state: string;
  readonly rows: ReadonlyMap<string, ServerRow>;
}

const maxTenants = 1000;
const maxRowsOfTenant = 1000;

/**
 * The same store, which keeps from transaction to transaction the rows of reference data that it has read: nearly every
 * change is judged by its author's member and by stages, of which there are few, and which change seldom. They count as
 * long as nothing of the tenant has changed since but by this node, which each transaction sees by the tenant's row that
 * it holds. What a transaction wrote is read anew.
 */
export function withReferenceRows(store: AuthorityStore, model: Model): AuthorityStore {
  const kept = new Map<string, KeptRows>();

  const keep = (tenant: string, rows: KeptRows): void => {
    // Who was here last goes last.
    kept.delete(tenant);
    if (rows.rows.size > maxRowsOfTenant) return;
    kept.set(tenant, rows);
    const [oldest] = kept.keys();
    if (kept.size > maxTenants && oldest !== undefined) kept.delete(oldest);
  };

  return {
    ...store,
    async write(tenant, work) {
      const { result, rows } = await store.write(tenant, async (transaction) => {
        const opened = keeping(transaction, model, kept.get(tenant));
        return { result: await work(opened.transaction), rows: await opened.rowsAfter() };
      });
      keep(tenant, rows);
      return result;
    },
  };
}

function keeping(transaction: TenantTransaction, model: Model, before: KeptRows | undefined) {
  const isKept = (entity: string): boolean => model.entityByName.get(entity)?.isReferenceData === true;
  const begun = stateOf(transaction);
  // Whoever asks for rows hears of its failure.
  begun.catch(() => undefined);
  const read = new Map<string, ServerRow>();
  const written = new Set<string>();

  const ask = async (wanted: readonly RecordKey[]): Promise<ReadonlyMap<string, ServerRow>> => {
    const found = await transaction.rows(wanted);
    for (const [key, row] of found) if (isKept(row.entity) && !written.has(key)) read.set(key, row);
    return found;
  };

  const wrapped: TenantTransaction = {
    ...transaction,
    async rows(wanted) {
      const known = new Map<string, ServerRow>();
      const others: RecordKey[] = [];
      const ofBefore: RecordKey[] = [];
      for (const one of wanted) {
        const key = recordKey(one.entity, one.id);
        const row = isKept(one.entity) && !written.has(key) ? (read.get(key) ?? before?.rows.get(key)) : undefined;
        if (row === undefined) others.push(one);
        else {
          known.set(key, row);
          if (!read.has(key)) ofBefore.push(one);
        }
      }
      // Asked for before it is known whether what was kept counts: that is told with the first answer.
      const asked = others.length > 0 ? ask(others) : undefined;
      asked?.catch(() => undefined);
      const isCurrent = ofBefore.length === 0 || (await begun) === before?.state;
      const found = asked ? await asked : undefined;
      const again = isCurrent ? undefined : await ask(ofBefore);
      if (again) for (const { entity, id } of ofBefore) known.delete(recordKey(entity, id));
      return new Map([...known, ...(found ?? []), ...(again ?? [])]);
    },
    accept(acceptances) {
      for (const { rows } of acceptances) {
        for (const { entity, record } of rows) if (isKept(entity)) written.add(recordKey(entity, record.id));
      }
      return transaction.accept(acceptances);
    },
  };

  const rowsAfter = async (): Promise<KeptRows> => {
    const state = await stateOf(transaction);
    const old = before !== undefined && (await begun) === before.state ? before.rows : new Map<string, ServerRow>();
    if (read.size === 0 && written.size === 0) return { state, rows: old };
    const rows = new Map([...old, ...read]);
    for (const key of written) rows.delete(key);
    return { state, rows };
  };
  return { transaction: wrapped, rowsAfter };
}

const stateOf = async (transaction: TenantTransaction): Promise<string> => {
  const [generation, { link }] = await Promise.all([transaction.generation(), transaction.chainEnd()]);
  return `${generation}/${link}`;
};
