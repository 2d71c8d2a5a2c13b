import { foldText } from '@satchel/core';
import type { ImportPlan, UnresolvedValue } from '../../shared/api.ts';

/** What becomes of a value. */
export type Decision = UnresolvedValue['decision'];

/** What the plan says about the values of a column, by the folded value. */
export function decisionsOf(
  plan: Pick<ImportPlan, 'known' | 'unresolved'>,
  file: string,
  column: string,
): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const value of [...plan.known, ...plan.unresolved]) {
    if (value.file === file && value.column === column) decisions.set(foldText(value.value), value.decision);
  }
  return decisions;
}
