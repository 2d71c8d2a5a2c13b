import type { Result } from '@satchel/core';
import { errorTrace } from '@satchel/db';
import { type Served, serve } from '../../shared/rpc.ts';
import { givenKey, workspaceKeys } from '../workspace/keys.ts';
import { type OpenDesk, openDesk } from '../workspaces/desk.ts';
import { createMessagePortMainPort, type MessagePortMainLike } from './message-port-main-port.ts';

/** What is needed of a utility process's line to the main process. */
export interface ParentPort {
  on(event: 'message', listener: (event: ParentMessage) => void): unknown;
  postMessage(message: unknown): void;
}

interface ParentMessage {
  readonly data: unknown;
  readonly ports: readonly MessagePortMainLike[];
}

/** What the main process sends first: the keys that the operating system's keychain keeps, 32 bytes each. */
interface Start {
  readonly kind: 'start';
  readonly dir: string;
  readonly keys: readonly Uint8Array[];
  readonly version: string;
}

/**
 * The backend in Electron's utility process. The main process says `start`, then hands over a port per window, and
 * `stop`; it hears `{ kind: 'ready' }`, `{ kind: 'trouble', message }` and `{ kind: 'stopped' }`, and answers
 * `{ kind: 'keys', dir }` with the keys of that folder.
 */
export function runElectronHost(
  parent: ParentPort,
  databaseThreadUrl: URL,
  passphrase: Result<string | undefined, string>,
): void {
  const windows = new Set<Served>();
  let opening: Promise<OpenDesk | undefined> | undefined;

  const keysAsked = new Map<string, (keys: readonly Uint8Array[]) => void>();
  /** The main process asks the keychain. */
  const askForKeys = (dir: string): Promise<readonly Uint8Array[]> =>
    new Promise((resolve) => {
      keysAsked.set(dir, resolve);
      parent.postMessage({ kind: 'keys', dir });
    });

  const open = async ({ dir, keys, version }: Start): Promise<OpenDesk | undefined> => {
    if (!passphrase.ok) {
      parent.postMessage({ kind: 'trouble', message: passphrase.error });
      return undefined;
    }
    let given: readonly Uint8Array[] | null = keys;
    const opened = await openDesk({
      home: dir,
      keysOf: async (folder) => {
        // Those that came with the start are of the first, and of no other that takes its place.
        const found = folder === dir && given ? given : passphrase.value === undefined ? await askForKeys(folder) : [];
        if (folder === dir) given = null;
        return found.length > 0 ? found.map(givenKey) : [workspaceKeys(folder, passphrase.value)];
      },
      databaseThreadUrl,
      host: 'electron',
      version,
      announce: (name, announcement) => {
        for (const window of windows) window.announce(name, announcement);
      },
    });
    if (!opened.ok) {
      parent.postMessage({ kind: 'trouble', message: opened.error.message });
      return undefined;
    }
    parent.postMessage({ kind: 'ready' });
    return opened.value;
  };

  const failed = (error: unknown): undefined => {
    console.error(`The workspace failed to open. ${errorTrace(error)}`);
    parent.postMessage({ kind: 'trouble', message: 'The workspace could not be opened. Nothing was changed.' });
  };

  const connect = async (port: MessagePortMainLike): Promise<void> => {
    const opened = await opening;
    if (!opened) {
      port.close();
      return;
    }
    const line = createMessagePortMainPort(port);
    const window = serve(line, opened.handlers);
    windows.add(window);
    line.onClose(() => windows.delete(window));
  };

  const stop = async (): Promise<void> => {
    const opened = await opening;
    await opened?.close();
    parent.postMessage({ kind: 'stopped' });
  };

  parent.on('message', ({ data, ports }) => {
    const [port] = ports;
    if (isStart(data)) opening ??= open(data).catch(failed);
    else if (isKeys(data)) keysAsked.get(data.dir)?.(data.keys);
    else if (port) void connect(port);
    else if (data === 'stop') void stop();
  });
}

/** The answer to `{ kind: 'keys', dir }`. */
type Keys = Pick<Start, 'dir' | 'keys'>;

const hasKeys = (data: unknown, kind: string): data is Keys =>
  typeof data === 'object' &&
  data !== null &&
  'kind' in data &&
  data.kind === kind &&
  'dir' in data &&
  typeof data.dir === 'string' &&
  'keys' in data &&
  Array.isArray(data.keys) &&
  data.keys.every((key) => key instanceof Uint8Array);

const isKeys = (data: unknown): data is Keys => hasKeys(data, 'keys');

const isStart = (data: unknown): data is Start =>
  hasKeys(data, 'start') && 'version' in data && typeof data.version === 'string';
