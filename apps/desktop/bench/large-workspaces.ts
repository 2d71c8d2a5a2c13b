import { join } from 'node:path';
import { writeGenerated } from '../src/backend/sample/write-generated.ts';
import { openBenchWorkspace, withFolder } from './bench-workspace.ts';

export interface LargeWorkspace {
  readonly dir: string;
  readonly contacts: number;
  readonly deals: number;
}

/**
 * Makes workspaces of generated records, runs the work on their folders, and removes them. `SATCHEL_BENCH_KEEP` names a
 * folder in which they are kept and found again: a million records take minutes.
 */
export async function withLargeWorkspaces<T>(
  sizes: readonly Omit<LargeWorkspace, 'dir'>[],
  work: (workspaces: readonly LargeWorkspace[]) => Promise<T>,
): Promise<T> {
  const kept = process.env['SATCHEL_BENCH_KEEP'];
  const run = async (parent: string): Promise<T> => {
    const workspaces: LargeWorkspace[] = [];
    for (const size of sizes) {
      const dir = join(parent, `contacts-${size.contacts}-deals-${size.deals}`);
      await fill(dir, size);
      workspaces.push({ dir, ...size });
    }
    return work(workspaces);
  };
  return kept === undefined ? withFolder(run) : run(kept);
}

async function fill(dir: string, { contacts, deals }: Omit<LargeWorkspace, 'dir'>): Promise<void> {
  const workspace = await openBenchWorkspace(dir);
  if (workspace.settings.get('bench-filled') !== true) {
    console.error(`Making a workspace of ${contacts} contacts and ${deals} deals …`);
    await writeGenerated(workspace.importTarget, { contacts, deals, seed: 1, nowMs: Date.now() });
    workspace.settings.set('bench-filled', true);
  }
  await workspace.close();
}
