import type { Entity } from './entity.ts';

/**
 * The entities of one workspace: those of the product, and later also fields and objects that the workspace defined
 * itself. Code asks for `entityFor(model, name)`, never for a static entity.
 */
export interface Model {
  readonly entities: readonly Entity[];
  readonly entityByName: ReadonlyMap<string, Entity>;
}

export function createModel(entities: readonly Entity[]): Model {
  const entityByName = new Map(entities.map((entity) => [entity.name, entity]));
  if (entityByName.size !== entities.length) throw new Error('Two entities have the same name.');
  for (const entity of entities) {
    for (const [name, field] of Object.entries(entity.fields)) {
      if ('target' in field && !entityByName.has(field.target)) {
        throw new Error(`${entity.name}.${name} refers to an entity that is not registered: ${field.target}`);
      }
    }
  }
  return { entities, entityByName };
}

/** @throws when there is no such entity: names from outside go through `findEntity`. */
export function entityFor(model: Model, name: string): Entity {
  const entity = model.entityByName.get(name);
  if (!entity) throw new Error(`No entity is named ${name}.`);
  return entity;
}

/** For names that come from outside: singular, plural or alias, in any case. */
export function findEntity(model: Model, name: string): Entity | undefined {
  const wanted = name.toLowerCase();
  return model.entities.find((entity) =>
    [entity.name, entity.plural, ...(entity.aliases ?? [])].some((known) => known.toLowerCase() === wanted),
  );
}
