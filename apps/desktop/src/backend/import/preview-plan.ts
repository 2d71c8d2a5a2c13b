import { entityFor, type FieldValue, ok, type Refusal, type Result } from '@satchel/core';
import type { FilePreview, ImportPlan, PreviewRow } from '../../shared/api.ts';
import { assignRecords, type FileRows } from './assign-records.ts';
import { createImportNames, type ImportNames } from './import-names.ts';
import { importOrder } from './import-order.ts';
import type { ImportTarget } from './import-target.ts';
import { createPace } from './pace.ts';
import { createRowReader } from './row-values.ts';
import { filesOfPlan } from './run-import.ts';
import type { Table } from './table.ts';

/** Enough to see what is wrong. */
const previewRows = 5;

/** The first rows of each file as the plan would write them, read as the import itself does; nothing is written. */
export async function previewPlan(
  plan: ImportPlan,
  tables: readonly Table[],
  target: ImportTarget,
  signal?: AbortSignal,
): Promise<Result<readonly FilePreview[], Refusal>> {
  const files = filesOfPlan(plan, tables, target.model);
  if (!files.ok) return files;
  const pace = createPace(signal);
  const names = await createImportNames(target, files.value, pace);
  const tally = { created: {}, updated: {}, unchanged: {}, inBin: 0, rowsDone: 0 };
  const assigned: FileRows[] = [];
  for (const file of importOrder(files.value, target.model)) {
    assigned.push(await assignRecords(file, plan, target, names, tally, pace));
  }
  const previewByFile = new Map(assigned.map((file) => [file.plan.file, previewFile(file, plan, target, names)]));
  return ok(files.value.flatMap(({ plan: { file } }) => previewByFile.get(file) ?? []));
}

function previewFile(file: FileRows, importPlan: ImportPlan, target: ImportTarget, names: ImportNames): FilePreview {
  const { plan, table, entity } = file;
  const titles: Record<string, Record<string, string>> = {};
  const read = createRowReader(
    plan,
    table,
    importPlan,
    entity,
    (name) => entityFor(target.model, name),
    {
      find(field, folded) {
        const named = names.find(entity, field.target, folded);
        if (named !== undefined) {
          titles[field.target] ??= {};
          Object.assign(titles[field.target] ?? {}, { [named.id]: named.title });
        }
        return named;
      },
      isRefused: () => false,
    },
    target.timeZone,
  );
  const becomesByLine = new Map(file.rows.slice(0, previewRows).map(({ row, becomes }) => [row.line, becomes]));
  const rows = table.rows.slice(0, previewRows).map(({ line, cells }): PreviewRow => {
    const values = read(cells);
    if (!values.ok) return { line, becomes: 'refused', values: {}, reason: values.error };
    const becomes = becomesByLine.get(line);
    return {
      line,
      becomes: becomes === undefined ? 'stays' : becomes === 'create' ? 'create' : 'update',
      values: values.value.values,
      reason: null,
    };
  });
  return { file: plan.file, fields: fieldsOf(plan.columns, rows), rows, titles };
}

/** In the order of the columns, then what rows tell besides. */
const fieldsOf = (
  columns: readonly { readonly field: string | null }[],
  rows: readonly { readonly values: Readonly<Record<string, FieldValue>> }[],
): readonly string[] => [
  ...new Set([...columns.flatMap(({ field }) => field ?? []), ...rows.flatMap(({ values }) => Object.keys(values))]),
];
