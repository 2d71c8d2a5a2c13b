import type { FieldValues } from '../src/change/change.ts';
import { coreModel } from '../src/entities/registry.ts';
import { entityFor } from '../src/entity/model.ts';
import type { EntityRecord } from '../src/entity/record.ts';
import type { FieldValue } from '../src/field/field.ts';
import { csvLine, readCsvCell } from '../src/import/csv-text.ts';
import { type CellContext, parseCell } from '../src/import/parse-cell.ts';
import { writeCell } from '../src/import/write-cell.ts';
import type { World } from './world.ts';

export const cellContext: CellContext = {
  currency: 'USD',
  country: 'US',
  decimal: 'auto',
  dateFormat: 'iso',
  timeZone: 'UTC',
};

/** A record's cells as an export writes them, by field. References are told by their titles. */
export function cellsOf(world: World, entityName: string, record: EntityRecord, fields: readonly string[]) {
  const entity = entityFor(coreModel, entityName);
  return Object.fromEntries(
    fields.map((name) => {
      const field = entity.fields[name];
      if (!field) throw new Error(`${entityName} has no field ${name}.`);
      const titleOf = (id: string): string => {
        if (!('target' in field)) return '';
        const { views } = entityFor(coreModel, field.target);
        const title = world.find(field.target, { field: 'id', op: 'eq', value: id })[0]?.[views.title];
        return typeof title === 'string' ? title : '';
      };
      return [name, throughCsv(writeCell(field.kind, record[name], { currency: 'USD', titleOf }))];
    }),
  );
}

/** A cell that was written to a file and read from it. */
const throughCsv = (cell: string): string => {
  const written = csvLine([cell]).replace(/\r\n$/, '');
  return readCsvCell(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written);
};

/** What an import reads from such cells. References become the records of these titles. */
export function valuesOf(world: World, entityName: string, cells: Readonly<Record<string, string>>): FieldValues {
  const entity = entityFor(coreModel, entityName);
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]): [string, FieldValue] => {
      const field = entity.fields[name];
      if (!field) throw new Error(`${entityName} has no field ${name}.`);
      const read = parseCell(field, cell, cellContext);
      if (!read.ok) throw new Error(`${name}: ${read.error.message}`);
      if (!('target' in field)) return [name, read.value];
      const { views } = entityFor(coreModel, field.target);
      const idOf = (title: FieldValue): string => {
        if (typeof title !== 'string') throw new Error(`${name} is no name.`);
        const [found] = world.find(field.target, { field: views.title, op: 'eq', value: title });
        if (!found) throw new Error(`There is no ${field.target} named ${title}.`);
        return found.id;
      };
      if (read.value === null) return [name, null];
      return [name, Array.isArray(read.value) ? (read.value as readonly FieldValue[]).map(idOf) : idOf(read.value)];
    }),
  );
}
