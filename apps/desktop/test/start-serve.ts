import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { createWsPort } from '../src/backend/host/ws-port.ts';
import { type Client, createClient } from '../src/shared/rpc.ts';

/** A service that runs in a process of its own. */
export interface StartedServe {
  /** With the token of its run. */
  readonly address: string;
  readonly child: ChildProcess;
  /** Its exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  /** Everything that it has told as a problem until now. */
  readonly problems: () => string;
}

export interface StartServeOptions {
  /** The workspace's folder, and beside it a small page. */
  readonly dir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What stands before `node`, such as a program that limits it. */
  readonly under?: readonly string[];
}

/** Starts the service on `DIR/workspace`; rejects with what it said when it ends before it is open. */
export async function startServe({ dir, args = [], env = {}, under = [] }: StartServeOptions): Promise<StartedServe> {
  const window = join(dir, 'window');
  mkdirSync(window, { recursive: true });
  writeFileSync(join(window, 'index.html'), 'page');
  const [program = process.execPath, ...rest] = [
    ...under,
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, '../src/backend/commands/serve.ts'),
    `--workspace=${join(dir, 'workspace')}`,
    `--window=${window}`,
    ...args,
  ];
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let problems = '';
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const printed = /open at (\S+)\n/.exec(said)?.[1];
      if (printed !== undefined) resolve(printed);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      problems += chunk.toString();
    });
    child.once('close', () => reject(new Error(problems)));
  });
  return { address, child, ended, problems: () => problems };
}

/** What a browser does with the printed address: the token becomes a cookie, then the page's socket opens. */
export async function connectTo(address: string): Promise<{ readonly client: Client; readonly socket: WebSocket }> {
  const entered = await fetch(address, { redirect: 'manual' });
  const { host, origin } = new URL(address);
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${host}/port`, { headers: { cookie, origin } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { client: createClient(createWsPort(socket)), socket };
}
