import { type Entity, guessDateFormat, guessEntity, guessMapping } from '@satchel/core';
import type { ColumnPlan, FilePlan } from '../../shared/api.ts';
import type { ImportTarget } from './import-target.ts';
import type { Mapping } from './remembered-mapping.ts';
import type { Table } from './table.ts';

/** What a file's rows are and which field each column fills: as somebody said, else as it is guessed. */
export function planFile(
  table: Table,
  target: ImportTarget,
  changed: Mapping | undefined,
  remembered: Mapping | undefined,
): FilePlan {
  const { headings, columns, rows } = table;
  const step = Math.max(1, Math.floor(rows.length / 200));
  const sampled = rows.filter((_, index) => index % step === 0);
  const samples = headings.map((_, index) => sampled.map(({ cells }) => cells[index] ?? ''));
  // Only the first of two equal headings is looked at.
  const looked = headings.map((heading, index) => (columns[index] === heading ? heading : ''));
  const guess = guessEntity(target.model, table.file, looked, samples);
  const said = changed ?? remembered;
  const entity = chosenEntity(target, said, guess.entity);
  const warnings = [...table.warnings];
  if (entity === null && guess.entity === null && guess.reason !== undefined) warnings.push(guess.reason);
  if (entity === null && guess.entity !== null && changed === undefined) {
    warnings.push('It was left out the last time, so it is left out again.');
  }
  const guessed =
    entity === null || entity === guess.entity ? guess.columns : guessMapping(target.model, entity, looked, samples);
  const plans = columns.map((column, index): ColumnPlan => {
    const known = said?.fieldByColumn.get(column);
    const usesKnown = known === null || (known !== undefined && entity?.fields[known] !== undefined);
    const name = usesKnown ? known : (guessed[index]?.field ?? null);
    const field = name === null ? undefined : entity?.fields[name];
    return {
      column,
      field: name,
      dateFormat: field?.kind === 'date' || field?.kind === 'instant' ? dateFormat(column, index) : null,
      createsMissing: false,
      score: usesKnown ? 1 : (guessed[index]?.score ?? 0),
      names: [],
      canCreate: false,
      examples: examplesOf(table, index),
    };
  });

  function dateFormat(column: string, index: number): ColumnPlan['dateFormat'] {
    const given = changed?.dateFormatByColumn.get(column);
    if (given !== undefined && given !== null) return given;
    const { format, isAmbiguous } = guessDateFormat(spread(table, index));
    if (!isAmbiguous || rows.length === 0) return format;
    const kept = remembered?.dateFormatByColumn.get(column);
    if (kept !== undefined && kept !== null) return kept;
    warnings.push(`The dates in "${column}" can be read in more than one way: check the order of day and month.`);
    return format;
  }

  return {
    file: table.file,
    encoding: table.encoding,
    delimiter: table.delimiter,
    rows: rows.length + table.faults.length,
    entity: entity?.name ?? null,
    columns: plans,
    keyColumn: keyColumn(plans, entity, said),
    warnings,
  };
}

function chosenEntity(target: ImportTarget, said: Mapping | undefined, guessed: Entity | null): Entity | null {
  if (said === undefined) return guessed;
  return said.entity === null ? null : (target.model.entityByName.get(said.entity) ?? guessed);
}

function keyColumn(plans: readonly ColumnPlan[], entity: Entity | null, said: Mapping | undefined): string | null {
  if (said?.keyColumn !== undefined && plans.some(({ column }) => column === said.keyColumn)) return said.keyColumn;
  const key =
    plans.find(({ field }) => field === 'externalId') ??
    plans.find(({ field }) => field === entity?.views.title && entity?.import?.isKnownByTitle === true);
  return key?.column ?? null;
}

/** The first different cells that say something, also of a column that is mostly empty. */
function examplesOf({ rows }: Table, index: number): readonly string[] {
  const examples = new Set<string>();
  for (const { cells } of rows.slice(0, 5000)) {
    const cell = (cells[index] ?? '').trim();
    if (cell !== '') examples.add(cell.length > 60 ? `${cell.slice(0, 60)}…` : cell);
    if (examples.size === 3) break;
  }
  return [...examples];
}

const spread = (table: Table, index: number): readonly string[] => {
  const step = Math.max(1, Math.floor(table.rows.length / 2000));
  return table.rows.filter((_, row) => row % step === 0).map(({ cells }) => cells[index] ?? '');
};
