import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readResults, type TestResult } from '../capabilities/read-results.ts';
import { root, type Stage } from './stages.ts';

/** How a stage ended. `problem` says why it failed, in words; its tests say more. */
export interface StageOutcome {
  readonly seconds: number;
  readonly results: readonly TestResult[];
  readonly problem?: string;
}

/** Runs all of a stage's commands, with their output on the terminal; its problem is that of the first that failed. */
export async function runStage(stage: Stage): Promise<StageOutcome> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  // The report of an earlier run must not be taken for this one's.
  if (stage.report !== undefined) rmSync(join(root, stage.report), { force: true });
  let problem: string | undefined;
  for (const command of stage.commands) {
    const found = await run(command, Math.max(0, stage.budgetSeconds - seconds()));
    problem ??= found;
  }
  const results = stage.report === undefined ? [] : readReport(join(root, stage.report));
  if (stage.report !== undefined && results.length === 0) problem ??= 'it ran no tests';
  return { seconds: seconds(), results, ...(problem === undefined ? {} : { problem }) };
}

function readReport(file: string): readonly TestResult[] {
  return existsSync(file) ? readResults(readFileSync(file, 'utf8')) : [];
}

function run([program, ...args]: readonly [string, ...string[]], budgetSeconds: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    // A group of its own, so that whatever a runner started ends with it when the budget is used up.
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const end = (signal: NodeJS.Signals) => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
    };
    let isOverBudget = false;
    const budget = setTimeout(() => {
      isOverBudget = true;
      end('SIGKILL');
    }, budgetSeconds * 1000);
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
    const finish = (problem: string | undefined) => {
      clearTimeout(budget);
      process.off('SIGINT', end);
      process.off('SIGTERM', end);
      resolve(problem);
    };
    child.on('error', (error) => finish(`${program} could not be started: ${error.message}`));
    child.on('exit', (code) => {
      if (isOverBudget) finish('it is over its time budget');
      else finish(code === 0 ? undefined : `${program} ended with ${code ?? 'a signal'}`);
    });
  });
}
