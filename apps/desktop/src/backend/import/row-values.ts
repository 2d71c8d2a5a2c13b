import {
  type CellContext,
  type Entity,
  emptyValue,
  err,
  type FieldDefinition,
  type FieldValue,
  findChoice,
  foldText,
  guessDateFormat,
  isEmptyValue,
  isHeadingOf,
  isPhoneCountry,
  type Named,
  ok,
  parseCell,
  type RecordId,
  type Result,
  splitList,
  usualDecimalMark,
} from '@satchel/core';
import type { FilePlan, ImportPlan } from '../../shared/api.ts';
import { type Decision, decisionsOf } from './decisions.ts';
import { nameMeant, optionFor } from './row-titles.ts';
import type { Table } from './table.ts';

/** What a row says about its record, by field; empty cells say nothing. */
export interface RowValues {
  readonly values: Readonly<Record<string, FieldValue>>;
  /** The values that are deleted records: they stay where they stand already and are not set anew. */
  readonly deletedTargets: ReadonlySet<string>;
}

/** What the names in a row refer to. */
interface NamesByEntity {
  /** By the entity and the field that refers. */
  find(field: FieldDefinition & { readonly target: string }, folded: string): Named | undefined;
  /** Whether the record of a name is one whose row was refused. */
  isRefused(id: RecordId): boolean;
}

/** Reads the cells of one file's rows; an error is the reason for which the row is refused. */
export function createRowReader(
  plan: FilePlan,
  table: Table,
  importPlan: ImportPlan,
  entity: Entity,
  entityByName: (name: string) => Entity,
  names: NamesByEntity,
  timeZone: string,
): (cells: readonly string[]) => Result<RowValues, string> {
  const readers = plan.columns.flatMap((column, index) => {
    const field = column.field === null ? undefined : entity.fields[column.field];
    if (field === undefined || column.field === null) return [];
    const context = cellContext(importPlan, column.dateFormat, field, table, index, timeZone);
    const decisions = decisionsOf(importPlan, plan.file, column.column);
    return [{ index, column: column.column, name: column.field, field, context, decisions }];
  });
  const mapped = new Set(readers.map(({ name }) => name));
  // One column may tell two things: where a deal stands and how it ended.
  const also = readers.flatMap(({ index, column, field: own, decisions }) =>
    Object.entries(entity.fields).flatMap(([name, field]) =>
      field.kind === 'choice' && !mapped.has(name) && isHeadingOf(field, column)
        ? [{ index, name, read: once((cell) => alsoMeant(cell, field, own, decisions.get(foldText(cell)))) }]
        : [],
    ),
  );

  /** A decision that leaves a value what it means leaves this, too: what is read as its own name or a synonym of it. */
  function alsoMeant(cell: string, field: FieldDefinition, own: FieldDefinition, decision: Decision | undefined) {
    if (decision === 'empty') return undefined;
    const said = typeof decision === 'object' ? decision.use : optionFor(cell, importPlan.options);
    const found = findChoice(field, said ?? cell);
    if (found !== undefined || said === undefined || own.kind !== 'reference') return found;
    const target = entityByName(own.target);
    const meant = nameMeant(cell, target, importPlan.options, (folded) => names.find(own, folded) !== undefined);
    return foldText(meant) === foldText(said) ? findChoice(field, cell) : undefined;
  }

  return (cells) => {
    const values: Record<string, FieldValue> = {};
    const deletedTargets = new Set<string>();
    for (const { index, column, name, field, context, decisions } of readers) {
      const cell = cells[index] ?? '';
      if (cell === '') continue;
      const read =
        field.kind === 'reference' || field.kind === 'references'
          ? readReference(cell, field, decisions)
          : field.kind === 'choice'
            ? readChoice(cell, field, decisions)
            : parseCell(field, cell, context);
      if (!read.ok) return err(`${column}: ${read.error.message}`);
      const value = read.value;
      if (isEmptyValue(value)) continue;
      values[name] = value;
    }
    for (const { index, name, read: readAlso } of also) {
      const found = readAlso((cells[index] ?? '').trim());
      if (found !== undefined) values[name] = found;
    }
    return ok({ values, deletedTargets });

    function readReference(
      cell: string,
      field: Extract<FieldDefinition, { kind: 'reference' | 'references' }>,
      decisions: ReadonlyMap<string, Decision>,
    ): Result<FieldValue, { readonly message: string }> {
      const ids: RecordId[] = [];
      for (const value of field.kind === 'references' ? splitList(cell) : [cell.trim()]) {
        if (value === '') continue;
        const decision = decisions.get(foldText(value));
        if (decision === 'empty') continue;
        const isKnown = (folded: string) => names.find(field, folded) !== undefined;
        const target = entityByName(field.target);
        const said = typeof decision === 'object' ? decision.use : value;
        const name = nameMeant(said, target, importPlan.options, isKnown);
        const named = names.find(field, foldText(name));
        if (named === undefined) return err({ message: `There is no ${target.label.toLowerCase()} "${name}".` });
        if (names.isRefused(named.id)) {
          return err({ message: `The ${target.label.toLowerCase()} "${name}" was refused itself.` });
        }
        if (named.isDeleted) deletedTargets.add(named.id);
        ids.push(named.id);
      }
      return ok(field.kind === 'references' ? ids : (ids[0] ?? null));
    }

    function readChoice(
      cell: string,
      field: FieldDefinition,
      decisions: ReadonlyMap<string, Decision>,
    ): Result<FieldValue, { readonly message: string }> {
      const decision = decisions.get(foldText(cell));
      if (decision === 'empty') return ok(emptyValue(field.kind));
      const said = typeof decision === 'object' ? decision.use : optionFor(cell.trim(), importPlan.options);
      const found = findChoice(field, said ?? cell);
      return found === undefined ? err({ message: `"${cell.slice(0, 40)}" is not one of the choices.` }) : ok(found);
    }
  };
}

/** Few values stand in many rows. */
function once<T>(of: (value: string) => T): (value: string) => T {
  const known = new Map<string, T>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    const made = of(value);
    known.set(value, made);
    return made;
  };
}

function cellContext(
  { options }: ImportPlan,
  dateFormat: FilePlan['columns'][number]['dateFormat'],
  field: FieldDefinition,
  table: Table,
  index: number,
  timeZone: string,
): CellContext {
  const isDated = field.kind === 'date' || field.kind === 'instant';
  const isNumber = field.kind === 'number' || field.kind === 'money';
  const scale = field.kind === 'money' && field.importScale !== undefined ? field.importScale : 1;
  return {
    currency: options.currency,
    country: isPhoneCountry(options.country) ? options.country : 'US',
    decimal: options.decimal,
    usualDecimal: isNumber && options.decimal === 'auto' ? usualDecimalMark(firstCells(table, index)) : undefined,
    // A column that was given to a date by hand has no format yet.
    dateFormat: dateFormat ?? (isDated ? guessDateFormat(firstCells(table, index)).format : 'iso'),
    timeZone,
    scale: scale !== 1 && isWrittenScaled(table, index, scale) ? scale : 1,
  };
}

const firstCells = (table: Table, index: number): readonly string[] =>
  table.rows.slice(0, 2000).map(({ cells }) => cells[index] ?? '');

/** A column is in millions when no number in it is a million: nobody lists companies of 1,100 dollars a year. */
const isWrittenScaled = (table: Table, index: number, scale: number): boolean =>
  table.rows.every(({ cells }) => {
    const cell = (cells[index] ?? '').trim();
    return cell === '' || (/^-?\d+(?:\.\d+)?$/.test(cell) && Math.abs(Number(cell)) < scale);
  });
