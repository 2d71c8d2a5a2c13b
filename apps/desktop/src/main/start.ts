import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findElectron } from './find-electron.ts';

const root = resolve(import.meta.dirname, '../../../..');
const desktop = join(root, 'apps/desktop');
const usage =
  'Usage: npm start -- [--workspace DIR] [--host browser|electron] [--port P] [--no-open] [--passphrase-file FILE]';

/**
 * `npm start`: builds the app when its sources changed, and opens it. Where Electron is not to be had, the same backend
 * and the same window open in the browser. Without `--workspace` it is the clone's own workspace, which comes with
 * sample data; a named folder that is empty starts with the first screen.
 */
function main(): undefined {
  const given = readArguments();
  if (given === undefined) return end(usage, 2);
  const named = given.workspace;
  const from = process.env.SATCHEL_CALLED_FROM ?? process.cwd();
  const dir = named === undefined ? join(root, '.satchel/workspace') : resolve(from, named);
  const passphraseFile = given['passphrase-file'];
  // Both hosts read it there; the passphrase itself goes through no arguments.
  if (passphraseFile !== undefined) {
    process.env.SATCHEL_PASSPHRASE_FILE = resolve(from, passphraseFile);
    delete process.env.SATCHEL_PASSPHRASE;
  }
  const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only', '--log-prefix=none'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  if (built.status !== 0) return end(`The app could not be built.\n${built.stdout}${built.stderr}`, 1);

  const electron = given.host === 'browser' || !hasDisplay() ? undefined : electronProgram();
  if (given.host === 'electron' && electron === undefined) {
    return end('Electron is not to be had on this machine: start with --host browser.', 1);
  }
  if (electron !== undefined) return follow(openElectron(electron, dir));
  if (given.host === undefined) {
    console.error('Electron is not to be had on this machine, so Satchel opens in your browser instead.');
  }
  follow(serve(dir, given.port, named === undefined, given['no-open']));
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        workspace: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        'passphrase-file': { type: 'string' },
      },
    });
    return ['browser', 'electron', undefined].includes(values.host) ? values : undefined;
  } catch {
    return undefined;
  }
}

const electronProgram = (): string | undefined =>
  findElectron({
    packageFolder: join(desktop, 'node_modules/electron'),
    failureNote: join(root, '.satchel/electron-absent'),
    environment: process.env,
  });

const openElectron = (program: string, dir: string): ChildProcess =>
  spawn(program, [desktop], { cwd: root, stdio: 'inherit', env: { ...process.env, SATCHEL_WORKSPACE: dir } });

/** Prints the address, and opens it. */
function serve(dir: string, port: string, withSample: boolean, staysClosed: boolean): ChildProcess {
  const backend = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(desktop, 'src/backend/commands/serve.ts'),
      `--workspace=${dir}`,
      `--window=${join(desktop, 'out/renderer')}`,
      `--port=${port}`,
      `--version=${version()}`,
      ...(withSample ? ['--with-sample'] : []),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  let isOpened = false;
  backend.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    said += chunk.toString();
    const address = /Satchel is open at (\S+)\n/.exec(said)?.[1];
    if (address === undefined || isOpened) return;
    isOpened = true;
    if (!staysClosed && hasDisplay()) openBrowser(address);
  });
  return backend;
}

/** Ends when the app does. A terminal's Ctrl-C reaches it by itself. */
function follow(app: ChildProcess): undefined {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => app.kill('SIGTERM'));
  process.on('SIGHUP', () => app.kill('SIGTERM'));
  app.on('error', (error) => end(`Satchel could not be started: ${error.message}`, 1));
  app.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

function openBrowser(address: string): void {
  const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };
  // Whoever has no such program has the address in the terminal.
  spawn(openers[process.platform] ?? 'xdg-open', [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(desktop, 'package.json'), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return typeof known === 'string' ? known : '';
}

function end(sentence: string, code: number): undefined {
  console.error(sentence);
  process.exitCode = code;
}

main();
