import { entityFor, err, ok, type Refusal, type Result } from '@satchel/core';
import type {
  ColumnPlan,
  FilePlan,
  ImportOptions,
  ImportPlan,
  KnownValue,
  UnreadableFile,
  UnresolvedValue,
} from '../../shared/api.ts';
import { columnValues, needsOnlyName } from './column-values.ts';
import type { ImportTarget } from './import-target.ts';
import { createPace } from './pace.ts';
import { planFile } from './plan-file.ts';
import { countsOf } from './plan-view.ts';
import { mappingOfPlan, rememberedMapping } from './remembered-mapping.ts';
import type { Table } from './table.ts';

/** Suggestions this good are taken without asking, unless the options say otherwise. */
const defaultAcceptFrom = 0.9;

/** What is known besides the files. */
interface AnalyseOptions {
  readonly options?: ImportOptions | undefined;
  /** A plan of the same files, as far as the user has changed it. */
  readonly changed?: ImportPlan | undefined;
  /** What stands beside the tables and is none. */
  readonly unreadable?: readonly UnreadableFile[];
  readonly signal?: AbortSignal;
}

/**
 * How the files would be imported: what their rows are, which field each column fills, what their values mean, and
 * every value that names nothing known, with what would be done about it.
 */
export async function analyse(
  tables: readonly Table[],
  target: ImportTarget,
  { options, changed, unreadable = [], signal }: AnalyseOptions = {},
): Promise<Result<ImportPlan, Refusal>> {
  if (tables.length === 0)
    return err({ code: 'no-files', message: 'There is no file to import: choose some CSV files.' });
  const pace = createPace(signal);
  const given = { ...changed?.options, ...options };
  const full: Required<ImportOptions> = {
    currency: given.currency ?? target.currency,
    country: given.country ?? target.country,
    decimal: given.decimal ?? 'auto',
    acceptFrom: given.acceptFrom ?? defaultAcceptFrom,
    valueByName: given.valueByName ?? {},
  };
  const files: { plan: FilePlan; table: Table }[] = [];
  for (const table of tables) {
    files.push({
      plan: planFile(table, target, mappingOfPlan(changed, table), rememberedMapping(target, table)),
      table,
    });
    await pace();
  }
  const planned = files.map(({ plan, table }) => ({ plan: withCreatesMissing(plan, files, target), table }));
  const unresolved: UnresolvedValue[] = [];
  const known: KnownValue[] = [];
  const done: FilePlan[] = [];
  for (const { plan, table } of planned) {
    const columns: ColumnPlan[] = [];
    for (const [index, column] of plan.columns.entries()) {
      const entity = plan.entity === null ? undefined : entityFor(target.model, plan.entity);
      const field = column.field === null ? undefined : entity?.fields[column.field];
      const values =
        entity &&
        field &&
        (await columnValues(
          {
            plan,
            table,
            entity,
            column,
            index,
            field,
            changed: mappingOfPlan(changed, table)?.decisions(column.column),
            remembered: rememberedMapping(target, table)?.decisions(column.column),
          },
          planned,
          target,
          full,
          pace,
        ));
      if (values) {
        known.push(...values.known);
        unresolved.push(...values.unresolved);
      }
      columns.push({ ...column, names: values?.names ?? [], canCreate: values?.canCreate ?? false });
      await pace();
    }
    done.push({ ...plan, columns });
  }
  return ok({ files: done, unreadable, counts: countsOf({ unresolved, known }), unresolved, known, options: full });
}

/**
 * A missing record is made when its entity needs no more than a name, and it is one of the file's own kind (a parent, a
 * manager), a person of the workspace, or of a kind of which no file was given.
 */
function withCreatesMissing(plan: FilePlan, files: readonly { plan: FilePlan }[], { model }: ImportTarget): FilePlan {
  if (plan.entity === null) return plan;
  const entity = entityFor(model, plan.entity);
  const columns = plan.columns.map((column): ColumnPlan => {
    const field = column.field === null ? undefined : entity.fields[column.field];
    if (field === undefined || !('target' in field)) return column;
    const wanted = entityFor(model, field.target);
    const isGiven = files.some((file) => file.plan.entity === wanted.name);
    const isSelf = wanted.name === entity.name;
    const createsMissing = needsOnlyName(wanted) && (isSelf || field.required === true || !isGiven);
    return { ...column, createsMissing };
  });
  return { ...plan, columns };
}
