import { StoreRefused } from '@satchel/sync/server';

/** PostgreSQL's own code (https://www.postgresql.org/docs/14/errcodes-appendix.html); undefined for other errors. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Serialization failure and deadlock: the same work may succeed when it begins anew. */
export const isWorthRepeating = (error: unknown): boolean => {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
};

/** Another row has this key. */
export const isAlreadyThere = (error: unknown): boolean => sqlState(error) === '23505';

/** It failed because a statement before it in its transaction had failed. */
export const isConsequential = (error: unknown): boolean => sqlState(error) === '25P02';

/** Data exception, constraint violation, and a value that is too long for its index. */
const isOfData = (state: string): boolean => /^(?:22|23)/.test(state) || state === '54000';

/**
 * What is wrong with the data becomes `StoreRefused`. PostgreSQL's message and detail would tell the value, so that they
 * are left out.
 */
export function storeError(error: unknown): unknown {
  const state = sqlState(error);
  return state !== undefined && isOfData(state)
    ? new StoreRefused(`PostgreSQL cannot keep a value (${state}).`)
    : error;
}
