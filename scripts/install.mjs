// Installs the dependencies with the pinned pnpm. No dependencies of its own; runs under Node 20 and newer.
// Started by hand (`node scripts/install.mjs`) it also writes the lockfile: do that after adding a dependency.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { binFolder, root, toolEnvironment } from './tool-environment.mjs';

const stampFile = join(root, 'node_modules', '.satchel-installed');

/**
 * Installs unless the lockfile is the one that was installed last.
 * @returns {boolean} false when pnpm failed; it has said why
 */
export function installWhenChanged() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockfileHash()) return true;
  console.error('Installing dependencies (once, and again whenever the lockfile changes) …');
  return install(['--frozen-lockfile']);
}

/**
 * @param {readonly string[]} options
 * @returns {boolean}
 */
function install(options) {
  const version = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').match(/^ {2}pnpm: (\d\S*)$/m)?.[1];
  if (!version) throw new Error('pnpm-workspace.yaml names no version of pnpm in its catalog.');
  const result = spawnSync(
    process.platform === 'win32' ? 'npx.cmd' : 'npx',
    ['--yes', '--prefer-offline', `pnpm@${version}`, 'install', ...options],
    // stdout is the task's own: some tasks end with a line of JSON.
    {
      cwd: root,
      env: toolEnvironment(process.env),
      stdio: ['ignore', process.stderr.fd, process.stderr.fd],
      shell: process.platform === 'win32',
    },
  );
  if (result.error) console.error(`npx could not be started: ${result.error.message}`);
  if (result.status !== 0) {
    console.error(
      'The dependencies could not be installed; the reason is above. After a change of a package.json, write the lockfile with: node scripts/install.mjs',
    );
    return false;
  }
  if (!existsSync(join(binFolder, process.platform === 'win32' ? 'vite.cmd' : 'vite'))) {
    console.error('pnpm reported success but node_modules is not complete. Remove node_modules and try again.');
    return false;
  }
  writeFileSync(stampFile, lockfileHash());
  return true;
}

/** @returns {string} */
function lockfileHash() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = install(['--no-frozen-lockfile']) ? 0 : 1;
}
