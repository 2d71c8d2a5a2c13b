import { createImportJobs } from '../src/backend/import/jobs.ts';
import type { MemoryWorkspace } from '../src/backend/import/memory-workspace.ts';
import type { ImportOptions } from '../src/shared/api.ts';

type Files = Readonly<Record<string, string>>;

/** Imports files by their names, with everything as it is guessed. */
export async function importAll(workspace: MemoryWorkspace, files: Files, options?: ImportOptions) {
  const jobs = createImportJobs(workspace.target);
  const named = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const result = await jobs.importFiles(named, options);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join(' '));
  return { ...result.value, refusedCsv: jobs.refusedRows(result.value.job) };
}
