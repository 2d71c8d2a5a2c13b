import { type Entity, err, type Model, ok, type Refusal, type Result } from '@satchel/core';
import { troubleOf } from '@satchel/db';
import type { Group } from '@satchel/sync';
import type { FilePlan, ImportPlan, ImportProgress, ImportSummary } from '../../shared/api.ts';
import { assignRecords, type FileRows } from './assign-records.ts';
import { createImportNames } from './import-names.ts';
import { importOrder } from './import-order.ts';
import type { ImportTarget } from './import-target.ts';
import { Cancelled, createPace, turn, unlessCancelled } from './pace.ts';
import type { RefusedOfFile } from './refused-rows.ts';
import { rememberMapping } from './remembered-mapping.ts';
import type { Table } from './table.ts';
import type { Tally } from './tally.ts';
import { writeFile } from './write-file.ts';

/** What an import did. */
export interface ImportOutcome {
  readonly summary: ImportSummary;
  readonly refused: readonly RefusedOfFile[];
}

/** How an import is watched and ended. */
interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Omit<ImportProgress, 'job'>) => void;
}

/**
 * Carries an import out: all of it, except the rows that are refused, or, when it is cancelled or fails, nothing. It is
 * one group, which one undo takes back. Refusals: `import-cancelled`, `plan-outdated`, and what a backup copy refuses.
 */
export async function runImport(
  plan: ImportPlan,
  tables: readonly Table[],
  target: ImportTarget,
  { signal, onProgress }: RunOptions = {},
): Promise<Result<ImportOutcome, Refusal>> {
  const found = filesOfPlan(plan, tables, target.model);
  if (!found.ok) return found;
  const files = found.value;
  if (files.length === 0) {
    return err({ code: 'nothing-to-import', message: 'None of the files is a table of records that can be imported.' });
  }
  const label = `Import of ${files.map(({ table }) => table.file).join(', ')}`.slice(0, 200);
  const rows = files.reduce((sum, { table }) => sum + table.rows.length, 0);
  const opened = await openGroup(label, rows, target, signal, onProgress);
  if (!opened.ok) return opened;
  const group = opened.value;
  try {
    const outcome = await writeAll(plan, importOrder(files, target.model), target, group, { signal, onProgress });
    const { created, updated } = outcome.summary;
    const isNothing = Object.keys(created).length + Object.keys(updated).length === 0;
    if (isNothing) group.abandon();
    else recordRun(group, target, label, outcome.summary);
    // With the rows, or not at all.
    for (const file of plan.files) {
      const table = tables.find((one) => one.file === file.file);
      if (table !== undefined) rememberMapping(target, plan, file, table);
    }
    if (!isNothing) {
      onProgress?.({ stage: 'keeping', done: 0, total: 0 });
      await unlessCancelled(group.settle(), signal);
      // The last moment for whoever cancels.
      await turn(signal);
      group.finish();
    }
    return ok(outcome);
  } catch (error) {
    group.abandon();
    if (error instanceof Cancelled) return err(cancelled);
    if (troubleOf(error)?.code === 'disk-full') target.releaseRoom();
    throw error;
  }
}

/** What a cancelled import says. */
export const cancelled: Refusal = {
  code: 'import-cancelled',
  message: 'The import was cancelled; nothing was changed.',
};

/** Copies the workspace and opens the import's group when nobody else writes. */
async function openGroup(
  label: string,
  rows: number,
  target: ImportTarget,
  signal: AbortSignal | undefined,
  onProgress: RunOptions['onProgress'],
): Promise<Result<Group, Refusal>> {
  const { replica } = target;
  try {
    await unlessCancelled(target.getReady(rows), signal);
    await unlessCancelled(
      replica.whenIdle(() => undefined),
      signal,
    );
    onProgress?.({ stage: 'copying', done: 0, total: 0 });
    const copied = await unlessCancelled(target.backUp(), signal);
    if (!copied.ok) return copied;
    const group = replica.whenIdle(() => {
      // Whoever cancelled has left, and would never close it.
      if (signal?.aborted === true) throw new Cancelled();
      return replica.group({ kind: 'import', label });
    });
    return ok(await unlessCancelled(group, signal));
  } catch (error) {
    if (error instanceof Cancelled) return err(cancelled);
    throw error;
  }
}

