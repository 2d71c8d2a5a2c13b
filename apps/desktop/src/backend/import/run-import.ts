import { type Entity, entityFor, err, ok, type Refusal, type Result } from '@satchel/core';
import type { Group } from '@satchel/sync';
import type { FilePlan, ImportPlan, ImportProgress, ImportSummary } from '../../shared/api.ts';
import { mappingKey } from './analyse.ts';
import { assignRecords, type FileRows } from './assign-records.ts';
import { createImportNames } from './import-names.ts';
import { importOrder } from './import-order.ts';
import type { ImportTarget } from './import-target.ts';
import { Cancelled, createPace } from './pace.ts';
import type { RefusedOfFile } from './refused-rows.ts';
import type { Table } from './table.ts';
import { writeFile } from './write-file.ts';

export interface ImportOutcome {
  readonly summary: ImportSummary;
  readonly refused: readonly RefusedOfFile[];
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Omit<ImportProgress, 'job'>) => void;
}

/** What happened so far, by entity. */
export interface Tally {
  readonly created: Record<string, number>;
  readonly updated: Record<string, number>;
  readonly unchanged: Record<string, number>;
  inBin: number;
  rowsDone: number;
}

/**
 * Carries an import out: all of it, except the rows that are refused, or, when it is cancelled or fails, nothing. It is
 * one group, which one undo takes back. Refusals: `import-cancelled`, `plan-outdated`.
 */
export async function runImport(
  plan: ImportPlan,
  tables: readonly Table[],
  target: ImportTarget,
  { signal, onProgress }: RunOptions = {},
): Promise<Result<ImportOutcome, Refusal>> {
  const files: { plan: FilePlan; table: Table; entity: Entity }[] = [];
  for (const filePlan of plan.files) {
    if (filePlan.entity === null) continue;
    const table = tables.find(({ file }) => file === filePlan.file);
    const entity = target.model.entityByName.get(filePlan.entity);
    if (table === undefined || entity === undefined || filePlan.columns.length !== table.columns.length) {
      return err({
        code: 'plan-outdated',
        message: `The plan does not fit ${filePlan.file}: analyse the files again.`,
      });
    }
    files.push({ plan: filePlan, table, entity });
  }
  if (files.length === 0) {
    return err({ code: 'nothing-to-import', message: 'None of the files is a table of records that can be imported.' });
  }
  await target.replica.idle();
  const label = `Import of ${files.map(({ table }) => table.file).join(', ')}`.slice(0, 200);
  const group = target.replica.group({ kind: 'import', label });
  try {
    const outcome = await writeAll(plan, importOrder(files, target.model), target, group, { signal, onProgress });
    const { created, updated } = outcome.summary;
    if (Object.keys(created).length + Object.keys(updated).length === 0) group.abandon();
    else {
      recordRun(group, target, label, outcome.summary);
      group.finish();
    }
    for (const { plan: filePlan, table } of files) remember(target, filePlan, table);
    return ok(outcome);
  } catch (error) {
    group.abandon();
    if (error instanceof Cancelled) {
      return err({ code: 'import-cancelled', message: 'The import was cancelled; nothing was changed.' });
    }
    throw error;
  }
}

async function writeAll(
  plan: ImportPlan,
  files: readonly { plan: FilePlan; table: Table; entity: Entity }[],
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
  if (!target.model.entityByName.has('importRun')) return;
  const entity = entityFor(target.model, 'importRun');
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  group.commit([
    {
      kind: 'create',
      entity: entity.name,
      id: target.newRecordId(),
      fields: {
        name: label,
        group: group.id,
        created: sum(summary.created),
        updated: sum(summary.updated),
        unchanged: sum(summary.unchanged),
        refused: summary.refused,
      },
    },
  ]);
}

function remember(target: ImportTarget, plan: FilePlan, table: Table): void {
  const fields = Object.fromEntries(plan.columns.map(({ column, field }) => [column, field]));
  target.settings.set(mappingKey(table), { entity: plan.entity, fields });
}
