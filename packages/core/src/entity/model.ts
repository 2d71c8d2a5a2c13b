import type { FieldMasks, Grant } from '../permission/actor.ts';
import { unmaskable } from '../permission/field-mask.ts';
import { grantsByRole, type Role } from '../permission/roles.ts';
import type { SchemaStep } from '../upgrade/schema-step.ts';
import type { Entity, ShareFields } from './entity.ts';

/**
 * The entities of one workspace: those of the product, and later also fields and objects that the workspace defined
 * itself. Code asks for `entityFor(model, name)`, never for a static entity.
 */
export interface Model {
  readonly entities: readonly Entity[];
  readonly entityByName: ReadonlyMap<string, Entity>;
  /** Who is settled anew when a record of the named entity changes; see `follows`. */
  readonly followersByEntity: ReadonlyMap<string, readonly Follower[]>;
  /** What each role may do. */
  readonly access: AccessByRole;
  /** The entity whose records share others; null: nothing is shared. */
  readonly sharing: SharingEntity | null;
  /** The version of its entities and fields: 1, and one more with each step. Changes say in which they were made. */
  readonly schema: number;
  /** How what was made with older versions becomes what this one has. */
  readonly steps: readonly SchemaStep[];
}

export type SharingEntity = Entity & { readonly shares: ShareFields };

/** What a role may do. */
export interface RoleAccess {
  readonly grants: readonly Grant[];
  readonly masks?: FieldMasks;
}

export type AccessByRole = Readonly<Record<Role, RoleAccess>>;

/** The rights that the four roles have in every workspace. */
const usualAccess: AccessByRole = {
  owner: { grants: grantsByRole.owner },
  admin: { grants: grantsByRole.admin },
  manager: { grants: grantsByRole.manager },
  member: { grants: grantsByRole.member },
};

/** An entity that follows records of another one through `field`, and which of their fields it follows. */
export interface Follower {
  readonly entity: Entity;
  readonly field: string;
  readonly watched: readonly string[];
}

export function createModel(
  entities: readonly Entity[],
  access: AccessByRole = usualAccess,
  steps: readonly SchemaStep[] = [],
): Model {
  const entityByName = new Map(entities.map((entity) => [entity.name, entity]));
  if (entityByName.size !== entities.length) throw new Error('Two entities have the same name.');
  for (const entity of entities) {
    for (const [name, field] of Object.entries(entity.fields)) {
      if ('target' in field && !entityByName.has(field.target)) {
        throw new Error(`${entity.name}.${name} refers to an entity that is not registered: ${field.target}`);
      }
      if (field.kind === 'serial' && field.former !== undefined && entity.fields[field.former]?.kind !== 'text') {
        throw new Error(`${entity.name}.${name} keeps former numbers in a field that is no text: ${field.former}`);
      }
    }
  }
  checkSteps(steps, entityByName);
  for (const { masks = {} } of Object.values(access)) checkMasks(masks, entityByName);
  const sharing = entities.find(isSharing) ?? null;
  const followersByEntity = followers(entities, entityByName);
  return { entities, entityByName, followersByEntity, access, sharing, schema: steps.length + 1, steps };
}

function checkSteps(steps: readonly SchemaStep[], entityByName: Model['entityByName']): void {
  for (const [index, { to, fields }] of steps.entries()) {
    if (to !== index + 2) throw new Error(`The step to version ${to} stands where ${index + 2} is expected.`);
    for (const { kind, entity, field } of fields) {
      if (kind !== 'choices' && entityByName.get(entity)?.fields[field]) {
        throw new Error(`${entity}.${field} is there, although version ${to} took it away.`);
      }
    }
  }
}

function checkMasks(masks: FieldMasks, entityByName: Model['entityByName']): void {
  for (const [name, { hidden = [], fixed = [] }] of Object.entries(masks)) {
    const entity = entityByName.get(name);
    if (!entity) throw new Error(`Fields are masked of an entity that is not registered: ${name}`);
    const unknown = fixed.find((field) => !entity.fields[field]);
    if (unknown !== undefined) throw new Error(`${name}.${unknown} cannot be fixed: it has no such field.`);
    for (const field of hidden) {
      const reason = unmaskable(entity, field);
      if (reason !== null) throw new Error(`${name}.${field} cannot be hidden: ${reason}.`);
    }
  }
}

const isSharing = (entity: Entity): entity is SharingEntity => entity.shares !== undefined;

function followers(entities: readonly Entity[], entityByName: Model['entityByName']): Model['followersByEntity'] {
  const found = new Map<string, Follower[]>();
  for (const entity of entities) {
    for (const [field, watched] of Object.entries(entity.follows ?? {})) {
      const definition = entity.fields[field];
      if (definition?.kind !== 'reference')
        throw new Error(`${entity.name} cannot follow ${field}: it is no reference.`);
      const { target } = definition;
      const unknown = watched.find((name) => !entityByName.get(target)?.fields[name]);
      if (unknown !== undefined)
        throw new Error(`${entity.name} follows a field that ${target} does not have: ${unknown}`);
      found.set(target, [...(found.get(target) ?? []), { entity, field, watched }]);
    }
  }
  return found;
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
