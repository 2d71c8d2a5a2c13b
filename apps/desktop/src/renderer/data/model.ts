import { coreModel, type Entity, type FieldDefinition, findEntity } from '@satchel/core';

/** What this window shows: the product's own entities. */
export const model = coreModel;

export const navigationEntities: readonly Entity[] = model.entities.filter((entity) => entity.place === 'main');

export const entityNamed = (name: string): Entity | undefined => findEntity(model, name);

export const fieldOf = (entity: Entity, name: string): FieldDefinition | undefined => entity.fields[name];

/** Fields that a list can show, a filter can ask and an export can hold. */
export const shownFields = (entity: Entity): readonly string[] =>
  Object.keys(entity.fields).filter((name) => entity.fields[name]?.hidden !== true);

export const listPath = (entity: Entity): string => `/e/${entity.plural}`;

export function recordPath(entityName: string, id: string): string {
  const entity = entityNamed(entityName);
  return `/e/${entity?.plural ?? entityName}/${id}`;
}
