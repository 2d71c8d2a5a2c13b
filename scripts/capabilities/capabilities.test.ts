import { expect, test } from 'vitest';
import { readCapabilities, readWrittenTable } from './read-ids.ts';
import { readResults, type TestResult } from './read-results.ts';
import { unknownIds, writeTable } from './write-table.ts';

const list = `
| id | capability | FACTS | home | how to test |
|---|---|---|---|---|
| S1-01 | Isolation | "a \\| b" | C,A,S | try |
| S1-02 | Sign-in | | S, docs | try |
| S1-36 | Suites | | all | try |

| | conflict | unified answer |
|---|---|---|
| X6b required field | one | other |

| id | capability | how to test |
|---|---|---|
| B-01 | Commands | try |
`;

const capabilities = [
  { id: 'S1-01', homes: ['C', 'A', 'S'] },
  { id: 'S1-02', homes: ['S'] },
  { id: 'S1-36', homes: [] },
  { id: 'X6b', homes: [] },
  { id: 'B-01', homes: [] },
];

const result = (title: string, outcome: TestResult['outcome'] = 'passed'): TestResult => ({ title, outcome });

test('the list is read with the homes of its tables', () => {
  expect(readCapabilities(list)).toEqual(capabilities);
});

test('an id is proven when every home is, partial when some test passes, missing otherwise', () => {
  const table = writeTable(capabilities, [
    result('[S1-01/C] a | b'),
    result('[S1-01/C,A] both'),
    result('[S1-01/S] not here', 'skipped'),
    result('[S1-02/S] first'),
    result('[S1-02/S] second', 'failed'),
    result('[X6b] without a home'),
    result('[B-01/A] any home will do'),
  ]);
  expect(table.split('\n').filter((line) => /^\| [A-Z]/.test(line))).toEqual([
    '| S1-01 | partial | C,A / C,A,S | [S1-01/C] a \\| b<br>[S1-01/C,A] both |',
    '| S1-02 | partial | – / S | [S1-02/S] first |',
    '| S1-36 | missing | – / – |  |',
    '| X6b | proven | – / – | [X6b] without a home |',
    '| B-01 | proven | – / – | [B-01/A] any home will do |',
  ]);
  expect(table).toContain('2 proven, 2 partial, 1 missing.');
});

test('ids and homes survive in the written table', () => {
  expect(readWrittenTable(writeTable(capabilities, [result('[S1-01/A] a | b')]))).toEqual(capabilities);
});

test('a misspelt id is found', () => {
  expect(unknownIds(capabilities, [result('[S9-01/C] no such'), result('[B-01] known')])).toEqual([
    { id: 'S9-01', title: '[S9-01/C] no such' },
  ]);
});

test('reports of both runners are read, and what could not be loaded is a failure', () => {
  const vitest = {
    testResults: [
      {
        status: 'passed',
        assertionResults: [
          { fullName: ' [S1-01/C] a', status: 'passed' },
          { fullName: 'b', status: 'pending' },
        ],
      },
      { status: 'failed', name: 'x.test.ts', message: 'Cannot find\nmodule', assertionResults: [] },
    ],
  };
  const playwright = {
    suites: [
      {
        title: 'a.spec.ts',
        file: 'a.spec.ts',
        specs: [{ title: '[S1-01/A] c', tests: [{ status: 'expected' }] }],
        suites: [{ title: 'group', file: 'a.spec.ts', specs: [{ title: 'd', tests: [{ status: 'flaky' }] }] }],
      },
    ],
    errors: [{ message: 'No tests\nfound' }],
  };
  expect(readResults(JSON.stringify(vitest))).toEqual([
    result('[S1-01/C] a'),
    result('b', 'skipped'),
    result('x.test.ts: Cannot find', 'failed'),
  ]);
  expect(readResults(JSON.stringify(playwright))).toEqual([
    result('[S1-01/A] c'),
    result('group d', 'failed'),
    result('No tests', 'failed'),
  ]);
});
