import { findEntity, type Model, parseWhere, recordIdFrom, type Where } from '@satchel/core';
import { z } from 'zod';

/** A name or an id; longer ones are nobody's. */
export const name = z.string().min(1).max(200);

/** An id of a record; whether there is one is seen where it is looked up. */
export const recordId = z.uuid().transform((id) => recordIdFrom(id));

/** A filter's shape; its fields are checked where it runs. */
export const where = z.unknown().transform((input, context): Where => {
  const parsed = parseWhere(input);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: parsed.error.message });
  return z.NEVER;
});

/** How many to answer, from 1 to the most that a method gives at once. */
export const limit = (max: number) => z.int().min(1).max(max);

/**
 * Reads parameters that came from a window.
 *
 * @throws Error with a sentence that names the parameter
 */
export function parseParams<S extends z.ZodType>(schema: S, params: unknown): Defined<z.output<S>> {
  const parsed = schema.safeParse(params);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`The request was not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  // An absent key stays absent, see withoutUndefined.
  return withoutUndefined(parsed.data) as Defined<z.output<S>>;
}

/** Optional keys are absent instead of undefined. */
type Defined<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> : T[K] }
    : T;

function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined));
}

/** The entity's own name. @throws Error when there is none of that name */
export function knownEntity(model: Model, given: string): string {
  const entity = model.entityByName.get(given) ?? findEntity(model, given);
  if (!entity) throw new Error(`There is nothing called "${given.slice(0, 60)}" in this workspace.`);
  return entity.name;
}
