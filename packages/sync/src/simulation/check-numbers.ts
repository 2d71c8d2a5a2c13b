import { coreModel, type SerialCounter, serialCounters } from '@satchel/core';
import type { ServerRow } from '../authority/authority-store.ts';
import { violated } from './violation.ts';

/**
 * Every record that counts has a number, and no other one has it, not even in the bin.
 *
 * @param hasRestored whether a database was put back: only then may a number have been given twice
 * @param merged records that another workspace had numbered before
 */
export function checkNumbers(rows: readonly ServerRow[], hasRestored: boolean, merged: ReadonlySet<string>): void {
  for (const counter of [...serialCounters(coreModel).values()].flat()) {
    checkCounter(
      counter,
      rows.filter(({ entity }) => entity === counter.entity),
      hasRestored,
      merged,
    );
  }
}

function checkCounter(
  { entity, field, former }: SerialCounter,
  rows: readonly ServerRow[],
  hasRestored: boolean,
  merged: ReadonlySet<string>,
): void {
  const holders = new Map<string, string>();
  for (const { record } of rows) {
    const number = record[field];
    if (typeof number !== 'string' || number === '') {
      violated('R-15', `${entity} ${record.id} has no number`);
      continue;
    }
    const holder = holders.get(number);
    if (holder !== undefined) violated('R-15', `${holder} and ${record.id} have the number ${number}`);
    holders.set(number, record.id);
    const before = former === null ? null : (record[former] ?? null);
    if (before !== null && !hasRestored && !merged.has(record.id))
      violated('R-15', `two devices gave ${JSON.stringify(before)}, to ${record.id} as well`);
  }
}
