import { readPassphrase } from './commands/passphrase.ts';
import { type ParentPort, runElectronHost } from './host/electron-host.ts';

// Electron gives every utility process this port; Node's own types do not know it.
const parent = Reflect.get(process, 'parentPort') as ParentPort;

runElectronHost(parent, new URL('./database-thread.js', import.meta.url), readPassphrase(undefined, process.env));
