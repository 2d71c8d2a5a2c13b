import { isJsonObject, type JsonValue } from '@satchel/core';
import type { FilePlan, ImportPlan } from '../../shared/api.ts';
import type { Backend } from '../data/backend.tsx';

const settingKey = 'import.mappings';

/** Files with the same columns are the same export, whatever they are called. */
const signature = (file: FilePlan): string => file.columns.map(({ column }) => column).join('|');

export async function remember(backend: Backend, plan: ImportPlan): Promise<void> {
  const known = (await backend.call('settings.get', {}))[settingKey];
  const mappings: Record<string, JsonValue> = known !== undefined && isJsonObject(known) ? { ...known } : {};
  for (const file of plan.files) {
    mappings[signature(file)] = {
      entity: file.entity,
      keyColumn: file.keyColumn,
      fields: Object.fromEntries(file.columns.map(({ column, field }) => [column, field])),
    };
  }
  await backend.call('settings.set', { key: settingKey, value: mappings });
}

/** The plan as it was mapped the last time such files were imported. */
export async function readRemembered(backend: Backend, plan: ImportPlan): Promise<ImportPlan> {
  const known = (await backend.call('settings.get', {}))[settingKey];
  if (known === undefined || !isJsonObject(known)) return plan;
  const files = plan.files.map((file): FilePlan => {
    const mapping = known[signature(file)];
    if (mapping === undefined || !isJsonObject(mapping)) return file;
    const { entity, keyColumn, fields } = mapping;
    if (fields === undefined || !isJsonObject(fields)) return file;
    return {
      ...file,
      entity: typeof entity === 'string' ? entity : null,
      keyColumn: typeof keyColumn === 'string' ? keyColumn : null,
      columns: file.columns.map((column) => {
        const field = fields[column.column];
        return { ...column, field: typeof field === 'string' ? field : null };
      }),
    };
  });
  return { ...plan, files };
}
