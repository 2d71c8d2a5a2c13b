import {
  type Entity,
  entityFor,
  err,
  type FieldDefinition,
  findChoice,
  foldText,
  guessDateFormat,
  guessEntity,
  guessMapping,
  isJsonObject,
  ok,
  type Refusal,
  type Result,
  splitList,
  type UnknownName,
  unknownNames,
} from '@satchel/core';
import type { ColumnPlan, FilePlan, ImportOptions, ImportPlan, UnresolvedValue } from '../../shared/api.ts';
import type { ImportTarget } from './import-target.ts';
import { KEYED_BY_TITLE, readNames } from './names.ts';
import { createPace } from './pace.ts';
import { nameMeant, titlesInFiles } from './row-titles.ts';
import type { Table } from './table.ts';

/** Suggestions this good are taken without asking, unless the options say otherwise. */
export const defaultAcceptFrom = 0.9;

/** Where a value that is missed makes a new record, it takes more to take it for another one. */
const acceptBeforeCreating = 0.97;

/**
 * How the files would be imported: what their rows are, which field each column fills, and every value that names
 * nothing known, with what would be done about it.

 */
export async function analyse(
  tables: readonly Table[],
  target: ImportTarget,
  options: ImportOptions = {},
  signal?: AbortSignal,
): Promise<Result<ImportPlan, Refusal>> {
  if (tables.length === 0)
    return err({ code: 'no-files', message: 'There is no file to import: choose some CSV files.' });
  const pace = createPace(signal);
  const full: Required<ImportOptions> = {
    currency: options.currency ?? target.currency,
    country: options.country ?? target.country,
    decimal: options.decimal ?? 'auto',
    acceptFrom: options.acceptFrom ?? defaultAcceptFrom,
    valueByName: options.valueByName ?? {},
  };
  const files: { plan: FilePlan; table: Table }[] = [];
  for (const table of tables) {
    files.push({ plan: planFile(table, target), table });
    await pace();
  }
  const planned = files.map(({ plan, table }) => ({ plan: withCreatesMissing(plan, files, target), table }));
  const unresolved: UnresolvedValue[] = [];
  for (const { plan, table } of planned) {
    if (plan.entity === null) continue;
    for (const [index, column] of plan.columns.entries()) {
      const entity = entityFor(target.model, plan.entity);
      const field = column.field === null ? undefined : entity.fields[column.field];
      if (field === undefined) continue;
      const values = cellsOf(table, index, field);
      const unknown = await unknownOf(values, entity, field, planned, target, full, pace);
      for (const one of unknown) unresolved.push(unresolvedValue(plan.file, column, one, full.acceptFrom));
      await pace();
    }
  }
  return ok({ files: planned.map(({ plan }) => plan), unresolved, options: full });
}

/** How a mapping is remembered: files with the same headings are read alike. */
export const mappingKey = (table: Pick<Table, 'headings'>): string =>
  `import.mapping.${table.headings.map(foldText).join('|').slice(0, 500)}`;

function planFile(table: Table, target: ImportTarget): FilePlan {
  const { headings, columns, rows } = table;
  const step = Math.max(1, Math.floor(rows.length / 200));
  const sampled = rows.filter((_, index) => index % step === 0);
  const samples = headings.map((_, index) => sampled.map(({ cells }) => cells[index] ?? ''));
  // Only the first of two equal headings is looked at.
  const looked = headings.map((heading, index) => (columns[index] === heading ? heading : ''));
  const guess = guessEntity(target.model, table.file, looked, samples);
  const remembered = rememberedMapping(table, target);
  const entity =
    remembered === undefined ? guess.entity : (target.model.entityByName.get(remembered.entity) ?? guess.entity);
  const warnings = [...table.warnings, ...(entity === null && guess.reason !== undefined ? [guess.reason] : [])];
  const guessed =
    entity === null || entity === guess.entity ? guess.columns : guessMapping(target.model, entity, looked, samples);
  const plans = columns.map((column, index): ColumnPlan => {
    const known = remembered?.fieldByColumn[column];
    const usesKnown = known === null || (known !== undefined && entity?.fields[known] !== undefined);
    const name = usesKnown ? known : (guessed[index]?.field ?? null);
    const field = name === null ? undefined : entity?.fields[name];
    const isDated = field?.kind === 'date' || field?.kind === 'instant';
    const dates = isDated ? guessDateFormat(spread(table, index)) : undefined;
    if (dates?.isAmbiguous === true && rows.length > 0) {
      warnings.push(`The dates in "${column}" can be read in more than one way: check the order of day and month.`);
    }
    return {
      column,
      field: name,
      dateFormat: dates?.format ?? null,
      createsMissing: false,
      score: usesKnown ? 1 : (guessed[index]?.score ?? 0),
    };
  });
  const key =
    plans.find(({ field }) => field === 'externalId') ??
    plans.find(({ field }) => field === entity?.views.title && KEYED_BY_TITLE.has(entity.name));
  return {
    file: table.file,
    encoding: table.encoding,
    delimiter: table.delimiter,
    rows: rows.length + table.faults.length,
    entity: entity?.name ?? null,
    columns: plans,
    keyColumn: key?.column ?? null,
    sample: rows.slice(0, 5).map(({ cells }) => cells),
    warnings,
  };
}

