import { type Entity, foldText } from '@satchel/core';
import type { ColumnPlan, FilePlan, ImportOptions } from '../../shared/api.ts';
import type { Table } from './table.ts';

/** Where a field's cell is in a row; -1 when no column fills it. */
export const columnOf = (plan: FilePlan, field: string): number =>
  plan.columns.findIndex((column: ColumnPlan) => column.field === field);

/** How the record of a row will be called, when the row says so. */
export function rowTitle(entity: Entity, plan: FilePlan): (cells: readonly string[]) => string {
  const title = columnOf(plan, entity.views.title);
  if (title >= 0) return (cells) => (cells[title] ?? '').trim();
  const parts = (entity.import?.titleParts ?? []).map((field) => columnOf(plan, field)).filter((index) => index >= 0);
  return (cells) =>
    parts
      .map((index) => (cells[index] ?? '').trim())
      .join(' ')
      .trim();
}

/** The titles of all rows of the files that become records of an entity. */
export function* titlesInFiles(entity: Entity, files: readonly { plan: FilePlan; table: Table }[]): Iterable<string> {
  for (const { plan, table } of files) {
    if (plan.entity !== entity.name) continue;
    const titleOf = rowTitle(entity, plan);
    for (const { cells } of table.rows) {
      const title = titleOf(cells);
      if (title !== '') yield title;
    }
  }
}

/** What the options say that a value means. */
export function optionFor(value: string, { valueByName = {} }: ImportOptions): string | undefined {
  if (Object.hasOwn(valueByName, value)) return valueByName[value];
  const folded = foldText(value);
  return Object.entries(valueByName).find(([name]) => foldText(name) === folded)?.[1];
}

/**
 * The name that a value stands for: what the options say or else itself, when something is called so; otherwise what
 * the entity knows as another name of the same thing.
 */
export function nameMeant(
  value: string,
  entity: Entity,
  options: ImportOptions,
  isKnown: (folded: string) => boolean,
): string {
  const said = optionFor(value, options) ?? value;
  const folded = foldText(said);
  return isKnown(folded) ? said : (synonymOf(entity, folded) ?? said);
}

function synonymOf({ import: imported }: Entity, folded: string): string | undefined {
  const synonyms = imported?.synonyms ?? {};
  return Object.hasOwn(synonyms, folded) ? synonyms[folded] : undefined;
}
