import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The clone's folder. */
export const root = join(import.meta.dirname, '../..');

/** One part of `npm test`. */
export interface Stage {
  readonly name: string;
  /** Programs to run one after another, with their arguments. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** It fails when it takes longer, so that the whole stays under 15 minutes. */
  readonly budgetSeconds: number;
  /** Report with the stage's tests, if it runs any. */
  readonly report?: string;
  /** Why there is nothing to run, if so. */
  readonly absent?: string;
}

/** What needs no more than its own process: the pure packages, and the scripts. */
const unitProjects = ['core', 'sync', 'scripts'];

/**
 * Every stage in its order. `paths` narrow the stages that run tests. Tests of stores (SQLite, PostgreSQL), of files,
 * processes and sockets are those of `integration`.
 *
 * @param isCoverageAsked whether the unit tests also say which lines they reach
 */
export function stages(paths: readonly string[], isCoverageAsked = false): readonly Stage[] {
  return [
    { name: 'types', commands: [['tsc', '-b']], budgetSeconds: 10 },
    {
      name: 'lint',
      commands: [
        ['biome', 'check', '--error-on-warnings', '.'],
        ['oxlint', '--deny-warnings', '.'],
      ],
      budgetSeconds: 9,
    },
    { name: 'layers', commands: [['node', 'scripts/layers/main.ts']], budgetSeconds: 3 },
    {
      name: 'unit',
      commands: [
        vitest('unit', [
          ...unitProjects.map((name) => `--project=${name}`),
          ...(isCoverageAsked ? ['--coverage'] : []),
          ...paths,
        ]),
      ],
      budgetSeconds: 20,
      report: 'test-results/unit.json',
    },
    {
      name: 'integration',
      commands: [
        vitest('integration', [...[...unitProjects, 'simulation'].map((name) => `--project=!${name}`), ...paths]),
      ],
      budgetSeconds: 320,
      report: 'test-results/integration.json',
    },
    {
      name: 'simulation',
      commands: [
        ['node', 'packages/sync/simulate/main.ts', '--seeds', '1000', '--from', '1'],
        vitest('simulation', ['--project=simulation']),
      ],
      budgetSeconds: 95,
      report: 'test-results/simulation.json',
    },
    {
      name: 'fuzz',
      commands: [['node', 'apps/sync-server/test/fuzz/main.ts', '--seconds', '60', '--seed', '1']],
      budgetSeconds: 95,
    },
    {
      name: 'build',
      commands: [['turbo', 'run', 'build', '--ui=stream', '--output-logs=new-only']],
      budgetSeconds: 5,
      ...absentUnless(hasBuild(), 'no package has a build script yet'),
    },
    {
      name: 'browser',
      commands: [['playwright', 'test', '--config', 'apps/desktop/playwright.config.ts', ...paths]],
      budgetSeconds: 335,
      report: 'test-results/playwright.json',
      ...absentUnless(globSync('apps/desktop/e2e/**/*.spec.ts', { cwd: root }).length > 0, 'there are no specs yet'),
    },
  ];
}

function vitest(report: string, options: readonly string[]): Stage['commands'][number] {
  return ['vitest', 'run', `--outputFile.json=test-results/${report}.json`, ...options];
}

function absentUnless(isThere: boolean, reason: string): Pick<Stage, 'absent'> {
  return isThere ? {} : { absent: reason };
}

function hasBuild(): boolean {
  return globSync('{apps,packages}/*/package.json', { cwd: root }).some((file) => {
    const path = join(root, file);
    return existsSync(path) && /"build":/.test(readFileSync(path, 'utf8'));
  });
}
