import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveWorkspace } from './serve-workspace.ts';

export interface RunningApp {
  /** With the token of this run. */
  readonly address: string;
  readonly dir: string;
  /** Of the backend's process. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** The real backend with its browser host, on a workspace of its own that goes with it. */
export async function startApp(dir = mkdtempSync(join(tmpdir(), 'satchel-e2e-'))): Promise<RunningApp> {
  const { address, pid, stop } = await serveWorkspace(dir);
  return {
    address,
    dir,
    pid,
    async stop() {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
