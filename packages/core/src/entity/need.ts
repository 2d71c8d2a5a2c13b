import type { FieldDefinitions } from '../field/field.ts';
import type { RecordId } from '../id/uuid.ts';
import { unreachable } from '../unreachable.ts';
import type { Where } from '../where/where.ts';
import type { RecordOf } from './record.ts';

/**
 * Something a rule must see besides its own record. The caller of `decide` loads it; the authority also locks it.
 * `list` is of the records that match, by id, at most so many. `Fact` exists only for the compiler: what the loaded need
 * gives to the rule.
 */
export type Need<Fact = unknown> = (
  | { readonly need: 'record'; readonly entity: string; readonly id: RecordId | null }
  | { readonly need: 'count'; readonly entity: string; readonly where: Where }
  | { readonly need: 'given'; readonly value: unknown }
  | { readonly need: 'first'; readonly entity: string; readonly where: Where; readonly orderBy: string }
  | { readonly need: 'list'; readonly entity: string; readonly where: Where; readonly limit: number }
) & { readonly fact?: Fact };

/** An entity as far as a need names it. */
interface Asked<F extends FieldDefinitions> {
  readonly name: string;
  readonly ownFields: F;
}

export type Needs = Readonly<Record<string, Need>>;

export type FactsOf<N> = { readonly [K in keyof N]: N[K] extends Need<infer Fact> ? Fact : never };

/** One record by id; the fact is `null` when there is none or `id` is null. */
export const load = <F extends FieldDefinitions>(
  entity: Asked<F>,
  id: RecordId | null | undefined,
): Need<RecordOf<F> | null> => ({ need: 'record', entity: entity.name, id: id ?? null });

/** How many records that are not deleted match. */
export const count = (entity: string, where: Where): Need<number> => ({ need: 'count', entity, where });

/** The first record that matches and is not deleted, in the order of one field; `null` when there is none. */
export const first = <F extends FieldDefinitions>(
  entity: Asked<F>,
  where: Where,
  orderBy: string & keyof F,
): Need<RecordOf<F> | null> => ({ need: 'first', entity: entity.name, where, orderBy });

/** A fact that needs no look, for a branch that does not ask. */
export const given = <Fact>(value: Fact): Need<Fact> => ({ need: 'given', value });

/** Two needs with the same key have the same fact. */
export function needKey(need: Need): string {
  switch (need.need) {
    case 'record':
      return `${need.entity}/${need.id}`;
    case 'count':
      return `count:${need.entity}:${JSON.stringify(need.where)}`;
    case 'first':
      return `first:${need.entity}:${JSON.stringify(need.where)}:${need.orderBy}`;
    case 'list':
      return `list:${need.entity}:${JSON.stringify(need.where)}:${need.limit}`;
    case 'given':
      return `given:${JSON.stringify(need.value)}`;
    default:
      return unreachable(need);
  }
}
