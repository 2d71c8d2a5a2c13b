import { err, ok, type Refusal, type Result } from '@satchel/core';
import { ThreadFailed, troubleOf } from '@satchel/db';
import type {
  DecisionOfAll,
  FilePreview,
  ImportOptions,
  ImportPlan,
  ImportProgress,
  ImportSummary,
} from '../../shared/api.ts';
import { analyse } from './analyse.ts';
import type { ImportTarget } from './import-target.ts';
import { Cancelled } from './pace.ts';
import { parseCsv } from './parse-csv.ts';
import { valuesOfColumn, viewOfPlan, withDecisionOfAll, withView } from './plan-view.ts';
import { previewPlan } from './preview-plan.ts';
import { type RefusedOfFile, refusedRowsCsv } from './refused-rows.ts';
import { cancelled, runImport } from './run-import.ts';
import type { Table } from './table.ts';

/** A file as it was chosen. */
export interface ImportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Imports under way, by id. Files are kept in memory until the next job begins. */
export interface ImportJobs {
  /** @throws while one is written: whoever started it would find it gone */
  begin(): { readonly job: string };
  addFilePart(job: string, file: string, part: Uint8Array, isLast: boolean): null;
  /**
   * The job keeps the plan; what is given out and taken back is a view of it, see viewOfPlan. `changed`: as far as the user
   * has changed it.
   */
  analyse(job: string, options?: ImportOptions, changed?: ImportPlan): Promise<Result<ImportPlan, readonly Refusal[]>>;
  values(
    job: string,
    column: { readonly file: string; readonly column: string },
    offset: number,
    limit: number,
  ): Pick<ImportPlan, 'unresolved' | 'known'>;
  decideAll(
    job: string,
    plan: ImportPlan,
    column: { readonly file: string; readonly column: string },
    decision: DecisionOfAll,
  ): ImportPlan;
  preview(job: string, plan: ImportPlan): Promise<Result<readonly FilePreview[], readonly Refusal[]>>;
  /** @throws while this job is written already */
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

/** What a window sent back may name only some of the values: the others are as they were. */
const wholeOf = (job: Job, view: ImportPlan): ImportPlan => (job.plan === null ? view : withView(job.plan, view));

/** The size of all files of a job together. */
const maxImportBytes = 512 * 1024 * 1024;

/** Less than most rows have. */
const usualRowBytes = 50;

const isWriting = 'An import is being written. Wait until it has ended, or cancel it where it was started.';

interface Job {
  readonly id: string;
  readonly parts: Map<string, Uint8Array[]>;
  /** What became of each file: a table, or why it is none. */
  readonly tables: Map<string, Result<Table, Refusal>>;
  sizeBytes: number;
  readonly working: Set<AbortController>;
  /** The whole of it; see viewOfPlan. */
  plan: ImportPlan | null;
  isRunning: boolean;
  refused: readonly RefusedOfFile[];
}

/** The imports of one workspace; there is one at a time. */
export function createImportJobs(
  target: ImportTarget,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): ImportJobs {
  let current: Job | undefined;

  /** While the files are read and looked at; what goes wrong is told to whoever waits for it. */
  const getReady = (rows: number): void => {
    target.getReady(rows).catch(() => undefined);
  };

  const jobOf = (id: string): Job => {
    if (current?.id !== id) throw new Error('This import is over: begin a new one.');
    return current;
  };

  /** The files that are tables; refused when none is. */
  const read = async (job: Job, signal: AbortSignal): Promise<Result<readonly Table[], readonly Refusal[]>> => {
    const tables: Table[] = [];
    const refusals: Refusal[] = [];
    for (const [file, parts] of job.parts) {
      let table = job.tables.get(file);
      if (table === undefined) {
        table = await parseCsv(file, Buffer.concat(parts), signal, (done, total) =>
          onProgress({ job: job.id, stage: 'reading', done, total }),
        );
        job.tables.set(file, table);
      }
      if (table.ok) tables.push(table.value);
      else refusals.push(table.error);
    }
    return tables.length === 0 && refusals.length > 0 ? err(refusals) : ok(tables);
  };

  const guarded = async <T>(job: Job, work: (signal: AbortSignal) => Promise<Result<T, readonly Refusal[]>>) => {
    // Each has its own, so that what comes meanwhile leaves what runs to be cancelled.
    const cancelling = new AbortController();
    job.working.add(cancelling);
    try {
      return await work(cancelling.signal);
    } catch (error) {
      // A full disk, a lost file: the import's transaction has kept nothing.
      const trouble = error instanceof ThreadFailed ? error.trouble : troubleOf(error);
      if (trouble) return err([trouble]);
      if (!(error instanceof Cancelled)) throw error;
      onProgress({ job: job.id, stage: 'cancelled', done: 0, total: 0 });
      return err([cancelled]);
    } finally {
      job.working.delete(cancelling);
    }
  };

  const write = async (
    job: Job,
    plan: ImportPlan,
    signal: AbortSignal,
  ): Promise<Result<ImportSummary, readonly Refusal[]>> => {
    const tables = await read(job, signal);
    if (!tables.ok) return tables;
    const outcome = await runImport(plan, tables.value, target, {
      signal,
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

  const cancelAll = (job: Job | undefined): void => {
    for (const cancelling of job?.working ?? []) cancelling.abort();
  };

  const jobs: ImportJobs = {
    begin() {
      if (current?.isRunning === true) throw new Error(isWriting);
      cancelAll(current);
      getReady(0);
      current = {
        id: target.newRecordId(),
        parts: new Map(),
        tables: new Map(),
        sizeBytes: 0,
        working: new Set(),
        plan: null,
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
      getReady(job.sizeBytes / usualRowBytes);
      return null;
    },

    analyse: (id, options, changed) => {
      const job = jobOf(id);
      return guarded(job, async (signal) => {
        const tables = await read(job, signal);
        if (!tables.ok) return tables;
        const unreadable = [...job.tables].flatMap(([file, table]) =>
          table.ok ? [] : [{ file, reason: table.error.message }],
        );
        const whole = changed && wholeOf(job, changed);
        const plan = await analyse(tables.value, target, { options, changed: whole, unreadable, signal });
        if (!plan.ok) return err([plan.error]);
        job.plan = plan.value;
        return ok(viewOfPlan(plan.value));
      });
    },

    values(id, of, offset, limit) {
      const { plan } = jobOf(id);
      return plan === null ? { unresolved: [], known: [] } : valuesOfColumn(plan, of, offset, limit);
    },

    decideAll(id, view, of, decision) {
      const job = jobOf(id);
      job.plan = withDecisionOfAll(wholeOf(job, view), of, decision);
      return viewOfPlan(job.plan);
    },

    preview: (id, view) => {
      const job = jobOf(id);
      const plan = wholeOf(job, view);
      return guarded(job, async (signal) => {
        const tables = await read(job, signal);
        if (!tables.ok) return tables;
        const previews = await previewPlan(plan, tables.value, target, signal);
        return previews.ok ? previews : err([previews.error]);
      });
    },

    run: async (id, view) => {
      const job = jobOf(id);
      if (job.isRunning) throw new Error(isWriting);
      job.isRunning = true;
      try {
        return await guarded(job, (signal) => write(job, wholeOf(job, view), signal));
      } finally {
        job.isRunning = false;
      }
    },

    cancel(id) {
      if (current?.id === id) cancelAll(current);
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
