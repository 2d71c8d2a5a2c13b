// The environment that every tool and task of this project runs in. No dependencies: it runs before anything is
// installed, under whatever Node the user has.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Programs of the installed dependencies, `node` of the pinned version among them. */
export const binFolder = join(root, 'node_modules', '.bin');

/**
 * The caller's environment without what npm adds to it, which would change what pnpm, turbo and electron-builder do,
 * and with the project's own programs first on the path.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(env) {
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name)),
  );
  const pathName = Object.keys(kept).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = (kept[pathName] ?? '').split(delimiter).filter((folder) => folder !== binFolder);
  return { ...kept, [pathName]: [binFolder, ...path].join(delimiter), TURBO_TELEMETRY_DISABLED: '1' };
}

/**
 * The Node that runs tasks: the one that came with the dependencies, else the user's own.
 * @returns {string}
 */
export function taskNode() {
  const installed = join(binFolder, 'node');
  return existsSync(installed) ? installed : process.execPath;
}
