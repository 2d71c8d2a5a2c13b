import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkspace } from '../src/backend/service/workspace.ts';
import { openWorkspace, type Workspace } from '../src/backend/workspace/open-workspace.ts';

/** Runs the work on a folder that is gone afterwards. */
export async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'satchel-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** An open workspace that has its user and pipelines. */
export async function openBenchWorkspace(dir: string): Promise<Workspace> {
  const opened = await openWorkspace({ dir });
  if (!opened.ok) throw new Error(opened.error.message);
  const made = await createWorkspace(opened.value, {
    name: 'Bench',
    userName: 'Bench',
    currency: 'USD',
    country: 'US',
  });
  if (!made.ok) throw new Error(made.error[0]?.message);
  return opened.value;
}
