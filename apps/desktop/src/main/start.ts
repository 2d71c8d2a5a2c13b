import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * `npm start`: builds the window when its sources changed, and opens the app. Without Electron on this machine the same
 * backend and the same window open in the browser.
 *
 * Options: `--workspace DIR`, `--host browser`, `--port P`, `--no-open`.
 */
const root = resolve(import.meta.dirname, '../../../..');
const desktop = join(root, 'apps/desktop');

const { values } = parseArgs({
  options: {
    workspace: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string', default: '0' },
    'no-open': { type: 'boolean', default: false },
  },
});

const calledFrom = process.env.SATCHEL_CALLED_FROM ?? process.cwd();
const named = values.workspace;
const dir =
  named === undefined ? join(root, '.satchel/workspace') : isAbsolute(named) ? named : resolve(calledFrom, named);

const built = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only', '--log-prefix=none'], {
  cwd: root,
  encoding: 'utf8',
});
if (built.status !== 0) {
  console.error(`The window could not be built.\n${built.stdout}${built.stderr}`);
  process.exit(1);
}
if (values.host !== 'browser' && electronPath() === undefined) {
  console.error('Electron is not installed on this machine, so Satchel opens in your browser instead.');
}
serve();

/** Found without importing the package, which would start a download. */
function electronPath(): string | undefined {
  const { ELECTRON_EXEC_PATH: exact, ELECTRON_OVERRIDE_DIST_PATH: folder } = process.env;
  if (exact !== undefined && existsSync(exact)) return exact;
  const installed = join(desktop, 'node_modules/electron');
  const name = existsSync(join(installed, 'path.txt')) ? readFileSync(join(installed, 'path.txt'), 'utf8') : 'electron';
  return [...(folder === undefined ? [] : [join(folder, name)]), join(installed, 'dist', name)].find(existsSync);
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(desktop, 'package.json'), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return typeof known === 'string' ? known : '';
}

function serve(): void {
  const args = ['--workspace', dir, '--window', join(desktop, 'out/renderer'), '--port', values.port, '--version', version()];
  const backend = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(desktop, 'src/backend/commands/serve.ts'),
      ...args,
      // The clone's own workspace shows a newcomer a CRM with data in it; a named folder starts with the first screen.
      ...(named === undefined ? ['--with-sample'] : []),
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  backend.stdout.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    process.stdout.write(text);
    const address = /Satchel is open at (\S+)/.exec(text)?.[1];
    if (address !== undefined && !values['no-open']) openBrowser(address);
  });
  backend.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => backend.kill('SIGTERM'));
}

function openBrowser(address: string): void {
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const hasDisplay =
    process.platform !== 'linux' || process.env.DISPLAY !== undefined || process.env.WAYLAND_DISPLAY !== undefined;
  if (!hasDisplay) return;
  // Whoever has no such program has the address in the terminal.
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
