import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserHost, startBrowserHost } from '../host/browser-host.ts';
import { importSample } from '../service/import.ts';
import { createWorkspace } from '../service/workspace.ts';
import { workspaceKeys } from '../workspace/keys.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { openDesk } from '../workspaces/desk.ts';
import { fail } from './called-from.ts';
import { passphraseArguments, readPassphrase } from './passphrase.ts';

/**
 * The backend with its browser host: `--workspace DIR --window FOLDER --port P --version V [--with-sample]
 * [--passphrase-file FILE]`. Prints the
 * address, serves until it is stopped, then closes the workspace.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      window: { type: 'string' },
      port: { type: 'string', default: '0' },
      version: { type: 'string', default: '0.0.0' },
      'with-sample': { type: 'boolean', default: false },
      ...passphraseArguments,
    },
  });
  const { workspace: dir, window: folder, version } = values;
  const port = Number(values.port);
  if (dir === undefined || folder === undefined) throw new Error('--workspace and --window are needed.');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`${values.port} is no port: give a number from 0 to 65535.`);
    process.exitCode = 2;
    return;
  }

  const passphrase = readPassphrase(values['passphrase-file'], process.env);
  if (!passphrase.ok) return fail(passphrase.error);

  let host: BrowserHost | undefined;
  const opened = await openDesk({
    home: dir,
    keysOf: (folder) => Promise.resolve([workspaceKeys(folder, passphrase.value)]),
    host: 'browser',
    version,
    announce: (name, announcement) => host?.announce(name, announcement),
    onOpened: async (workspace) => {
      if (values['with-sample'] && workspace.dir === dir && !workspace.isSetUp()) await createWithSample(workspace);
    },
  });
  if (!opened.ok) {
    const { address, message } = opened.error;
    if (address === undefined) console.error(message);
    else console.log(`Satchel is open at ${address}`);
    process.exitCode = address === undefined ? 1 : 0;
    return;
  }
  const desk = opened.value;
  try {
    host = await startBrowserHost({ handlers: desk.handlers, folder: resolve(folder), port });
    desk.setAddress(host.address);
    console.log(`Satchel is open at ${host.address}`);
    await stopped();
    host.announce('trouble', { message: 'Satchel was closed. Start it again to go on.' });
    await host.close();
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    console.error(`Port ${port} is taken by another program. Give another with --port, or none.`);
    process.exitCode = 1;
  } finally {
    await desk.close();
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

/** A newcomer sees a CRM with data in it. */
async function createWithSample(workspace: Workspace): Promise<void> {
  const made = await createWorkspace(workspace, {
    name: 'Sample workspace',
    userName: 'You',
    currency: 'USD',
    country: 'US',
  });
  const sample = made.ok ? await importSample(workspace) : made;
  if (!sample.ok) console.error(sample.error.map(({ message }) => message).join('\n'));
}

await main();