/** The files that a plan imports, with their tables; `plan-outdated` when it was made for others. */
export function filesOfPlan(
  plan: ImportPlan,
  tables: readonly Table[],
  model: Model,
): Result<readonly PlannedFile[], Refusal> {
  const files: PlannedFile[] = [];
  for (const filePlan of plan.files) {
    if (filePlan.entity === null) continue;
    const table = tables.find(({ file }) => file === filePlan.file);
    const entity = model.entityByName.get(filePlan.entity);
    if (table === undefined || entity === undefined || filePlan.columns.length !== table.columns.length) {
      return err({
        code: 'plan-outdated',
        message: `The plan does not fit ${filePlan.file}: analyse the files again.`,
      });
    }
    files.push({ plan: filePlan, table, entity });
  }
  return ok(files);
}

/** A file that is imported: its plan, its table and what its rows are. */
interface PlannedFile {
  readonly plan: FilePlan;
  readonly table: Table;
  readonly entity: Entity;
}

async function writeAll(
  plan: ImportPlan,
  files: readonly PlannedFile[],
  target: ImportTarget,
  group: Group,
  { signal, onProgress }: { signal: AbortSignal | undefined; onProgress: RunOptions['onProgress'] },
): Promise<ImportOutcome> {
  const pace = createPace(signal);
  const names = await createImportNames(target, files, pace);
  const tally: Tally = { created: {}, updated: {}, unchanged: {}, inBin: 0, rowsDone: 0 };
  const total = files.reduce((sum, { table }) => sum + table.rows.length, 0);
  let toldMs = 0;
  const tell = () => {
    const nowMs = performance.now();
    if (nowMs - toldMs < 50) return;
    toldMs = nowMs;
    onProgress?.({ stage: 'writing', done: tally.rowsDone, total });
  };
  onProgress?.({ stage: 'writing', done: 0, total });
  const assigned: FileRows[] = [];
  // Every record has its id before the first is written, so that files and rows may refer in any order.
  for (const file of files) assigned.push(await assignRecords(file, plan, target, names, tally, pace));
  const refused: RefusedOfFile[] = [];
  for (const file of assigned) {
    const rows = await writeFile(file, plan, target, group, names, tally, pace, tell);
    const all = [...file.table.faults, ...rows].toSorted((a, b) => a.line - b.line);
    refused.push({ file: file.table.file, columns: file.table.columns, rows: all });
  }
  onProgress?.({ stage: 'writing', done: total, total });
  const refusals = refused.flatMap(({ file, rows }) => rows.map(({ line, reason }) => ({ file, line, reason })));
  const { created, updated, unchanged, inBin } = tally;
  const summary: ImportSummary = {
    group: group.id,
    created,
    updated,
    unchanged,
    refused: refusals.length,
    refusals: refusals.slice(0, 100),
    inBin,
  };
  return { summary, refused };
}

/** Leaves a trace in the list of imports; it goes with the import when that is undone. */
function recordRun(group: Group, target: ImportTarget, label: string, summary: ImportSummary): void {
  const entity = target.model.entities.find(({ importLog }) => importLog !== undefined);
  const log = entity?.importLog;
  if (entity === undefined || log === undefined) return;
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  group.commit([
    {
      kind: 'create',
      entity: entity.name,
      id: target.newRecordId(),
      fields: {
        [entity.views.title]: label,
        [log.group]: group.id,
        [log.created]: sum(summary.created),
        [log.updated]: sum(summary.updated),
        [log.unchanged]: sum(summary.unchanged),
        [log.refused]: summary.refused,
      },
    },
  ]);
}
