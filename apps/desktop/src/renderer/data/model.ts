import {
  coreModel,
  type Entity,
  type EntitySubset,
  everything,
  type FieldValues,
  findEntity,
  type Where,
} from '@satchel/core';

/** What this window shows: the product's own entities. */
export const model = coreModel;

const navigationEntities: readonly Entity[] = model.entities.filter((entity) => entity.place === 'main');

export const entityNamed = (name: string): Entity | undefined => findEntity(model, name);

/** Fields that a list can show, a filter can ask and an export can hold. */
export const shownFields = (entity: Entity): readonly string[] =>
  Object.keys(entity.fields).filter((name) => entity.fields[name]?.hidden !== true);

/** A list with a place of its own: all records of an entity, or a part that the entity declares. */
export interface ListPlace {
  readonly entity: Entity;
  readonly path: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly icon: string | undefined;
  /** What every record of it has. */
  readonly where: Where;
  /** What a record made there gets. */
  readonly preset: FieldValues;
}

const wholeList = (entity: Entity): ListPlace => ({
  entity,
  path: `/e/${entity.plural}`,
  label: entity.label,
  labelPlural: entity.labelPlural,
  icon: entity.icon,
  where: everything,
  preset: {},
});

const partOfList = (entity: Entity, { name, label, labelPlural, icon, where, preset }: EntitySubset): ListPlace => ({
  entity,
  path: `/e/${name}`,
  label,
  labelPlural,
  icon: icon ?? entity.icon,
  where,
  preset,
});

const partsOf = (entity: Entity): readonly ListPlace[] =>
  (entity.views.subsets ?? []).map((subset) => partOfList(entity, subset));

export const navigationPlaces: readonly ListPlace[] = navigationEntities.flatMap((entity) => [
  wholeList(entity),
  ...partsOf(entity),
]);

/** By the name in the address. */
export function placeNamed(name: string): ListPlace | undefined {
  const part = model.entities.flatMap(partsOf).find(({ path }) => path === `/e/${name.toLowerCase()}`);
  if (part) return part;
  const entity = entityNamed(name);
  return entity && wholeList(entity);
}

export const listPath = (entity: Entity): string => wholeList(entity).path;

export function recordPath(entityName: string, id: string): string {
  const entity = entityNamed(entityName);
  return `/e/${entity?.plural ?? entityName}/${id}`;
}
