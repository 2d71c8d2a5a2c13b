/** One test of a run: its whole title, and how it ended. */
export interface TestResult {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

type Parsed = Readonly<Record<string, unknown>>;

/** Reads the JSON report of Vitest or of Playwright. A file that could not even be loaded counts as one failure. */
export function readResults(json: string): readonly TestResult[] {
  const report: unknown = JSON.parse(json);
  if (!isObject(report)) throw new Error('A test report is an object.');
  if (Array.isArray(report.testResults)) return objects(report.testResults).flatMap(vitestFile);
  const broken = objects(report.errors).map((error) => failed(firstLine(error.message)));
  return [...objects(report.suites).flatMap((suite) => playwrightSuite(suite, [])), ...broken];
}

function vitestFile(file: Parsed): readonly TestResult[] {
  const tests = objects(file.assertionResults).map(
    (test): TestResult => ({ title: text(test.fullName).trim(), outcome: vitestOutcome(test.status) }),
  );
  const isBroken = file.status === 'failed' && !tests.some((test) => test.outcome === 'failed');
  return isBroken ? [...tests, failed(`${text(file.name)}: ${firstLine(file.message)}`)] : tests;
}

function vitestOutcome(status: unknown): TestResult['outcome'] {
  if (status === 'passed' || status === 'failed') return status;
  return 'skipped';
}

function playwrightSuite(suite: Parsed, above: readonly string[]): readonly TestResult[] {
  // The outermost suite is named for its file.
  const titles = suite.title === suite.file ? above : [...above, text(suite.title)];
  const specs = objects(suite.specs).flatMap((spec) =>
    objects(spec.tests).map(
      (test): TestResult => ({
        title: [...titles, text(spec.title)].join(' '),
        outcome: playwrightOutcome(test.status),
      }),
    ),
  );
  return [...specs, ...objects(suite.suites).flatMap((inner) => playwrightSuite(inner, titles))];
}

/** A test that passes only on a second try is `flaky`: not proven, so it counts as failed. */
function playwrightOutcome(status: unknown): TestResult['outcome'] {
  if (status === 'expected') return 'passed';
  return status === 'skipped' ? 'skipped' : 'failed';
}

function failed(title: string): TestResult {
  return { title, outcome: 'failed' };
}

function objects(value: unknown): readonly Parsed[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function firstLine(value: unknown): string {
  return text(value).split('\n')[0] ?? '';
}
