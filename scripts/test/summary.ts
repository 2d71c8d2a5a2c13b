import type { StageOutcome } from './run-stage.ts';

/** The end of the output: what failed, then the one line of counts, which is the last. */
export function summary(outcomes: readonly (StageOutcome & { readonly name: string })[]): {
  readonly lines: readonly string[];
  readonly isGreen: boolean;
} {
  const results = outcomes.flatMap((outcome) => outcome.results);
  const failedTests = results.filter((result) => result.outcome === 'failed');
  const failedAlone = outcomes.filter(
    (outcome) => outcome.problem !== undefined && !outcome.results.some((result) => result.outcome === 'failed'),
  );
  const count = (outcome: 'passed' | 'skipped') => results.filter((result) => result.outcome === outcome).length;
  const failed = failedTests.length + failedAlone.length;
  const skipped = count('skipped');
  return {
    lines: [
      ...failedTests.map((result) => `failed: ${result.title}`),
      ...failedAlone.map((outcome) => `failed: stage ${outcome.name}, ${outcome.problem}`),
      `${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    ],
    isGreen: failed === 0,
  };
}
