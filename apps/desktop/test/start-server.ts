import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyEmptyPglite } from '@satchel/db/test-pglite';

/** A sync server as an admin starts it: a process of its own with its own database. */
export interface StartedServer {
  readonly address: string;
  /** Ends it as a broken machine would. */
  readonly kill: () => Promise<void>;
  /** Starts it again at the same address with what it had. */
  readonly restart: () => Promise<void>;
  /** Ends it and removes what it kept. */
  readonly close: () => Promise<void>;
}

const command = join(import.meta.dirname, '../../sync-server/src/commands/main.ts');

export async function startServer(): Promise<StartedServer> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-server-'));
  await copyEmptyPglite(join(folder, 'database'));
  let child: ChildProcess;
  const start = async (port: string): Promise<string> => {
    const started = spawn(process.execPath, [command], {
      env: {
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '',
        PORT: port,
        DATA_FOLDER: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    return await new Promise((resolve, reject) => {
      let output = '';
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (text: Buffer) => {
          output += text.toString();
          const address = /server is at (\S+)/.exec(output)?.[1];
          if (address !== undefined) resolve(address);
        });
      }
      started.once('exit', () => reject(new Error(`The server ended: ${output}`)));
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const address = await start('0');
  return {
    address,
    kill: () => end('SIGKILL'),
    async restart() {
      await start(new URL(address).port);
    },
    async close() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
