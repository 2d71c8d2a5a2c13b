import type { FieldDefinitions } from '../field/field.ts';
import type { EntityInput, EntityOf } from './entity.ts';
import type { Needs } from './need.ts';
import { systemFields } from './system-fields.ts';

/**
 * Declares an entity: everything the product does with it (table, list, form, search, history, permissions, import)
 * follows from this one value.
 *
 * @throws when the declaration contradicts itself: a view or index names a field that does not exist, or a field has
 * the name of a column of the store.
 */
export function defineEntity<const F extends FieldDefinitions, N extends Needs = Record<never, never>>(
  input: EntityInput<F, N>,
): EntityOf<F> {
  const entity = {
    ...input,
    // Without a prototype, so that what is asked for by a name from outside is a field or nothing (`constructor`).
    fields: Object.setPrototypeOf({ ...systemFields, ...input.fields }, null) as FieldDefinitions,
    ownFields: input.fields,
  } as unknown as EntityOf<F>;
  checkDeclaration(entity);
  return entity;
}

const storeColumns = ['id', 'rev', 'stamps', 'custom'];

function checkDeclaration(entity: EntityOf<FieldDefinitions>): void {
  const { views } = entity;
  const named = [
    views.title,
    ...views.list,
    ...views.form,
    ...(views.sort ? [views.sort.field] : []),
    ...(views.board ? [views.board.by, views.board.order, ...views.board.card] : []),
    ...(views.segment ? [views.segment.field] : []),
    ...(views.variant ? [views.variant.by] : []),
    ...(views.happenedAt === undefined ? [] : [views.happenedAt]),
    ...(views.unique ?? []),
    ...(views.reminds ? [views.reminds.at, views.reminds.who, ...Object.keys(views.reminds.done.fields)] : []),
    ...(views.formWith ? [views.formWith.refers, views.formWith.after] : []),
    ...(views.subsets ?? []).flatMap((subset) => Object.keys(subset.preset)),
    ...(entity.actions ?? []).flatMap((action) => Object.values(action.answeredByTitle ?? {})),
    ...(entity.indexes ?? []).flat(),
    ...(entity.import?.knownBy ?? []).map(({ field }) => field),
    ...(entity.import?.titleParts ?? []),
    ...(entity.import?.takenOver ?? []),
    ...(entity.importLog ? Object.values<string>({ ...entity.importLog }) : []),
    ...(entity.visibleWith ?? []),
    ...(entity.matchedBy ?? []).flat(),
    ...(entity.shares ? Object.values<string>({ ...entity.shares }) : []),
    ...Object.keys(entity.follows ?? {}),
    ...Object.values(entity.assigned ?? {}),
    ...(entity.rules ?? []).flatMap((rule) => (rule.field ? [rule.field] : [])),
  ];
  for (const field of named) {
    if (!entity.fields[field]) throw new Error(`Entity ${entity.name} names a field it does not have: ${field}`);
  }
  for (const column of storeColumns) {
    if (entity.fields[column]) throw new Error(`Entity ${entity.name}: a field cannot be named ${column}`);
  }
}
