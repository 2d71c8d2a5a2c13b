import { err, ok, type Refusal, type Result } from '@satchel/core';
import { ThreadFailed, troubleOf } from '@satchel/db';
import type { FilePreview, ImportOptions, ImportPlan, ImportProgress, ImportSummary } from '../../shared/api.ts';
import { analyse } from './analyse.ts';
import type { ImportTarget } from './import-target.ts';
import { Cancelled } from './pace.ts';
import { parseCsv } from './parse-csv.ts';
import { previewPlan } from './preview-plan.ts';
import { type RefusedOfFile, refusedRowsCsv } from './refused-rows.ts';
import { cancelled, runImport } from './run-import.ts';
import type { Table } from './table.ts';

export interface ImportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Imports under way, by id. Files are kept in memory until the next job begins. */
export interface ImportJobs {
  /** @throws while one is written: whoever started it would find it gone */
  begin(): { readonly job: string };
  addFilePart(job: string, file: string, part: Uint8Array, isLast: boolean): null;
  /** `changed`: a plan of these files, as far as the user has changed it. */
  analyse(job: string, options?: ImportOptions, changed?: ImportPlan): Promise<Result<ImportPlan, readonly Refusal[]>>;
  preview(job: string, plan: ImportPlan): Promise<Result<readonly FilePreview[], readonly Refusal[]>>;
  run(job: string, plan: ImportPlan): Promise<Result<ImportSummary, readonly Refusal[]>>;
  /** What runs ends within a tenth of a second and leaves everything as it was. */
  cancel(job: string): null;
  refusedRows(job: string): string;
  /** Files straight through, with everything as it is guessed: sample data, the command. */
  importFiles(
    files: readonly ImportFile[],
    options?: ImportOptions,
  ): Promise<
    Result<{ readonly plan: ImportPlan; readonly summary: ImportSummary; readonly job: string }, readonly Refusal[]>
  >;
}

/** The size of all files of a job together. */
export const maxImportBytes = 512 * 1024 * 1024;

interface Job {
  readonly id: string;
  readonly parts: Map<string, Uint8Array[]>;
  readonly tables: Map<string, Table>;
  sizeBytes: number;
  cancelling: AbortController;
  isRunning: boolean;
  refused: readonly RefusedOfFile[];
}

export function createImportJobs(
  target: ImportTarget,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): ImportJobs {
  let current: Job | undefined;

  const jobOf = (id: string): Job => {
    if (current?.id !== id) throw new Error('This import is over: begin a new one.');
    return current;
  };

  const read = async (job: Job): Promise<Result<readonly Table[], readonly Refusal[]>> => {
    const refusals: Refusal[] = [];
    const tables: Table[] = [];
    for (const [file, parts] of job.parts) {
      const known = job.tables.get(file);
      if (known !== undefined) {
        tables.push(known);
        continue;
      }
      const table = await parseCsv(file, Buffer.concat(parts), job.cancelling.signal, (done, total) =>
        onProgress({ job: job.id, stage: 'reading', done, total }),
      );
      if (table.ok) {
        job.tables.set(file, table.value);
        tables.push(table.value);
      } else refusals.push(table.error);
    }
    return refusals.length > 0 ? err(refusals) : ok(tables);
  };

  const guarded = async <T>(job: Job, work: () => Promise<Result<T, readonly Refusal[]>>) => {
    job.cancelling = new AbortController();
    try {
      return await work();
    } catch (error) {
      // A full disk, a lost file: the import's transaction has kept nothing.
      const trouble = error instanceof ThreadFailed ? error.trouble : troubleOf(error);
      if (trouble) return err([trouble]);
      if (!(error instanceof Cancelled)) throw error;
      onProgress({ job: job.id, stage: 'cancelled', done: 0, total: 0 });
      return err([cancelled]);
    }
  };

  const write = async (job: Job, plan: ImportPlan): Promise<Result<ImportSummary, readonly Refusal[]>> => {
    const tables = await read(job);
    if (!tables.ok) return tables;
    const outcome = await runImport(plan, tables.value, target, {
      signal: job.cancelling.signal,
      onProgress: (progress) => onProgress({ job: job.id, ...progress }),
    });
    if (!outcome.ok) {
      onProgress({ job: job.id, stage: 'cancelled', done: 0, total: 0 });
      return err([outcome.error]);
    }
    job.refused = outcome.value.refused;
    const total = plan.files.reduce((sum, { rows }) => sum + rows, 0);
    onProgress({ job: job.id, stage: 'done', done: total, total });
    return ok(outcome.value.summary);
  };

  const jobs: ImportJobs = {
    begin() {
      if (current?.isRunning === true) {
        throw new Error('An import is being written. Wait until it has ended, or cancel it where it was started.');
      }
      current?.cancelling.abort();
      current = {
        id: target.newRecordId(),
        parts: new Map(),
        tables: new Map(),
        sizeBytes: 0,
        cancelling: new AbortController(),
        isRunning: false,
        refused: [],
      };
      return { job: current.id };
    },

    addFilePart(id, file, part, _isLast) {
      const job = jobOf(id);
      job.sizeBytes += part.byteLength;
      if (job.sizeBytes > maxImportBytes) throw new Error('These files are larger than 512 MB: split them.');
      const parts = job.parts.get(file) ?? [];
      parts.push(part);
      job.parts.set(file, parts);
      job.tables.delete(file);
      return null;
    },

    analyse: (id, options, changed) => {
      const job = jobOf(id);
      return guarded(job, async () => {
        const tables = await read(job);
        if (!tables.ok) return tables;
        const plan = await analyse(tables.value, target, { options, changed, signal: job.cancelling.signal });
        return plan.ok ? plan : err([plan.error]);
      });
    },

    preview: (id, plan) => {
      const job = jobOf(id);
      return guarded(job, async () => {
        const tables = await read(job);
        if (!tables.ok) return tables;
        const previews = await previewPlan(plan, tables.value, target, job.cancelling.signal);
        return previews.ok ? previews : err([previews.error]);
      });
    },

    run: async (id, plan) => {
      const job = jobOf(id);
      job.isRunning = true;
      try {
        return await guarded(job, () => write(job, plan));
      } finally {
        job.isRunning = false;
      }
    },

    cancel(id) {
      if (current?.id === id) current.cancelling.abort();
      return null;
    },

    refusedRows: (id) => refusedRowsCsv(jobOf(id).refused),

    async importFiles(files, options) {
      const { job } = jobs.begin();
      for (const { name, bytes } of files) jobs.addFilePart(job, name, bytes, true);
      const plan = await jobs.analyse(job, options);
      if (!plan.ok) return plan;
      const summary = await jobs.run(job, plan.value);
      return summary.ok ? ok({ plan: plan.value, summary: summary.value, job }) : summary;
    },
  };
  return jobs;
}
