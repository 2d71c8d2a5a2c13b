import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export interface ServedWorkspace {
  /** With the token of this run. */
  readonly address: string;
  /** Of its process. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const desktop = resolve(import.meta.dirname, '..');

/** The real backend with its browser host, in a process of its own, on a workspace's folder. */
export async function serveWorkspace(dir: string): Promise<ServedWorkspace> {
  const backend = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(desktop, 'src/backend/commands/serve.ts'),
      `--workspace=${dir}`,
      `--window=${join(desktop, 'out/renderer')}`,
      '--port=0',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  const address = await new Promise<string>((found, failed) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const printed = /Satchel is open at (\S+)/.exec(said)?.[1];
      if (printed !== undefined) found(printed);
    };
    backend.stdout.on('data', listen);
    backend.stderr.on('data', listen);
    backend.on('exit', (code) => failed(new Error(`The app ended with ${code}: ${said}`)));
  });
  return {
    address,
    pid: backend.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => backend.once('exit', resolve));
      backend.kill('SIGTERM');
      await ended;
    },
  };
}
