import type { Result } from '@satchel/core';
import { errorTrace } from '@satchel/db';
import { type Served, serve } from '../../shared/rpc.ts';
import { createHandlers } from '../service/handlers.ts';
import { givenKey, workspaceKeys } from '../workspace/keys.ts';
import { openWorkspace, type Workspace } from '../workspace/open-workspace.ts';
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
 * `stop`; it hears `{ kind: 'ready' }`, `{ kind: 'trouble', message }` and `{ kind: 'stopped' }`.
 */
export function runElectronHost(
  parent: ParentPort,
  databaseThreadUrl: URL,
  passphrase: Result<string | undefined, string>,
): void {
  const windows = new Set<Served>();
  let opening: Promise<Opened | undefined> | undefined;

  const open = async ({ dir, keys, version }: Start): Promise<Opened | undefined> => {
    if (!passphrase.ok) {
      parent.postMessage({ kind: 'trouble', message: passphrase.error });
      return undefined;
    }
    const [first = workspaceKeys(dir, passphrase.value), ...others] = keys.map(givenKey);
    let opened = await openWorkspace({ dir, keys: first, databaseThreadUrl });
    for (const other of others) {
      if (opened.ok || opened.error.code !== 'wrong-key') break;
      opened = await openWorkspace({ dir, keys: other, databaseThreadUrl });
    }
    if (!opened.ok) {
      parent.postMessage({ kind: 'trouble', message: opened.error.message });
      return undefined;
    }
    const workspace = opened.value;
    const handlers = createHandlers({
      workspace,
      host: 'electron',
      version,
      announce: (name, announcement) => {
        for (const window of windows) window.announce(name, announcement);
      },
    });
    parent.postMessage({ kind: 'ready' });
    return { workspace, handlers };
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
    await opened?.workspace.close();
    parent.postMessage({ kind: 'stopped' });
  };

  parent.on('message', ({ data, ports }) => {
    const [port] = ports;
    if (isStart(data)) opening ??= open(data).catch(failed);
    else if (port) void connect(port);
    else if (data === 'stop') void stop();
  });
}

interface Opened {
  readonly workspace: Workspace;
  readonly handlers: ReturnType<typeof createHandlers>;
}

const isStart = (data: unknown): data is Start =>
  typeof data === 'object' &&
  data !== null &&
  'kind' in data &&
  data.kind === 'start' &&
  'dir' in data &&
  typeof data.dir === 'string' &&
  'keys' in data &&
  Array.isArray(data.keys) &&
  data.keys.every((key) => key instanceof Uint8Array) &&
  'version' in data &&
  typeof data.version === 'string';
