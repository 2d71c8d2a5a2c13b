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

/** Every stage in its order. `paths` narrow the stages that run tests. */
export function stages(paths: readonly string[]): readonly Stage[] {
  return [
    { name: 'types', commands: [['tsc', '-b']], budgetSeconds: 120 },
    {
      name: 'lint',
      commands: [
        ['biome', 'check', '--error-on-warnings', '.'],
        ['oxlint', '--deny-warnings', '.'],
      ],
      budgetSeconds: 120,
    },
    { name: 'layers', commands: [['node', 'scripts/layers/main.ts']], budgetSeconds: 30 },
    { name: 'unit', commands: [['vitest', 'run', ...paths]], budgetSeconds: 300, report: 'test-results/vitest.json' },
    {
      name: 'build',
      commands: [['turbo', 'run', 'build', '--ui=stream', '--output-logs=new-only']],
      budgetSeconds: 120,
      ...absentUnless(hasBuild(), 'no package has a build script yet'),
    },
    {
      name: 'browser',
      commands: [['playwright', 'test', '--config', 'apps/desktop/playwright.config.ts', ...paths]],
      budgetSeconds: 420,
      report: 'test-results/playwright.json',
      ...absentUnless(globSync('apps/desktop/e2e/**/*.spec.ts', { cwd: root }).length > 0, 'there are no specs yet'),
    },
  ];
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
