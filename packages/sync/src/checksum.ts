/**
 * Checksums of rows: sums of a number for each (id, revision), so that they can be added up in any order, kept up by
 * what changes, and computed by a database. They find mistakes, not forgeries.
 */
export const checksumModulus = 2 ** 48;

const half = 2 ** 24;

/**
 * The number of one row: the last 48 bits of its id, which are random, in two parts, each multiplied by a part of the
 * revision. Every product is below 2^48, so that it is exact in a double, and in a `bigint` of SQL.
 */
export function rowChecksum(id: string, rev: number): number {
  const low = Number.parseInt(id.slice(-6), 16);
  const high = Number.parseInt(id.slice(-12, -6), 16);
  return (low * ((rev % half) + 1) + high * (Math.floor(rev / half) + 1)) % checksumModulus;
}

/** The same for the same rows at the same revisions. */
export function checksumOf(rows: Iterable<{ readonly id: string; readonly rev: number }>): number {
  let sum = 0;
  for (const { id, rev } of rows) sum = addChecksum(sum, rowChecksum(id, rev));
  return sum;
}

export const addChecksum = (sum: number, other: number): number => (sum + other) % checksumModulus;

export const removeChecksum = (sum: number, other: number): number => (sum - other + checksumModulus) % checksumModulus;
