import type { FieldDefinition, FieldKind, FieldOptions } from '../field/field.ts';
import { isJsonObject } from '../json.ts';
import type { Entity } from './entity.ts';
import type { Model } from './model.ts';
import type { EntityRecord } from './record.ts';

/** Fields that a workspace defined stand in records by this and their key: `custom.budget`. */
const prefix = 'custom.';

export const customName = (key: string): string => `${prefix}${key}`;

/** Whether a field is one that some workspace defines, whatever is known of its definition. */
export const isCustomName = (name: string): boolean => name.startsWith(prefix) && name.length > prefix.length;

/** The kinds of field that a workspace can define. */
export const customKinds = [
  'text',
  'longText',
  'number',
  'boolean',
  'date',
  'instant',
  'money',
  'choice',
  'url',
] as const satisfies readonly FieldKind[];

export type CustomKind = (typeof customKinds)[number];

/**
 * The model of a workspace: its entities with the fields that it defined itself, so that code which asks `entityFor` knows
 * no difference. What a definition says that cannot be is passed over; a record keeps such values all the same.
 *
 * @param definitions records of `fieldDefinition`; deleted ones define nothing
 */
export function withDefinitions(model: Model, definitions: readonly EntityRecord[]): Model {
  const fieldsByEntity = new Map<string, Record<string, FieldDefinition>>();
  for (const record of definitions) {
    const { entity, key, deletedAt } = record;
    const field = definedField(record);
    if (typeof entity !== 'string' || typeof key !== 'string' || !field || deletedAt !== null) continue;
    fieldsByEntity.set(entity, { ...fieldsByEntity.get(entity), [customName(key)]: field });
  }
  if (fieldsByEntity.size === 0) return model;
  const entities = model.entities.map((entity): Entity => {
    const own = fieldsByEntity.get(entity.name);
    return own ? { ...entity, fields: withoutPrototype({ ...entity.fields, ...own }) } : entity;
  });
  const entityByName = new Map(entities.map((entity) => [entity.name, entity]));
  return { ...model, entities, entityByName };
}

const withoutPrototype = <T extends object>(fields: T): T => Object.setPrototypeOf(fields, null) as T;

function definedField(record: EntityRecord): FieldDefinition | undefined {
  const kind = customKinds.find((one) => one === record['kind']);
  if (kind === undefined) return undefined;
  const options: FieldOptions = typeof record['label'] === 'string' ? { label: record['label'] } : {};
  if (kind !== 'choice') return { kind, ...options };
  const settings = record['settings'] ?? null;
  const listed: unknown = isJsonObject(settings) ? settings['choices'] : null;
  const choices = Array.isArray(listed) ? listed.filter((one) => typeof one === 'string') : [];
  return { kind, choices, ...options };
}
