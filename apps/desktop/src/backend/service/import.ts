import { instantToCalendarDate, isCalendarDate, ok, type Refusal, type Result } from '@satchel/core';
import { z } from 'zod';
import type { ImportOptions, ImportProgress, ImportSummary } from '../../shared/api.ts';
import type { HandlersOf } from '../../shared/rpc.ts';
import { createImportJobs, type ImportJobs } from '../import/jobs.ts';
import { generateSample } from '../sample/generate-sample.ts';
import type { Workspace } from '../workspace/open-workspace.ts';
import { limit, name, parseParams } from './parse-params.ts';

const text = z.string().max(1000);
const ofJob = z.object({ job: name });
const filePart = z.object({
  job: name,
  file: z.string().min(1).max(500),
  part: z.instanceof(Uint8Array).refine((part) => part.byteLength <= 1024 * 1024, 'is larger than 1 MiB'),
  isLast: z.boolean(),
});
const score = z.number().min(0).max(1);
const options = z.object({
  currency: name.optional(),
  country: name.optional(),
  decimal: z.enum(['.', ',', 'auto']).optional(),
  acceptFrom: score.optional(),
  valueByName: z.record(z.string(), text).optional(),
});
const column = z.object({
  column: z.string(),
  field: name.nullable(),
  dateFormat: z.enum(['iso', 'mdy', 'dmy', 'ymd']).nullable(),
  createsMissing: z.boolean(),
  score: z.number(),
  names: z.array(z.string()),
  canCreate: z.boolean(),
  examples: z.array(z.string()),
});
const count = z.number().min(0);
const plan = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      encoding: z.string(),
      delimiter: z.string(),
      rows: count,
      entity: name.nullable(),
      columns: z.array(column),
      keyColumn: z.string().nullable(),
      warnings: z.array(z.string()),
    }),
  ),
  unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
  counts: z.array(z.object({ file: z.string(), column: z.string(), unresolved: count, known: count })),
  unresolved: z.array(
    z.object({
      file: z.string(),
      column: z.string(),
      value: z.string(),
      rows: count,
      suggestion: z.string().nullable(),
      score: z.number(),
      decision: z.union([z.object({ use: z.string() }), z.literal('create'), z.literal('empty')]),
    }),
  ),
  known: z.array(
    z.object({
      file: z.string(),
      column: z.string(),
      value: z.string(),
      rows: count,
      decision: z.union([z.object({ use: z.string() }), z.literal('empty')]),
    }),
  ),
  options: options.required(),
});
const analyseParams = z.object({ job: name, options: options.optional(), plan: plan.optional() });
const runParams = z.object({ job: name, plan });
const ofColumn = { job: name, file: z.string(), column: z.string() };
const valuesParams = z.object({ ...ofColumn, offset: z.int().min(0), limit: limit(500) });
const decideAllParams = z.object({ ...ofColumn, plan, decision: z.enum(['create', 'empty', 'suggestion']) });

export function importHandlers(
  workspace: Workspace,
  onProgress: (progress: ImportProgress) => void,
): HandlersOf<'import'> {
  const jobs = createImportJobs(workspace.importTarget, onProgress);
  return {
    'import.begin': () => jobs.begin(),
    'import.addFilePart': (params) => {
      const { job, file, part, isLast } = parseParams(filePart, params);
      return jobs.addFilePart(job, file, part, isLast);
    },
    'import.analyse': (params) => {
      const given = parseParams(analyseParams, params);
      // Absent options are absent keys, as JSON has it; the schema has read them.
      const read = given.options && (JSON.parse(JSON.stringify(given.options)) as ImportOptions);
      return jobs.analyse(given.job, read, given.plan);
    },
    'import.values': (params) => {
      const { job, file, column: columnName, offset, limit: most } = parseParams(valuesParams, params);
      return jobs.values(job, { file, column: columnName }, offset, most);
    },
    'import.decideAll': (params) => {
      const given = parseParams(decideAllParams, params);
      return jobs.decideAll(given.job, given.plan, { file: given.file, column: given.column }, given.decision);
    },
    'import.preview': (params) => {
      const given = parseParams(runParams, params);
      return jobs.preview(given.job, given.plan);
    },
    'import.run': (params) => {
      const given = parseParams(runParams, params);
      return jobs.run(given.job, given.plan);
    },
    'import.cancel': (params) => jobs.cancel(parseParams(ofJob, params).job),
    'import.refusedRows': (params) => jobs.refusedRows(parseParams(ofJob, params).job),
    'import.sample': () => importSample(workspace, jobs),
  };
}

/** The same sample on every machine. */
const sampleSeed = 20_170;

/** Generates the sample data's files and imports them as a user would. */
export async function importSample(
  workspace: Workspace,
  jobs: Pick<ImportJobs, 'importFiles'> = createImportJobs(workspace.importTarget),
): Promise<Result<ImportSummary, readonly Refusal[]>> {
  const encoder = new TextEncoder();
  // While it is there, it comes again as it came first: the same days, so that every row is unchanged.
  const { store } = workspace;
  const known = sampleGroup(workspace);
  const knownDay = known === null ? '' : (store.meta(sampleDayMeta) ?? '');
  const day = isCalendarDate(knownDay) ? knownDay : instantToCalendarDate(Date.now(), workspace.profile().timeZone);
  const files = generateSample(sampleSeed, day).map((file) => ({
    name: file.name,
    bytes: encoder.encode(file.text),
  }));
  const imported = await jobs.importFiles(files);
  if (!imported.ok) return imported;
  return workspace.replica.whenIdle(() => {
    store.setMeta(sampleMeta, known ?? imported.value.summary.group);
    store.setMeta(sampleDayMeta, day);
    return ok(imported.value.summary);
  });
}

const sampleMeta = 'sample-group';
const sampleDayMeta = 'sample-day';

/** The group of the sample data's import while it has not been taken back. */
export const sampleGroup = ({ store }: Workspace): string | null => store.meta(sampleMeta) || null;

export const forgetSample = ({ store, replica }: Workspace): Promise<void> =>
  replica.whenIdle(() => store.setMeta(sampleMeta, ''));
