/** A figure before it is printed; see `apps/desktop/bench/figure.ts`. */
export interface ServerFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'KB' | 'changes/s';
  readonly floor: number | null;
  readonly most: number | null;
  readonly note: string;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** By nearest rank. @param part 0 to 1 */
export function percentile(values: readonly number[], part: number): number {
  const value = values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(part * values.length) - 1)];
  if (value === undefined) throw new RangeError('Nothing was measured.');
  return value;
}
