import { hash } from 'node:crypto';
import { type Entity, entityFor, type FieldValue, foldText, type RecordId, splitList } from '@satchel/core';
import type { FilePlan, ImportPlan } from '../../shared/api.ts';
import { decisionsOf } from './decisions.ts';
import type { ImportNames } from './import-names.ts';
import type { ImportTarget } from './import-target.ts';
import { externalKeys, titleKey } from './names.ts';
import { columnOf, nameMeant, rowTitle } from './row-titles.ts';
import type { Table, TableRow } from './table.ts';
import type { Tally } from './tally.ts';

/** A row and the record it becomes. */
export interface AssignedRow {
  readonly row: TableRow;
  readonly id: RecordId;
  readonly title: string;
  readonly externalId: string;
  /** `merge`: an earlier row of the file becomes the same record, and says what this one does not contradict. */
  readonly becomes: 'create' | 'update' | 'merge';
}

/** A record that rows name and nobody has. */
interface MissingRecord {
  readonly entity: Entity;
  readonly id: RecordId;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** A file with the record of each of its rows. */
export interface FileRows {
  readonly plan: FilePlan;
  readonly table: Table;
  readonly entity: Entity;
  readonly rows: readonly AssignedRow[];
  readonly missing: readonly MissingRecord[];
}

/**
 * Finds the record of each row: by its source and key, by its name where names are unique, else a new one. Rows whose
 * record somebody deleted are left out.
 */
export async function assignRecords(
  { plan, table, entity }: { readonly plan: FilePlan; readonly table: Table; readonly entity: Entity },
  importPlan: ImportPlan,
  target: ImportTarget,
  names: ImportNames,
  tally: Tally,
  pace: () => Promise<void> | undefined,
): Promise<FileRows> {
  const { byExternal, byName } = names.of(entity.name);
  const titleOf = rowTitle(entity, plan);
  const keyIndex = plan.columns.findIndex(({ column }) => column === plan.keyColumn);
  const isKeyTitle = plan.columns[keyIndex]?.field === entity.views.title && entity.import?.isKnownByTitle === true;
  const originOf = externalKeys(table.file);
  const own = new Set<RecordId>();
  const keyless = new Map<string, number>();
  const rows: AssignedRow[] = [];
  for (const row of table.rows) {
    const turn = pace();
    if (turn) await turn;
    const title = titleOf(row.cells);
    const key = (row.cells[keyIndex] ?? '').trim();
    const externalId = key === '' ? keylessId(row.cells, keyless) : key.slice(0, 500);
    const origin = originOf(externalId);
    const found =
      byExternal.get(origin) ??
      (isKeyTitle ? (byExternal.get(titleKey(table.file, title)) ?? liveOnly(byName.get(foldText(title)))) : undefined);
    if (found?.isDeleted === true) {
      tally.inBin += 1;
      continue;
    }
    if (found !== undefined) {
      rows.push({ row, id: found.id, title, externalId, becomes: own.has(found.id) ? 'merge' : 'update' });
      own.add(found.id);
      continue;
    }
    const id = target.newRecordId();
    own.add(id);
    byExternal.set(origin, { id, isDeleted: false, title });
    names.addNew(entity.name, title, id);
    rows.push({ row, id, title, externalId, becomes: 'create' });
  }
  const missing = plan.columns.flatMap((_, index) =>
    missingOf(index, { plan, table, entity }, importPlan, target, names),
  );
  return { plan, table, entity, rows, missing };
}

/** A row without a key is recognised as long as nothing in it changes; of equal rows each is a record of its own. */
function keylessId(cells: readonly string[], seen: Map<string, number>): string {
  const id = `row ${hash('sha256', JSON.stringify(cells)).slice(0, 32)}`;
  const occurrence = (seen.get(id) ?? 0) + 1;
  seen.set(id, occurrence);
  return occurrence === 1 ? id : `${id} ${occurrence}`;
}

const liveOnly = <T extends { readonly isDeleted: boolean }>(named: T | undefined): T | undefined =>
  named?.isDeleted === true ? undefined : named;

function missingOf(
  index: number,
  { plan, table, entity }: { readonly plan: FilePlan; readonly table: Table; readonly entity: Entity },
  importPlan: ImportPlan,
  target: ImportTarget,
  names: ImportNames,
): readonly MissingRecord[] {
  const column = plan.columns[index];
  const field = column?.field === null || column === undefined ? undefined : entity.fields[column.field];
  if (column === undefined || field === undefined || !('target' in field)) return [];
  const wanted = entityFor(target.model, field.target);
  const decisions = decisionsOf(importPlan, plan.file, column.column);
  const rowsByName = new Map<string, { title: string; rows: TableRow[] }>();
  for (const row of table.rows) {
    const cell = row.cells[index] ?? '';
    for (const value of field.kind === 'references' ? splitList(cell) : [cell.trim()]) {
      const folded = foldText(value);
      const counted = rowsByName.get(folded);
      if (counted) counted.rows.push(row);
      else if (value !== '') rowsByName.set(folded, { title: value, rows: [row] });
    }
  }
  const missing: MissingRecord[] = [];
  for (const [folded, { title, rows }] of rowsByName) {
    const decision = decisions.get(folded);
    if (decision === undefined ? !column.createsMissing : decision !== 'create') continue;
    const isKnown = (name: string) => names.find(entity, wanted.name, name) !== undefined;
    if (isKnown(foldText(nameMeant(title, wanted, importPlan.options, isKnown)))) continue;
    const id = target.newRecordId();
    names.addNew(wanted.name, title, id);
    const fields = {
      [wanted.views.title]: title,
      source: table.file,
      externalId: title,
      ...(wanted === entity ? takenOver(wanted, plan, rows) : {}),
    };
    missing.push({ entity: wanted, id, fields });
  }
  return missing;
}

function takenOver(entity: Entity, plan: FilePlan, rows: readonly TableRow[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const name of entity.import?.takenOver ?? []) {
    const index = columnOf(plan, name);
    const byValue = Map.groupBy(rows, ({ cells }) => (cells[index] ?? '').trim());
    const [most] = [...byValue].filter(([value]) => value !== '').toSorted((a, b) => b[1].length - a[1].length);
    if (most !== undefined) fields[name] = most[0];
  }
  return fields;
}
