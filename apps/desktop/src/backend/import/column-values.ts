import {
  type Entity,
  entityFor,
  type FieldDefinition,
  findChoice,
  foldText,
  isHeadingOf,
  splitList,
} from '@satchel/core';
import type { ColumnPlan, FilePlan, ImportOptions, KnownValue, UnresolvedValue } from '../../shared/api.ts';
import type { Decision } from './decisions.ts';
import type { ImportTarget } from './import-target.ts';
import { readNames } from './names.ts';
import { nameMeant, optionFor, titlesInFiles } from './row-titles.ts';
import type { Table } from './table.ts';
import { type CountedValue, countValues, suggestNames, type UnknownName } from './unknown-names.ts';

/** What stands in a column that names choices or records, and what each of it means. */
export interface ColumnValues {
  /** Empty when they are many. */
  readonly names: readonly string[];
  /** Whether a record can be made of a value alone. */
  readonly canCreate: boolean;
  readonly known: readonly KnownValue[];
  readonly unresolved: readonly UnresolvedValue[];
}

/** Where a value that is missed makes a new record, it takes more to take it for another one. */
const acceptBeforeCreating = 0.97;

/** A list that people still choose from. */
const maxNames = 100;

/** A column with its place in the plan. */
interface ColumnToRead {
  readonly plan: FilePlan;
  readonly table: Table;
  readonly entity: Entity;
  readonly column: ColumnPlan;
  readonly index: number;
  readonly field: FieldDefinition;
  /** What somebody said about its values, now or the last time. */
  readonly changed: ReadonlyMap<string, Decision> | undefined;
  readonly remembered: ReadonlyMap<string, Decision> | undefined;
}

/** Reads the values of a column; undefined for a field that names nothing. */
export async function columnValues(
  read: ColumnToRead,
  files: readonly { plan: FilePlan; table: Table }[],
  target: ImportTarget,
  options: Required<ImportOptions>,
  pace: () => Promise<void> | undefined,
): Promise<ColumnValues | undefined> {
  const { table, index, field, entity } = read;
  const meaning =
    field.kind === 'choice'
      ? choiceMeaning(field, options)
      : field.kind === 'reference' || field.kind === 'references'
        ? await referenceMeaning(field.target, read, files, target, options, pace)
        : undefined;
  if (meaning === undefined) return undefined;
  const names = [...meaning.names];
  // Of a column that tells how something ended, too, the endings are names.
  for (const also of alsoTold(entity, read)) {
    for (const name of also) if (meaning.find(name) !== undefined && !names.includes(name)) names.push(name);
  }
  const isName = (name: string): boolean => meaning.find(name) !== undefined;
  const known: KnownValue[] = [];
  const missed: CountedValue[] = [];
  for (const [folded, { value, rows }] of await countValues(valuesOf(table, index, field), pace)) {
    const turn = pace();
    if (turn) await turn;
    const found = meaning.find(value);
    if (found === undefined) missed.push({ value, rows });
    else if (meaning.isFew) {
      const own = names.find((name) => foldText(name) === folded) ?? found;
      const decision = settled(read, folded, options, isName) ?? { use: own };
      if (decision !== 'create')
        known.push({ file: read.plan.file, column: read.column.column, value, rows, decision });
    }
  }
  const unknown = await suggestNames(missed, meaning.names, pace);
  return {
    names: names.length <= maxNames ? names : [],
    canCreate: meaning.canCreate,
    known,
    unresolved: unknown.map((one) => unresolvedValue(read, one, options, isName)),
  };
}

function* valuesOf(table: Table, index: number, field: FieldDefinition): Iterable<string> {
  for (const { cells } of table.rows) {
    const cell = cells[index] ?? '';
    if (field.kind === 'references') yield* splitList(cell);
    else yield cell;
  }
}

interface Meaning {
  readonly names: readonly string[];
  /** The name that a value stands for. */
  readonly find: (value: string) => string | undefined;
  readonly canCreate: boolean;
  /** Whether the values are worth a line each, although they are known. */
  readonly isFew: boolean;
}

function choiceMeaning(field: Extract<FieldDefinition, { kind: 'choice' }>, options: ImportOptions): Meaning {
  const labels: Readonly<Record<string, string | undefined>> = field.choiceLabels ?? {};
  const label = (choice: string): string => labels[choice] ?? choice;
  return {
    names: field.choices.map(label),
    find(value) {
      const found = findChoice(field, optionFor(value, options) ?? value);
      return found === undefined ? undefined : label(found);
    },
    canCreate: false,
    isFew: true,
  };
}

async function referenceMeaning(
  targetName: string,
  { entity }: ColumnToRead,
  files: readonly { plan: FilePlan; table: Table }[],
  target: ImportTarget,
  options: ImportOptions,
  pace: () => Promise<void> | undefined,
): Promise<Meaning> {
  const wanted = entityFor(target.model, targetName);
  const index = await readNames(target, wanted.name, pace, entity.name);
  const known = new Map<string, string>();
  for (const [folded, named] of index.byName) known.set(folded, named.title);
  for (const title of titlesInFiles(wanted, files)) {
    known.set(foldText(title), title);
    const turn = pace();
    if (turn) await turn;
  }
  return {
    names: [...new Set(known.values())],
    find: (value) => known.get(foldText(nameMeant(value.trim(), wanted, options, (folded) => known.has(folded)))),
    canCreate: needsOnlyName(wanted),
    isFew: wanted.isReferenceData === true && !needsOnlyName(wanted),
  };
}

/** The labels of choices that the same column tells; see createRowReader. */
const alsoTold = (entity: Entity, { column, plan }: ColumnToRead): readonly (readonly string[])[] =>
  Object.entries(entity.fields).flatMap(([name, field]) =>
    field.kind === 'choice' && isHeadingOf(field, column.column) && !plan.columns.some((one) => one.field === name)
      ? [field.choices.map((choice) => field.choiceLabels?.[choice] ?? choice)]
      : [],
  );

/** Whether a record of the entity can be made from its name alone. */
export const needsOnlyName = (entity: Entity): boolean =>
  entity.fields[entity.views.title]?.kind === 'text' &&
  Object.entries(entity.fields).every(
    ([name, field]) => field.required !== true || field.initial !== undefined || name === entity.views.title,
  );

/** What was said about a value; a name that is remembered counts while it is one, and options go before it. */
function settled(
  read: ColumnToRead,
  folded: string,
  options: ImportOptions,
  isName: (name: string) => boolean,
): Decision | undefined {
  const changed = read.changed?.get(folded);
  if (changed !== undefined) return changed;
  if (optionFor(folded, options) !== undefined) return undefined;
  const kept = read.remembered?.get(folded);
  return typeof kept === 'object' && !isName(kept.use) ? undefined : kept;
}

function unresolvedValue(
  read: ColumnToRead,
  unknown: UnknownName,
  options: Required<ImportOptions>,
  isName: (name: string) => boolean,
): UnresolvedValue {
  const { column, plan } = read;
  const { value, rows, suggestion, score } = unknown;
  const least = column.createsMissing ? Math.max(options.acceptFrom, acceptBeforeCreating) : options.acceptFrom;
  const isTaken = suggestion !== null && score >= least;
  const guessed: Decision = isTaken ? { use: suggestion } : column.createsMissing ? 'create' : 'empty';
  const decision = settled(read, foldText(value), options, isName) ?? guessed;
  return { file: plan.file, column: column.column, value, rows, suggestion, score, decision };
}
