import type { ReplicaStore } from '@satchel/sync';
import type { SqliteDatabase } from './driver.ts';

/**
 * Transactions that nest: an inner one that fails takes back its own part only. When SQLite has ended the whole
 * transaction by itself (the disk is full), nothing of any of them is left.
 */
export function createTransactions(
  db: SqliteDatabase,
  onCommitted: () => void = () => undefined,
  onRolledBack: () => void = () => undefined,
): Pick<ReplicaStore, 'transaction' | 'begin' | 'settle' | 'commit' | 'rollback'> {
  let depth = 0;
  const statement = (sql: string) => {
    const prepared = db.prepare(sql);
    return () => void prepared.run();
  };
  const beginOuter = statement('BEGIN IMMEDIATE');
  const commitOuter = statement('COMMIT');
  const rollbackOuter = statement('ROLLBACK');
  const beginInner = statement('SAVEPOINT inner');
  const commitInner = statement('RELEASE inner');
  const rollbackInner = statement('ROLLBACK TO inner');

  const assertWhole = (): void => {
    if (depth > 0 && !db.inTransaction) throw new Error('The transaction has failed: roll it back first.');
  };
  const begin = (): void => {
    assertWhole();
    if (depth === 0) beginOuter();
    else beginInner();
    depth += 1;
  };
  const commit = (): void => {
    if (depth === 0) throw new Error('There is no transaction to keep.');
    if (depth === 1) commitOuter();
    else commitInner();
    depth -= 1;
    if (depth === 0) onCommitted();
  };
  const rollback = (): void => {
    if (depth === 0) return;
    depth -= 1;
    onRolledBack();
    if (!db.inTransaction) return;
    if (depth === 0) rollbackOuter();
    else {
      rollbackInner();
      commitInner();
    }
  };
  return {
    begin,
    // What is begun here is written at once.
    settle: () => Promise.resolve(),
    commit,
    rollback,
    transaction(work) {
      begin();
      try {
        const result = work();
        commit();
        return result;
      } catch (error) {
        rollback();
        throw error;
      }
    },
  };
}
