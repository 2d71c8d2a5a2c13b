// `node scripts/run.mjs TASK -- args`: every command of this project on a fresh clone. Installs when needed, then runs
// the task under the pinned Node. No dependencies; works when started by Node 20 or newer.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installWhenChanged } from './install.mjs';
import { root, taskNode, toolEnvironment } from './tool-environment.mjs';

/** What each task runs under Node, relative to the root. `start` builds what is not built yet itself. @type {Record<string, readonly string[]>} */
const tasks = {
  start: ['apps/desktop/src/main/start.ts'],
  test: ['scripts/test/main.ts'],
  // What a batch needs is garbage after it: with room for a few, little of it is looked at twice (a seventh of the time).
  server: ['--max-semi-space-size=64', 'apps/sync-server/src/commands/main.ts'],
  import: ['apps/desktop/src/backend/commands/import.ts'],
  generate: ['apps/desktop/src/backend/commands/generate.ts'],
  simulate: ['packages/sync/simulate/main.ts'],
  demo: ['apps/sync-server/test/demo.ts'],
  kill: ['apps/sync-server/test/kill.ts'],
  fuzz: ['apps/sync-server/test/fuzz/main.ts'],
  bench: ['apps/desktop/bench/main.ts'],
  capabilities: ['scripts/capabilities/main.ts'],
  lint: ['scripts/test/main.ts', '--stage', 'lint', '--stage', 'layers'],
  format: ['scripts/format.ts'],
};

const [taskName = '', ...rest] = process.argv.slice(2);
const args = rest[0] === '--' ? rest.slice(1) : rest;
const task = tasks[taskName];

if (!task) {
  console.error(`There is no task "${taskName}". Tasks: ${Object.keys(tasks).join(', ')}.`);
  process.exitCode = 2;
} else if (!installWhenChanged() || !isNodeRecent()) {
  process.exitCode = 1;
} else {
  runTask(task);
}

/** @param {readonly string[]} command */
function runTask(command) {
  const child = spawn(taskNode(), ['--disable-warning=ExperimentalWarning', ...command, ...args], {
    cwd: root,
    // Where the user stood: folders named on the command line are relative to it.
    env: {
      ...toolEnvironment(process.env),
      SATCHEL_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
      // Compiled once for every process and thread: a start takes two thirds of the time. Tests measure their coverage,
      // which it would spoil.
      ...(taskName === 'test' ? {} : { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node-compile') }),
    },
    stdio: 'inherit',
  });
  // A terminal sends Ctrl-C to the child as well; the task decides how it ends.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`The task could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

/** @returns {boolean} */
function isNodeRecent() {
  const version = spawnSync(taskNode(), ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return true;
  console.error(
    `Satchel needs Node 22.18 or newer here and found ${version || 'none that runs'}. Install Node 24 from https://nodejs.org and try again.`,
  );
  return false;
}
