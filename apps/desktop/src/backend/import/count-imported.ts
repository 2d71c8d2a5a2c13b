import { isJsonObject, moneyToDecimal } from '@satchel/core';
import type { ImportTarget } from './import-target.ts';

/** What stands in a workspace and came from files: the line with which the import command ends. */
export interface ImportedCounts {
  readonly companies: number;
  readonly products: number;
  readonly members: number;
  readonly deals: number;
  readonly won: number;
  readonly lost: number;
  readonly open: number;
  /** In the workspace's currency. */
  readonly wonValue: number;
}

/** Counts what files brought and nobody deleted since. */
export function countImported(target: ImportTarget): ImportedCounts {
  const count = (entity: string): number => {
    let found = 0;
    for (const { source, deletedAt } of target.each(entity)) if (source !== null && deletedAt === null) found += 1;
    return found;
  };
  const byStatus = { won: 0, lost: 0, open: 0 };
  let wonMinor = 0;
  for (const { source, deletedAt, status, amount } of target.each('deal')) {
    if (source === null || deletedAt !== null) continue;
    if (status === 'won' || status === 'lost' || status === 'open') byStatus[status] += 1;
    const isOurs = amount !== undefined && isJsonObject(amount) && amount.currency === target.currency;
    if (status === 'won' && isOurs && typeof amount.minor === 'number') wonMinor += amount.minor;
  }
  return {
    companies: count('company'),
    products: count('product'),
    members: count('member'),
    deals: byStatus.won + byStatus.lost + byStatus.open,
    ...byStatus,
    wonValue: Number(moneyToDecimal({ minor: wonMinor, currency: target.currency })),
  };
}
