/** One measured figure. `ratio` is the value against the floor, a bare version of the same work in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'KB' | 'MB' | 'rows/s' | 'changes/s';
  /** Null where the issue of a figure is the value itself, such as what a person waits for. */
  readonly floor: number | null;
  /** The target, of the ratio when there is a floor, else of the value; null when there is none. */
  readonly most: number | null;
  readonly note: string;
}

/** Prints one JSON line: `{"name","value","unit","floor","ratio","note"}`. */
export function printFigure({ name, value, unit, floor, most, note }: Figure): void {
  const ratio = floor === null ? null : rounded(value / floor);
  const verdict = most !== null && (ratio ?? value) > most ? 'MISSED' : 'met';
  const target = most === null ? 'no target' : `at most ${most}${floor === null ? ` ${unit}` : ' ×'}: ${verdict}`;
  const line = { name, value: rounded(value), unit, floor: floor === null ? null : rounded(floor), ratio };
  console.log(JSON.stringify({ ...line, note: `${target}; ${note}` }));
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** By nearest rank. @param part 0 to 1 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('Nothing was measured.');
  return value;
}

/** Milliseconds that the work took. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const startMs = performance.now();
  const result = await work();
  return { ms: performance.now() - startMs, result };
}

const rounded = (value: number): number => Number(value.toPrecision(4));
