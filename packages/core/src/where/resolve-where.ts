import type { Entity } from '../entity/entity.ts';
import type { Refusal } from '../refusal.ts';
import { err, ok, type Result } from '../result.ts';
import { opsByKind } from './ops-by-kind.ts';
import { leafOf, maxWhereValues } from './resolve-condition.ts';
import { valueOfKind, type WhereContext } from './resolve-operand.ts';
import type { ResolvedWhere } from './resolved-where.ts';
import type { Condition, Where } from './where.ts';

/** How deep `and`, `or` and `not` may be nested. */
export const maxWhereDepth = 20;
/** How many conditions one filter may have. */
export const maxWhereConditions = 500;

/**
 * Checks a filter against an entity and resolves it. Refusals: `where-too-deep` (20), `where-too-large` (500 conditions,
 * or 10,000 values in one), `unknown-field`, `op-not-allowed`, `wrong-value`.
 *
 * A day asked of an instant means that day in the time zone: `eq` within it, `gt` after its end.
 */
export function resolveWhere(where: Where, entity: Entity, context: WhereContext): Result<ResolvedWhere, Refusal> {
  const seen = { conditions: 0 };
  return resolve(where, entity, context, 1, seen);
}

function resolve(
  where: Where,
  entity: Entity,
  context: WhereContext,
  depth: number,
  seen: { conditions: number },
): Result<ResolvedWhere, Refusal> {
  if (depth > maxWhereDepth) {
    return refuse('where-too-deep', `The filter is nested deeper than ${maxWhereDepth} levels: make it flatter.`);
  }
  if ('not' in where) {
    const part = resolve(where.not, entity, context, depth + 1, seen);
    return part.ok ? ok({ node: 'not', part: part.value }) : part;
  }
  if ('field' in where) {
    seen.conditions += 1;
    if (seen.conditions > maxWhereConditions) {
      return refuse('where-too-large', `The filter has more than ${maxWhereConditions} conditions: use fewer.`);
    }
    return resolveCondition(where, entity, context);
  }
  const node = 'and' in where ? 'and' : 'or';
  const parts: ResolvedWhere[] = [];
  for (const inner of 'and' in where ? where.and : where.or) {
    const part = resolve(inner, entity, context, depth + 1, seen);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok({ node, parts });
}

function resolveCondition(condition: Condition, entity: Entity, context: WhereContext): Result<ResolvedWhere, Refusal> {
  const { field } = condition;
  const kind =
    field === 'id' ? 'reference' : Object.hasOwn(entity.fields, field) ? entity.fields[field]?.kind : undefined;
  if (kind === undefined)
    return refuse('unknown-field', `${entity.labelPlural} have no field "${field.slice(0, 60)}".`, field);
  if (!opsByKind[kind].includes(condition.op)) {
    return refuse(
      'op-not-allowed',
      `"${condition.op}" cannot be asked of ${field}: it can be ${opsByKind[kind].join(', ')}.`,
      field,
    );
  }
  const resolved = leafOf(condition, kind, context);
  if (resolved === undefined) {
    return refuse('wrong-value', `The filter's value for ${field} is not ${valueOfKind[kind]}.`, field);
  }
  if (resolved === 'too-many') {
    return refuse(
      'where-too-large',
      `The filter lists more than ${maxWhereValues} values for ${field}: list fewer.`,
      field,
    );
  }
  return ok(resolved);
}

const refuse = (code: string, message: string, field?: string) =>
  err(field === undefined ? { code, message } : { code, message, field });
