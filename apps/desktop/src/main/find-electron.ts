import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Electron may be. */
export interface FindElectronOptions {
  /** The folder of the npm package `electron`. */
  readonly packageFolder: string;
  /** Remembers that the program could not be had, so that only the first start waits for it. */
  readonly failureNote: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How long the first start waits for the download. */
const installTimeoutMs = 20_000;

/** Electron's program; undefined when it is not to be had. Tries to install it once. */
export function findElectron(options: FindElectronOptions): string | undefined {
  return installedElectron(options) ?? (install(options) ? installedElectron(options) : undefined);
}

/** Found without importing the package, which would start a download. */
export function installedElectron({ packageFolder, environment }: FindElectronOptions): string | undefined {
  const { ELECTRON_EXEC_PATH: exact, ELECTRON_OVERRIDE_DIST_PATH: folder } = environment;
  const note = join(packageFolder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8').trim() : 'electron';
  const places = [
    ...(exact === undefined ? [] : [exact]),
    ...(folder === undefined ? [] : [join(folder, name)]),
    ...(existsSync(note) ? [join(packageFolder, 'dist', name)] : []),
  ];
  return places.find((place) => existsSync(place));
}

function install({ packageFolder, failureNote, environment }: FindElectronOptions): boolean {
  const script = join(packageFolder, 'install.js');
  if (existsSync(failureNote) || !existsSync(script) || environment.ELECTRON_SKIP_BINARY_DOWNLOAD) return false;
  console.log('Fetching Electron once …');
  const { status } = spawnSync(process.execPath, [script], { timeout: installTimeoutMs, stdio: 'ignore' });
  if (status === 0) return true;
  mkdirSync(dirname(failureNote), { recursive: true });
  writeFileSync(failureNote, 'Electron could not be fetched. Remove this file to try again.\n');
  return false;
}