function rememberedMapping(table: Table, target: ImportTarget) {
  const value = target.settings.get(mappingKey(table));
  if (value === undefined || !isJsonObject(value)) return undefined;
  const { entity, fields } = value;
  if (typeof entity !== 'string' || fields === undefined || !isJsonObject(fields)) return undefined;
  const fieldByColumn: Record<string, string | null> = {};
  for (const [column, field] of Object.entries(fields)) {
    if (typeof field === 'string' || field === null) fieldByColumn[column] = field;
  }
  return { entity, fieldByColumn };
}

const spread = (table: Table, index: number): readonly string[] => {
  const step = Math.max(1, Math.floor(table.rows.length / 2000));
  return table.rows.filter((_, row) => row % step === 0).map(({ cells }) => cells[index] ?? '');
};

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

const needsOnlyName = (entity: Entity): boolean =>
  entity.fields[entity.views.title]?.kind === 'text' &&
  Object.entries(entity.fields).every(
    ([name, field]) => field.required !== true || field.initial !== undefined || name === entity.views.title,
  );

function cellsOf(table: Table, index: number, field: FieldDefinition): readonly string[] {
  const cells = table.rows.map((row) => row.cells[index] ?? '');
  return field.kind === 'references' ? cells.flatMap(splitList) : cells;
}

async function unknownOf(
  values: readonly string[],
  entity: Entity,
  field: FieldDefinition,
  files: readonly { plan: FilePlan; table: Table }[],
  target: ImportTarget,
  options: ImportOptions,
  pace: () => Promise<void> | undefined,
): Promise<readonly UnknownName[]> {
  if (field.kind === 'choice') {
    const labels = field.choices.map((choice) => field.choiceLabels?.[choice] ?? choice);
    const override = new Map(Object.entries(options.valueByName ?? {}).map(([from, to]) => [foldText(from), to]));
    return unknownNames(
      values.filter((value) => findChoice(field, override.get(foldText(value)) ?? value) === undefined),
      labels,
    );
  }
  if (field.kind !== 'reference' && field.kind !== 'references') return [];
  const wanted = entityFor(target.model, field.target);
  const index = await readNames(target, wanted.name, pace, entity.name);
  const known = new Map<string, string>();
  for (const [folded, named] of index.byName) known.set(folded, named.title);
  for (const title of titlesInFiles(wanted, files)) known.set(foldText(title), title);
  const missed = values.filter(
    (value) => !known.has(foldText(nameMeant(value.trim(), wanted, options, (folded) => known.has(folded)))),
  );
  return unknownNames(missed, [...new Set(known.values())]);
}

function unresolvedValue(file: string, column: ColumnPlan, unknown: UnknownName, acceptFrom: number): UnresolvedValue {
  const { value, rows, suggestion, score } = unknown;
  const least = column.createsMissing ? Math.max(acceptFrom, acceptBeforeCreating) : acceptFrom;
  const isTaken = suggestion !== null && score >= least;
  return {
    file,
    column: column.column,
    value,
    rows,
    suggestion,
    score,
    decision: isTaken ? { use: suggestion } : column.createsMissing ? 'create' : 'empty',
  };
}
