import type { Entity } from '../entity/entity.ts';
import type { EntityRecord } from '../entity/record.ts';
import type { Actor, Grant, Scope } from './actor.ts';
import { ownWorkspace } from './roles.ts';

export type Action = 'read' | 'create' | 'update' | 'delete';

/** `contacts.*`, `*.read` and `*.*` match as one expects. */
export function matchesPermission(pattern: string, permission: string): boolean {
  if (pattern === permission || pattern === '*.*') return true;
  const [patternModule, patternAction] = pattern.split('.');
  const [module, action] = permission.split('.');
  return (patternModule === '*' || patternModule === module) && (patternAction === '*' || patternAction === action);
}

const breadth: Readonly<Record<Scope, number>> = { own: 1, team: 2, all: 3 };

/** Whether the actor is an owner of the workspace: named as such, since admins hold every right as well. */
export const ownsWorkspace = (actor: Actor): boolean =>
  actor.grants.some(({ permission }) => permission === ownWorkspace);

/** The widest scope in which the actor holds the permission; undefined when not at all. Deny by default. */
export function scopeOf({ grants }: Actor, permission: string): Scope | undefined {
  // Asked several times of each change, of grants that never change.
  let known = scopes.get(grants);
  if (!known) {
    known = new Map();
    scopes.set(grants, known);
  }
  if (!known.has(permission)) known.set(permission, widestScope(grants, permission));
  return known.get(permission);
}

const scopes = new WeakMap<readonly Grant[], Map<string, Scope | undefined>>();

function widestScope(grants: readonly Grant[], permission: string): Scope | undefined {
  let widest: Scope | undefined;
  for (const grant of grants) {
    if (matchesPermission(grant.permission, permission) && (!widest || breadth[grant.scope] > breadth[widest])) {
      widest = grant.scope;
    }
  }
  return widest;
}

export const may = (actor: Actor, permission: string): boolean => scopeOf(actor, permission) !== undefined;

/** Whether the actor may do this to this record, as it stands (before) or as it would stand (after). */
export function mayOnRecord(actor: Actor, entity: Entity, action: Action, record: EntityRecord): boolean {
  if (action === 'read' && entity.isReferenceData) return true;
  const scope = scopeOf(actor, `${entity.plural}.${action}`);
  if (scope === undefined) return false;
  return isReachedBy(actor, scope, record);
}

/** Whether a record is within a scope by itself: one's own, or of a team of one's own. */
export function isReachedBy(actor: Actor, scope: Scope, record: EntityRecord): boolean {
  if (scope === 'all' || (record.owner ?? record.createdBy) === actor.member) return true;
  return scope === 'team' && record.team !== null && actor.teams?.has(record.team) === true;
}

/** Whether the actor may do this with a record of that team: of one's own teams, or of any whose records one reaches. */
export function mayInTeam(actor: Actor, entity: Entity, action: Action, team: string): boolean {
  return actor.teams?.has(team) === true || scopeOf(actor, `${entity.plural}.${action}`) === 'all';
}
